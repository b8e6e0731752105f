"""That every sabotage of `make proof` still applies: what it changes and the test that notices are found by name."""

from pathlib import Path

import pytest

from config.bin.access_sabotages import Sabotage
from config.bin.sabotage import Answer, NoLongerApplies, node_of, sabotaged, verdict
from config.bin.sabotages import SABOTAGES

MODULE = """
LIMIT = 5

class Small:
    @property
    def fits(self):
        return self.size < 5

if LIMIT:
    def fits():
        return 4 < 5 < 6
"""


@pytest.mark.parametrize("sabotage", SABOTAGES, ids=lambda sabotage: sabotage.name)
def test_it_still_applies(sabotage: Sabotage) -> None:
    path, text = sabotaged(sabotage)
    assert text != path.read_text(encoding="utf-8")
    assert node_of(sabotage.test).endswith(sabotage.test)


def test_each_has_a_name_of_its_own() -> None:
    assert len({sabotage.name for sabotage in SABOTAGES}) == len(SABOTAGES)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for path, text in {
        "strategy/sizes.py": MODULE,
        "templates/a/page.html": "<p>5</p>",
        "templates/b/page.html": "<p>5</p>",
        "tests/a/test_sizes.py": "\ndef test_it_fits(size):\n    ...\n\ndef test_twice(): ...\n",
        "tests/b/test_sizes.py": "\ndef test_twice(): ...\n",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("where", "before", "changed"),
    [
        ("LIMIT", "5", "LIMIT = 6"),
        ("Small.fits", "property", "    @6"),
        ("Small.fits", "5", "self.size < 6"),
        ("sizes.fits", "4", "return 6 < 5"),
        ("a/page.html", "5", "<p>6</p>"),
    ],
)
def test_what_is_changed_is_found_by_its_name(tree: Path, where: str, before: str, changed: str) -> None:
    _path, text = sabotaged(Sabotage("", where, before, "6", ""), tree)
    assert changed in text


@pytest.mark.parametrize(
    ("where", "before"),
    [
        ("fits", "5"),  # is there twice
        ("size", "5"),  # a part of a name is none
        ("Small.gone", "5"),
        ("sizes.fits", "self"),  # stands elsewhere
        ("sizes.fits", "<"),
        ("page.html", "5"),
        ("c/page.html", "5"),
    ],
)
def test_what_is_not_there_exactly_once_is_told(tree: Path, where: str, before: str) -> None:
    with pytest.raises(NoLongerApplies):
        sabotaged(Sabotage("", where, before, "6", ""), tree)


def test_a_test_is_found_by_its_name(tree: Path) -> None:
    assert node_of("test_sizes.py::test_it_fits[5]", tree) == "tests/a/test_sizes.py::test_it_fits[5]"
    for missing in ("test_sizes.py::test_twice", "test_sizes.py::test_it", "test_other.py::test_it_fits"):
        with pytest.raises(NoLongerApplies):
            node_of(missing, tree)


@pytest.mark.parametrize(
    ("outcomes", "in_a_fixture", "expected"),
    [
        (["passed", "failure"], False, "red"),
        (["passed", "error"], False, "BROKEN"),
        (["passed", "error"], True, "red"),
        (["passed"], True, "UNNOTICED"),
        (["skipped"], False, "NOT RUN"),
        ([], False, "NOT RUN"),
    ],
)
def test_red_is_a_test_that_failed(outcomes: list[str], in_a_fixture: bool, expected: str) -> None:
    sabotage = Sabotage("", "", "", "", "", in_a_fixture=in_a_fixture)
    assert verdict(sabotage, [Answer("", outcome) for outcome in outcomes]).startswith(expected)
