"""Every lab holds what it promises: a starter fails, a solution passes, wrong answers are told."""

from __future__ import annotations

import pytest

from vkscope.labs import catalog, dev


@pytest.mark.parametrize("name", [lab.name for lab in catalog.load()])
def test_a_lab_keeps_its_promises(name: str) -> None:
    faults = dev.check_lab(catalog.find(name))
    assert not faults, "\n".join(faults)


def test_each_kind_has_a_lab() -> None:
    assert {lab.kind for lab in catalog.load()} == set(catalog.KINDS)


@pytest.mark.parametrize("lab", catalog.load(), ids=lambda lab: lab.name)
def test_a_lab_is_whole(lab: catalog.Lab) -> None:
    assert (lab.folder / "README.md").read_text().startswith("# ")
    assert lab.hints and lab.source and lab.wrong
    names = {path.name for path in (lab.folder / "starter").iterdir()}
    for other in ("solution", *(f"wrong/{name}" for name in lab.wrong)):
        assert {path.name for path in (lab.folder / other).iterdir()} == names
