"""The configs table, and what is made of it."""

from __future__ import annotations

import subprocess
import sys

from vkscope.tables import configs, gen_configs
from vkscope.tables._configs_generated import SPECS


def test_the_table_makes_sense() -> None:
    assert configs.mistakes() == []


def test_generated_module_says_what_the_table_says() -> None:
    assert list(SPECS) == [row.spec for group in configs.load() for row in group.rows]


def test_every_parameter_is_documented_and_covered() -> None:
    page = gen_configs.document()
    coverage = gen_configs.parts()[0].text
    for name, state, _ in configs.coverage_rows():
        assert f"`{name}`" in page
        assert f"`{name}`" in coverage
        assert state in ("implemented", "later", "ignored")


def test_starting_parses_no_table() -> None:
    code = (
        "import sys; from vkscope.server.config import Config; Config.from_argv(['x']); "
        "bad = {'tomllib', 'vkscope.native.door', 'textual', 'uvloop'} & set(sys.modules); "
        "sys.exit(' '.join(bad) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
