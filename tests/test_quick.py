"""What `make quick` chooses, of what differs from where the branch began."""

import os
import subprocess
from pathlib import Path

import pytest

from config.bin import quick

MODELS = Path("dialogue/meetings/models/events.py")
FILE = """import re

KINDS = [
    1,
]


@cached
def first() -> int:
    return 1


class Second:
    pass
"""


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """With one file in it, and that committed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(quick, "ROOT", tmp_path)
    (tmp_path / "room").mkdir()
    file = tmp_path / "room" / "file.py"
    file.write_text(FILE)
    who = {f"GIT_{role}_{what}": "x" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "x"]):
        subprocess.run(["git", *command], check=True, env=os.environ | who)
    return file


@pytest.mark.parametrize(
    ("before", "after", "names"),
    [
        ("    1,", "    2,", {"KINDS"}),
        ("@cached", "@cache", {"first"}),
        ("    return 1", "    one = 1\n    return one", {"first"}),
        ("    pass", "    pass\n\n    def more(self) -> None: ...", {"Second"}),
        ("    1,\n", "", {"KINDS"}),
        ("import re", "import os", {"KINDS", "first", "Second"}),  # which of them uses it is not told
    ],
)
def test_what_has_changed_in_a_file_is_told_apart(checkout: Path, before: str, after: str, names: set[str]) -> None:
    checkout.write_text(FILE.replace(before, after, 1))
    changed = quick.names_changed(Path("room/file.py"), "HEAD")
    assert changed == {"room.file", *(f"room.file.{name}" for name in names)}


def test_those_are_chosen_that_import_what_has_changed() -> None:
    of_queryset = quick.tests_importing({"dialogue.meetings.models.events.EventQuerySet"})
    of_model = quick.tests_importing({"dialogue.meetings.models.events.Event"})
    assert "tests/dialogue/meetings/test_services.py" in of_model - of_queryset
    assert "tests/dialogue/test_forms.py" in quick.tests_importing({"dialogue.meetings.event_forms.EventForm"})


def test_tests_are_named_after_a_module_of_their_own_room() -> None:
    named = quick.tests_named_after({quick.module_of(MODELS), "dialogue.commitments.services"})
    assert {"tests/dialogue/meetings/test_events.py", "tests/dialogue/meetings/test_event.py"} <= named
    services = {path for path in named if path.endswith("test_services.py")}
    assert services == {"tests/dialogue/commitments/test_services.py"}


def test_a_module_that_a_template_belongs_to_is_the_one_that_names_it() -> None:
    rendering = quick.naming(Path("templates/dialogue/commitments/commitment.html"))
    assert rendering == [Path("dialogue/commitments/views.py")]
