"""Rule 3 of the domain: what a person may not see is absent everywhere. Unique words tell."""

import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.management import call_command
from django.test import Client

from dialogue.models import Event
from dialogue.querysets import EventQuerySet
from reporting.models import Report
from reporting.snapshots import canonical, contents
from strategy.access import Audience
from strategy.models import User
from tests.canary import Planting, Word, found, seen_by
from tests.conftest import Cast
from tests.making import MOMENT, Making

pytestmark = pytest.mark.once


@pytest.fixture
def planted(make: Making, cast: Cast) -> Planting:
    return Planting(make, cast.other_contact)


@pytest.mark.parametrize("role", ["head", "delegation", "reader", "contact", "other_contact", "admin", "outsider"])
def test_no_page_shows_what_its_reader_may_not_see(
    role: str, planted: Planting, cast: Cast, browse: Callable[[User], Client]
) -> None:
    met = seen_by(browse(cast[role]), planted.words)

    assert leaks(met, planted, role) == {}


def leaks(met: dict[Word, str], planted: Planting, role: str) -> dict[Word, str]:
    """Words met that the role may not see, each with an address."""
    hidden = set(planted.hidden_from(role))
    return {word: address for word, address in met.items() if word in hidden}


# Kept beside the record, and so far on no page that officers read.
ON_NO_PAGE = {
    "Assessment.registry_number",
    "Attachment.registry_number",
    "Attachment.secrecy_authority",
    "Counterpart.country",
    "Counterpart.name_en",
    "Evidence.quote",
    "Intervention.registry_number",
    "OverallAssessment.registry_number",
}


def test_officers_find_what_readers_may_not(planted: Planting, cast: Cast, browse: Callable[[User], Client]) -> None:
    met = seen_by(browse(cast.officer), planted.words)

    unseen = {word.where for word in planted.shown_to("officer")} - {word.where for word in met}
    assert unseen <= ON_NO_PAGE
    assert leaks(met, planted, "officer") == {}


def test_the_crawl_can_fail(
    planted: Planting, cast: Cast, browse: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the condition taken out of one queryset, a reader meets words of secret meetings."""
    monkeypatch.setattr(EventQuerySet, "visible_to", lambda self, user: self.present())

    met = seen_by(browse(cast.reader), planted.hidden_from("reader"))

    assert {word.where for word in met} >= {"Event.title", "Event.summary"}


# ------------------------------------------------------------------ reports


def snapshot_of(make: Making, audience: str) -> str:
    report = make.report(audience=audience, edition_number=Report.objects.count() + 1)
    return canonical(contents(report, MOMENT))


EDITIONS = [
    ("yearly", Audience.INTERNAL),
    ("yearly", Audience.AGENCIES),
    ("yearly", Audience.EXTERNAL),
    ("consultation", Audience.INTERNAL),
    ("consultation", Audience.AGENCIES),
]


@pytest.fixture
def consultation(planted: Planting) -> Event:
    """A meeting after all that is planted, with words of its own that only the internal edition may hold."""
    texts = planted.texts(Event, "working")
    return planted.make.event(kind="organisation_consultation", starts_on=date(2022, 2, 10), **texts)


@pytest.mark.parametrize(("kind", "audience"), EDITIONS)
def test_no_edition_holds_what_it_may_not(
    kind: str, audience: str, planted: Planting, consultation: Event, tmp_path: Path
) -> None:
    """The JSON and everything in the PDF: its text, metadata, bookmarks and alternative texts."""
    barred = planted.barred_from(audience)
    named: dict[str, Any] = {"year": 2021} if kind == "yearly" else {"event": consultation.pk}
    for form in ("json", "pdf"):
        file = tmp_path / f"report.{form}"
        wish = {"strategy": planted.make.strategy.slug, "kind": kind, "audience": audience, "format": form}
        call_command("make_report", output=file, **wish, **named)
        text = everything_in(file) if form == "pdf" else file.read_text(encoding="utf-8")
        assert found(barred, text) == set(), form
        assert places(found(planted.words, text), "open") >= {"Event.title", "Observation.text"}, form


@pytest.mark.parametrize("key", ["migrationsverket", "sida"])
def test_an_own_copy_holds_what_its_agency_wrote_and_no_others(
    key: str, planted: Planting, consultation: Event, tmp_path: Path
) -> None:
    """What each agency may see by the access table, and nothing of the other one's."""
    file, role = tmp_path / "report.json", {"migrationsverket": "contact", "sida": "other_contact"}[key]
    wish = {"strategy": planted.make.strategy.slug, "kind": "consultation", "audience": "agencies", "format": "json"}
    call_command("make_report", output=file, event=consultation.pk, organisation=key, **wish)
    met = found(planted.words, file.read_text(encoding="utf-8"))
    strange = {word for word in met if word.marking != "open" and not word.may_be_seen_by(role)}
    assert {word for word in strange if not word.is_public_text} == set()
    own = {word for word in met if word.owner == role and word.state == "accepted"}
    assert {word.marking for word in own if word.where == "Observation.text"} == {"open", "working", "secret"}


def test_editions_hold_what_they_may(planted: Planting) -> None:
    external = found(planted.words, snapshot_of(planted.make, Audience.EXTERNAL))
    internal = found(planted.words, snapshot_of(planted.make, Audience.INTERNAL))

    told = {"Event.title", "Intervention.message", "Intervention.response", "Commitment.text", "Observation.text"}
    assert places(external, "open") >= told
    assert places(external, "working") == {"Assessment.public_text", "OverallAssessment.public_text"} & places(
        planted.words, "working"
    )
    assert places(internal, "open") >= told | {"Assessment.happened", "Assessment.contribution"}
    assert places(internal, "working") >= told | {"Assessment.happened", "Assessment.next_steps"}


def places(words: Any, marking: str) -> set[str]:
    return {word.where for word in words if word.marking == marking}


def test_the_look_into_editions_can_fail(planted: Planting, monkeypatch: pytest.MonkeyPatch) -> None:
    barred = planted.barred_from(Audience.EXTERNAL)
    assert found(barred, snapshot_of(planted.make, Audience.EXTERNAL)) == set()
    monkeypatch.setattr(EventQuerySet, "visible_in", lambda self, edition: self.present())

    leaked = found(barred, snapshot_of(planted.make, Audience.EXTERNAL))

    assert {word.where for word in leaked} >= {"Event.title", "Event.place"}


def test_broken_words_are_found() -> None:
    word = Word("zq001qz", "Event.title", "secret")

    for text in ("zq00\n1qz", "zq0-\n01qz", "zq\u00ad001qz", "z q 0 0 1 q z"):
        assert found([word], text) == {word}
    assert found([word], "zq002qz") == set()


def everything_in(file: Path) -> str:
    """Every string and every stream of a PDF, uncompressed, beside its pages' text."""
    with pikepdf.open(file) as pdf:
        parts = [part for obj in pdf.objects for part in strings_in(obj)]
    return "\n".join([*parts, page_text(file)])


def page_text(file: Path) -> str:
    """As a reader gets it who copies the pages' text; the gate tells where there is no pdftotext."""
    if shutil.which("pdftotext") is None:
        return ""
    return subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True).stdout


def strings_in(obj: Any) -> Iterator[str]:
    """What stands in one object; those it refers to have their own turn."""
    match obj:
        case pikepdf.String() | pikepdf.Name():
            yield str(obj)
        case pikepdf.Array():
            yield from strings_among(obj)
        case pikepdf.Stream():
            yield from strings_among(obj.stream_dict.values())
            yield obj.read_bytes().decode("utf-8", errors="replace")
        case pikepdf.Dictionary():
            yield from strings_among(obj.values())


def strings_among(children: Iterable[Any]) -> Iterator[str]:
    for child in children:
        if not getattr(child, "is_indirect", False):
            yield from strings_in(child)
