"""`vkscope trace record|replay|export|info`: keep what a server does, and look at it later."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from vkscope.cli import secure


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="vkscope trace", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    record = commands.add_parser("record", help="record a running server")
    record.add_argument("address", nargs="?", default="127.0.0.1:6379", metavar="HOST:PORT")
    record.add_argument("-o", "--output", required=True, metavar="FILE.vkt")
    record.add_argument("--seconds", type=float, default=None, help="stop by itself after this")
    record.add_argument("--class", dest="classes", action="append", default=[], metavar="CLASS")
    record.add_argument("--min-span", type=int, default=0, metavar="US", help="leave out shorter")
    record.add_argument(
        "--ring", metavar="FILE", help="save the ring file of a server that is gone"
    )
    secure.add(record)
    replay = commands.add_parser("replay", help="look at a recording in the dashboard")
    replay.add_argument("file")
    export = commands.add_parser("export", help="turn a recording into another format")
    export.add_argument("file")
    export.add_argument("--format", choices=("perfetto", "jsonl"), required=True)
    export.add_argument(
        "-o", "--output", metavar="OUT", help="default: beside the recording; - is stdout"
    )
    info = commands.add_parser("info", help="say what a recording holds")
    info.add_argument("file")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the subcommand; the exit status."""
    options = _parser().parse_args(argv)
    chosen = {"record": _record, "replay": _replay, "export": _export, "info": _info}
    try:
        return chosen[options.command](options)
    except (OSError, ValueError, ImportError, EOFError) as error:
        print(f"vkscope trace: {error or type(error).__name__}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


run = main


def _record(options: argparse.Namespace) -> int:
    from vkscope.tracing.recorder import save_ring
    from vkscope.tracing.resp import RespError

    if options.ring:
        progress = save_ring(options.ring, options.output)
        print(f"{options.output}: {progress.events} events, {progress.lost} lost")
        return 0
    try:
        return asyncio.run(_record_server(options))
    except RespError as error:
        print(f"vkscope trace: {options.address}: {error}", file=sys.stderr)
        return 1


async def _record_server(options: argparse.Namespace) -> int:
    from vkscope.tracing.recorder import Progress, record
    from vkscope.tracing.sources import connect

    where = secure.endpoint(options.address, options)
    source = await connect(where, tuple(options.classes), options.min_span)

    def tell(progress: Progress) -> None:
        if sys.stderr.isatty():
            line = f"{progress.events} events, {progress.lost} lost, {progress.bytes >> 10} KiB"
            print(f"\r{line}  (Ctrl-C ends)", end="", file=sys.stderr, flush=True)

    task = asyncio.ensure_future(record(source, options.output, seconds=options.seconds, tell=tell))
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    waiter = asyncio.ensure_future(stop.wait())
    await asyncio.wait({task, waiter}, return_when=asyncio.FIRST_COMPLETED)
    waiter.cancel()
    if not task.done():
        task.cancel()
    progress = None
    with contextlib.suppress(asyncio.CancelledError):
        progress = await task
    await source.close()
    return _say_recorded(options.output, progress.ended if progress else "", source.kind)


def _say_recorded(path: str, ended: str, kind: str) -> int:
    from vkscope.tracing.recording import Recording

    with Recording(path) as made:
        events = sum(c.count for c in made.chunks if c.kind == 1)
        seconds = (made.last - made.first) / 1e9
        print(
            f"{path}: {seconds:.1f} s, {events} events, {made.lost} lost, "
            f"{len(made.snapshots())} snapshots, {made.size} bytes"
        )
    if kind == "reduced":
        print("the server is not vkscope: snapshots only, no events")
    if ended:
        print(f"vkscope trace: {ended}", file=sys.stderr)
        return 1
    return 0


def _replay(options: argparse.Namespace) -> int:
    from vkscope.tracing.examiner import Examiner
    from vkscope.tracing.replay import RecordedFeed
    from vkscope.tracing.sources import RecordedSource

    source = RecordedSource(options.file)
    if not sys.stdout.isatty():
        return _info(options)
    from vkscope.tui import app

    app.run(RecordedFeed(source, examine=Examiner()))
    return 0


def _export(options: argparse.Namespace) -> int:
    from vkscope.tracing.recording import Recording

    suffix = ".pftrace" if options.format == "perfetto" else ".jsonl"
    target = options.output or str(Path(options.file).with_suffix(suffix))
    with Recording(options.file) as recording:
        count = _write(recording, options.format, target)
        if recording.is_cut:
            print(f"{options.file} was cut: what is whole was taken", file=sys.stderr)
    if target != "-":
        print(f"{target}: {count} {'events' if options.format == 'perfetto' else 'lines'}")
    return 0


def _write(recording: object, form: str, target: str) -> int:
    from vkscope.tracing import export_jsonl, export_perfetto
    from vkscope.tracing.recording import Recording

    assert isinstance(recording, Recording)
    if form == "jsonl":
        if target == "-":
            return export_jsonl.write(recording, sys.stdout)
        with open(target, "w", encoding="utf-8") as text:
            return export_jsonl.write(recording, text)
    if target == "-":
        return export_perfetto.write(recording, sys.stdout.buffer)
    with open(target, "wb") as binary:
        return export_perfetto.write(recording, binary)


def _info(options: argparse.Namespace) -> int:
    from vkscope.tracing.describe import describe
    from vkscope.tracing.recording import Recording

    with Recording(options.file) as recording:
        print("\n".join(describe(recording)))
    return 0
