import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from reporting.reports.models import Report
from reporting.reports.verification import verify
from strategy.access import Role
from strategy.decision.models import Strategy
from strategy.people.models import User
from tests.conftest import SLUG
from tests.making import Making, make_user


@pytest.fixture(scope="module")
def files(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: Any) -> Iterator[Path]:
    """A folder with a report's files, made once; what a test does to the rows is undone."""
    folder = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(MEDIA_ROOT=folder / "media"):
        make_user("maker", Role.OFFICER, Strategy.objects.get(slug=SLUG))
        wish = {"strategy": SLUG, "year": 2021, "audience": "external", "format": "json"}
        call_command("make_report", output=folder / "rapport.json", **wish)
        for stored in Report.objects.get().files.exclude(format="json"):
            (folder / f"rapport.{stored.format}").write_bytes(stored.file.read())
        yield folder
        transaction.set_rollback(True)


@pytest.fixture
def file(files: Path, db: None) -> Path:
    return files / "rapport.json"


def test_a_file_is_known_by_its_bytes(file: Path) -> None:
    found = verify([file.read_bytes()])
    assert found is not None
    assert (found.report, found.file.format, found.newer) == (Report.objects.get(), "json", None)


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_one_that_is_made_of_the_snapshot_again_is_known_too(file: Path, tmp_path: Path, form: str) -> None:
    """Nothing in it says when it was made."""
    again = tmp_path / f"again.{form}"
    call_command("make_report", snapshot=file, format=form, output=again)
    found = verify([again.read_bytes()])
    assert found is not None
    assert found.file.format == form


def test_it_may_be_read_in_parts(file: Path) -> None:
    content = file.read_bytes()
    assert verify([content[:100], content[100:]]) is not None


@pytest.mark.parametrize("place", [0, 100, -1])
def test_one_byte_changed_is_enough(file: Path, place: int) -> None:
    content = bytearray(file.read_bytes())
    content[place] ^= 1
    assert verify([bytes(content)]) is None


def test_a_newer_version_of_the_same_edition_is_told(file: Path, make: Making) -> None:
    make.report(audience="external", state="draft", edition_number=2)
    make.report(audience="internal", state="draft", edition_number=9)
    found = verify([file.read_bytes()])
    assert found is not None
    assert found.newer is not None
    assert found.newer.edition_number == 2


def test_who_holds_a_released_one_hears_of_released_ones_alone(file: Path, make: Making, head: User) -> None:
    make.report(audience="external", state="draft", edition_number=2)
    Report.objects.filter(edition_number=1).update(state="released", approved_by=head)
    found = verify([file.read_bytes()])
    assert found is not None
    assert found.newer is None


@pytest.mark.parametrize("format", ["pdf", "docx", "xlsx", "json"])
def test_the_command_says_which_report_it_is(
    file: Path,
    capsys: Any,
    format: str,  # noqa: A002 - the command's word
) -> None:
    file = file.with_suffix(f".{format}")
    call_command("verify_report", file)
    told = capsys.readouterr().out
    edition = "Årlig uppföljning 2021, Extern utgåva, svenska, version 1 (den senaste)"
    assert told == f"{file} är ett utkast till en av våra, inte fastställt: {edition}.\n"


def test_the_command_ends_with_3_for_a_changed_or_foreign_file(file: Path, tmp_path: Path) -> None:
    changed = tmp_path / "changed.json"
    changed.write_bytes(file.read_bytes() + b"\n")
    foreign = tmp_path / "foreign.json"
    foreign.write_text(json.dumps({"schema": "report-2"}))
    for path in (changed, foreign):
        with pytest.raises(CommandError, match="är ändrad, eller inte skapad här") as refused:
            call_command("verify_report", path)
        assert refused.value.returncode == 3
        assert "\n" not in str(refused.value)


def test_a_file_that_cannot_be_read_is_another_matter(db: None, tmp_path: Path) -> None:
    for path in (tmp_path / "missing.pdf", tmp_path):
        with pytest.raises(CommandError) as refused:
            call_command("verify_report", path)
        assert refused.value.returncode == 1
