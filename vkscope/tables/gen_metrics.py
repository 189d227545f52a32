"""Makes docs/metrics.md from vkscope/tables/metrics.py."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from vkscope.tables.metrics import FAMILIES, METRICS
from vkscope.tables.outputs import MADE

PAGE = "docs/metrics.md"
_HEAD = """\
# Metrics for the outside

`scope-metrics-port 9121` opens a page for Prometheus at `http://127.0.0.1:9121/metrics`; 0, the
default, closes it. `scope-metrics-bind` says on which addresses; the page asks for no password,
so keep it on addresses that only your monitoring reaches. Both may be changed by `CONFIG SET`.
For Prometheus:

```yaml
scrape_configs:
  - job_name: vkscope
    static_configs:
      - targets: ["127.0.0.1:9121"]
```

Names are those of redis_exporter where it has one for the same figure, so that dashboards made
for it work unchanged; all others begin with `vkscope_`. Counters begin anew with the process and
with `CONFIG RESETSTAT`.

The server itself answers, between two turns of its loop, from the counters that INFO shows: no
thread, no connection to itself, no key is touched. A page holds one row for each command that was
called and each database that has keys, up to the number in the last column, those with most calls
or keys first, so its size and its time are bounded whatever clients do. At most 16 connections
are served at a time, each for at most 10 seconds. While a file is loaded, and while a script
holds the server, the page does not answer: Prometheus shows that as `up 0`.

A figure of a part that is off is left out (sizes of the append-only file without `appendonly`).

`log-format json` writes the log as one JSON object a line, for collectors: `pid`, `role`
(primary, replica, sentinel, RDB/AOF for a child), `timestamp` as `log-timestamp-format` says,
`level` (debug, info, notice, warning), `message`.
"""


def _single() -> Iterator[str]:
    yield "## Figures\n"
    yield "| name | kind | INFO's field | meaning |"
    yield "|---|---|---|---|"
    for m in sorted(METRICS):
        scale = "" if m.scale == 1 else f" x {m.scale:g}"
        yield f"| `{m.name}` | {m.kind} | `{m.field}`{scale} | {m.text} |"


def _rows() -> Iterator[str]:
    yield "\n## Rows\n"
    yield "| name | kind | labels | meaning | at most |"
    yield "|---|---|---|---|---|"
    for f in FAMILIES:
        labels = ", ".join(f"`{label}`" for label in f.labels)
        yield f"| `{f.name}` | {f.kind} | {labels} | {f.text} | {f.most} |"


def files() -> Mapping[str, str]:
    """The page."""
    title, _, rest = _HEAD.partition("\n")
    body = "\n".join([f"{title}\n\n<!-- {MADE} -->\n{rest}", *_single(), *_rows()])
    return {PAGE: body + "\n"}


def verify() -> Iterable[str]:
    """Names stand once, and what is a counter by name is one by kind."""
    every = [(m.name, m.kind) for m in METRICS] + [(f.name, f.kind) for f in FAMILIES]
    names = [name for name, _ in every]
    for name in {n for n in names if names.count(n) > 1}:
        yield f"{name} stands twice"
    for name, kind in every:
        if name.endswith("_total") and kind != "counter":
            yield f"{name} is no counter"
