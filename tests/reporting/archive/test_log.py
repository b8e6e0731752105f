"""The log's page and its file: who sees which line, what is found, and that no cell calculates."""

import csv
from collections.abc import Callable
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reporting.archive.log import all_lines
from strategy.people.models import User
from strategy.records.log import audit
from strategy.records.log.models import AuditEntry, Verb
from strategy.records.models import SecrecyProvision
from strategy.records.services import advance, move_to_bin, save_record
from strategy.web.tables import BYTE_ORDER_MARK
from tests.conftest import ROLES, Cast
from tests.making import Making

Browse = Callable[[User], Client]


@pytest.fixture
def url(make: Making) -> str:
    return reverse("reporting:log", args=[make.strategy.slug])


@pytest.fixture
def file_url(url: str) -> str:
    return f"{url}?format=csv"


def told(client: Client, url: str, **query: Any) -> list[tuple[str, str, str, str]]:
    """Who, what, which kind and name, of each line."""
    lines = client.get(url, query).context["lines"]
    return [(line.who, line.verb, line.kind, line.name) for line in lines]


def rows_of(response: Any) -> list[dict[str, str]]:
    text = b"".join(response.streaming_content).decode()
    assert text.startswith(BYTE_ORDER_MARK)
    return list(csv.DictReader(StringIO(text.removeprefix(BYTE_ORDER_MARK)), delimiter=";"))


def test_the_latest_stands_first_with_who_what_and_the_way_to_its_version(
    make: Making, cast: Cast, browse: Browse, url: str
) -> None:
    event = make.event(title="SCPF 29", state="planned")
    advance(record=event, to="held", by=cast.colleague)
    client = browse(cast.officer)

    assert told(client, url)[:2] == [
        ("Colleague", "ändrade läget för", "möte", "SCPF 29"),
        ("Officer", "skapade", "möte", "SCPF 29"),
    ]
    first, second = client.get(url).context["lines"][:2]
    history = reverse("reporting:history", args=["event", event.pk])
    assert (first.url, second.url) == (f"{history}#version-2", f"{history}#version-1")
    assert first.more == "planerat → genomfört"


def test_the_way_leads_to_the_page_that_the_version_stands_on(
    make: Making, cast: Cast, browse: Browse, url: str
) -> None:
    event = make.event()
    for _number in range(30):
        save_record(record=event, by=cast.officer)
    client = browse(cast.officer)
    lines = [*client.get(url).context["lines"], *client.get(url, {"page": 2}).context["lines"]]
    own = {line.entry.version: line.url for line in lines if line.entry.object_id == event.pk and line.kind == "möte"}

    for version in (31, 7, 6, 1):
        page, _hash, anchor = own[version].partition("#")
        assert f'id="{anchor}"' in client.get(page).text
        assert anchor == f"version-{version}"


def test_each_role_sees_its_own_part_of_the_log(make: Making, cast: Cast, browse: Browse, url: str) -> None:
    make.event(title="Ett möte")
    make.observation(state="draft", title="Ett utkast")
    for user in (cast.contact, cast.colleague):
        audit.note(verb=Verb.SIGNED_IN, thing=user, by=user)
    clients = {role: browse(cast[role]) for role in ROLES}
    seen = {role: clients[role].get(url) for role in ROLES}

    assert {role for role, page in seen.items() if page.status_code == 200} == {"officer", "colleague", "head", "admin"}
    names = {role: {line.name for line in seen[role].context["lines"]} for role in ("officer", "head", "admin")}
    people = {cast[role].name for role in ROLES}
    assert names["officer"] & people == names["head"] & people == {"Contact", "Other_contact"}
    assert "Ett möte" in names["officer"] & names["head"]
    assert names["admin"] == people
    assert not any("Ett utkast" in page.text for page in seen.values())


def test_a_draft_of_somebody_elses_is_no_line_at_all(make: Making, cast: Cast, browse: Browse, url: str) -> None:
    draft = make.observation(state="draft")
    make.attachment(draft)
    for role in ("officer", "head"):
        lines = browse(cast[role]).get(url).context["lines"]
        assert {line.kind for line in lines} & {"fältobservation", "bilaga"} == set()


def test_another_strategys_log_is_its_own(
    make: Making, make_foreign: Making, cast: Cast, browse: Browse, url: str
) -> None:
    make.event(title="Vårt")
    make_foreign.event(title="Deras")
    assert "Deras" not in browse(cast.officer).get(url).text
    assert browse(cast.outsider).get(url).status_code == 404


def test_what_is_secret_has_a_kind_and_a_number_whenever_it_became_so(
    make: Making, cast: Cast, browse: Browse, url: str, file_url: str
) -> None:
    event = make.event(title="Hemligt möte")
    item = make.agenda_item(event, title="Hemlig punkt")
    event.classification = "secret"
    event.secrecy_provision = SecrecyProvision.objects.get(reference="OSL 15:1")
    event.secrecy_marked_on, event.secrecy_authority = date(2021, 6, 28), "Justitiedepartementet"
    save_record(record=event, by=cast.officer)
    client = browse(cast.officer)

    page = client.get(url)
    lines = {(line.kind, line.number): line for line in page.context["lines"]}
    rows = rows_of(client.get(file_url))

    assert "Hemlig" not in page.text
    assert {row["Namn"] for row in rows if row["Slag"] in {"Möte", "Punkt på en dagordning"}} == {""}
    assert lines["möte", str(event.pk)].url
    assert lines["punkt på en dagordning", str(item.pk)].name == ""


def test_the_log_itself_shows_nothing_secret_and_says_so(make: Making, cast: Cast, browse: Browse, url: str) -> None:
    make.event(classification="secret")
    client = browse(cast.officer)
    before = AuditEntry.objects.count()
    client.get(url)
    assert AuditEntry.objects.count() == before


def test_every_filter_narrows(make: Making, cast: Cast, browse: Browse, url: str) -> None:
    event = make.event(title="Ett möte")
    make.indicator("Rapporter i tid", goals=[])
    move_to_bin(record=event, by=cast.colleague, expected_version=1)
    client = browse(cast.head)

    def names(**query: Any) -> list[str]:
        return [name for _who, _verb, _kind, name in told(client, url, **query)]

    assert names(by=cast.colleague.pk) == ["Ett möte"]
    assert names(kind="indicator", by=cast.officer.pk) == ["Rapporter i tid"]
    assert names(kind="event", verb="removed") == ["Ett möte"]
    assert names(words="rapporter i tid") == ["Rapporter i tid"]
    assert names(words="Colleague") == ["Ett möte"]
    assert names(words=str(event.pk), kind="event") == ["Ett möte", "Ett möte"]
    assert names(words="finns inte") == []
    assert names(last="2021-01-01") == []
    assert "Ett möte" in names(first="2021-01-01")


@pytest.mark.long
def test_the_log_takes_as_many_questions_for_thirty_as_for_one(
    make: Making, cast: Cast, browse: Browse, url: str
) -> None:
    client, url = browse(cast.officer), f"{url}?by={cast.officer.pk}"

    def work() -> None:
        event = make.event()
        make.intervention(event)
        make.agenda_item(event)

    work()
    client.get(url)
    few = questions(client, url)
    for _each in range(9):
        work()

    assert questions(client, url) == few
    assert len(client.get(url).context["lines"]) == 25


def questions(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


# ------------------------------------------------------------------ the file


@pytest.mark.parametrize("title", ["=1+1", "+46", "-2", "@SUM(A1)", "\t=1", " =1"])
def test_no_cell_calculates(title: str, make: Making, cast: Cast, browse: Browse, file_url: str) -> None:
    make.counterpart(title)
    rows = rows_of(browse(cast.officer).get(file_url))
    found = next(row for row in rows if row["Slag"] == "Motpart")
    assert found["Namn"].startswith("'")


def test_the_file_holds_what_the_page_shows_and_taking_it_is_told(
    make: Making, cast: Cast, browse: Browse, url: str, file_url: str
) -> None:
    make.event(title="Ett möte")
    make.indicator("Rapporter i tid", goals=[])
    client = browse(cast.officer)

    assert 'href="?kind=event&amp;format=csv"' in client.get(url, {"kind": "event"}).text
    response = client.get(url, {"kind": "event", "format": "csv"})
    rows = rows_of(response)

    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert [(row["Vem"], row["Gjorde"], row["Namn"]) for row in rows] == [("Officer", "skapade", "Ett möte")]
    taken = AuditEntry.objects.get(verb=Verb.EXPORTED)
    assert (taken.by, taken.strategy) == (cast.officer, make.strategy)
    assert taken.details == {"rows": 1, "filters": ["kind"], "format": "csv", "page": "reporting:log"}
    assert told(client, url)[0] == ("Officer", "exporterade", "loggen", "")


def test_a_file_of_any_length_is_read_portion_by_portion(
    make: Making, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reporting.archive.log.AT_A_TIME", 10)
    for _number in range(35):
        audit.note(verb=Verb.CREATED, thing=make.strategy, by=cast.officer)
    entries = AuditEntry.objects.visible_to(cast.officer).filter(by=cast.officer, verb=Verb.CREATED)
    with CaptureQueriesContext(connection) as captured:
        following = all_lines(entries.select_related("by", "content_type"), cast.officer)
        first = [next(following) for _number in range(5)]
        early = len(captured)
    assert len(first) + len(list(following)) == entries.count()
    assert early <= 3  # the first portion, and none of the next
