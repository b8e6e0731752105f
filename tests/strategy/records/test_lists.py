"""Every list as its page shows it, sorted, and as a file: the same rows in the same order."""

import csv
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from dialogue.meetings.models.events import Event
from dialogue.observations.models import Observation
from strategy.people.models import User
from strategy.records.log.models import AuditEntry, Verb
from strategy.records.services import move_to_bin
from strategy.tools.sorting import SwedishKey, swedish_sort_key
from tests.conftest import SLUG, Cast
from tests.effort import often
from tests.making import Making, make_invitation

Browse = Callable[[User], Client]
START = f"/strategies/{SLUG}"
MEETINGS = f"{START}/meetings/"


def workbook_of(response: Any) -> list[list[Any]]:
    """The list's own sheet."""
    book = load_workbook(BytesIO(b"".join(response.streaming_content)), read_only=True)
    return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]


def csv_of(response: Any) -> list[list[str]]:
    content = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(StringIO(content), delimiter=";"))


TITLES = ["Zonen", "Återvändande", "Öppen dag", "ärende", "Aceh", "ålder", "Éire", "Eira", "eist", "", "(utkast)"]


@pytest.mark.both
def test_texts_are_in_swedish_order_in_the_database(make: Making) -> None:
    for place in TITLES:
        make.event(place=place)
    by_key = sorted(filter(None, TITLES), key=swedish_sort_key)
    for key, expected in [
        (SwedishKey("place").asc(nulls_last=True), [*by_key, ""]),
        (SwedishKey("place").desc(nulls_last=True), [*reversed(by_key), ""]),
    ]:
        assert list(Event.objects.order_by(key, "pk").values_list("place", flat=True)) == expected


@pytest.mark.both
def test_a_list_is_sorted_by_what_its_head_offers_and_by_nothing_else(make: Making, cast: Cast, browse: Browse) -> None:
    client = browse(cast.officer)
    for title, day in [("Örebro", 3), ("Arvika", 1), ("Åmål", 2)]:
        make.event(title=title, starts_on=date(2021, 5, day), ends_on=date(2021, 5, day))

    def titles(**query: str) -> list[str]:
        return [event.title for event in client.get(MEETINGS, query).context["page"]]

    own_order = ["Örebro", "Åmål", "Arvika"]
    assert titles() == own_order
    assert titles(sort="title") == ["Arvika", "Åmål", "Örebro"]
    assert titles(sort="-title") == ["Örebro", "Åmål", "Arvika"]
    assert titles(sort="starts_on") == ["Arvika", "Åmål", "Örebro"]
    for other in ("goals", "strategy__title", "password", "--title", ""):
        assert titles(sort=other) == own_order


def test_the_head_says_how_the_list_is_sorted_and_turns_it_round(make: Making, cast: Cast, browse: Browse) -> None:
    for number in range(30):
        make.event(title=f"Möte {number}")
    client = browse(cast.officer)

    page = client.get(MEETINGS, {"kind": "scpf", "sort": "title"}).text
    assert 'aria-sort="ascending"><a class="sort" href="?kind=scpf&amp;sort=-title"' in page
    assert 'href="?kind=scpf&amp;sort=starts_on"' in page
    assert 'href="?kind=scpf&amp;sort=title&amp;page=2"' in page
    assert 'href="?kind=scpf&amp;sort=title&amp;format=xlsx"' in page
    assert '<input type="hidden" name="sort" value="title">' in page
    assert "table-group" not in page
    turned = client.get(MEETINGS, {"kind": "scpf", "sort": "-title", "page": "2"}).text
    assert 'aria-sort="descending"><a class="sort" href="?kind=scpf&amp;sort=title"' in turned


def test_what_has_no_value_comes_last_either_way(make: Making, cast: Cast, browse: Browse) -> None:
    client = browse(cast.officer)
    for day in (None, date(2021, 9, 1), date(2021, 3, 1)):
        make.commitment(due_on=day)
    for order, days in {"due_on": [3, 9], "-due_on": [9, 3]}.items():
        page = client.get(f"{START}/commitments/", {"sort": order, "state": "all"}).context["page"]
        assert [promise.due_on and promise.due_on.month for promise in page] == [*days, None]


def test_a_file_holds_what_the_page_shows_with_typed_cells_and_is_told(
    make: Making, cast: Cast, browse: Browse
) -> None:
    make.contribution(year=2020, amount=Decimal("1.50"), source="=1+1", decided_on=date(2020, 3, 7))
    make.contribution(year=2021, amount=Decimal("1000000.00"), source="Årsredovisningen", classification="secret")
    make.contribution(year=2019)
    client = browse(cast.officer)
    query = {"kind": "core", "sort": "-amount"}
    response = client.get(f"{START}/funding/", query | {"format": "xlsx"})
    heading, *rows = workbook_of(response)
    cells = [dict(zip(heading, row, strict=True)) for row in rows]

    assert response.headers["Content-Disposition"].startswith(f'attachment; filename="finansiering-{SLUG}-2')
    shown = client.get(f"{START}/funding/", query).context["page"]
    assert [row["År"] for row in cells] == [contribution.year for contribution in shown] != []
    named = {row["År"]: row for row in cells}
    assert (named[2020]["Belopp"], named[2020]["Källa"]) == (1.5, "=1+1")
    assert named[2020]["Beslutat den"] == datetime.combine(date(2020, 3, 7), datetime.min.time())
    assert (named[2021]["Belopp"], named[2021]["Markering"]) == (1_000_000, "sekretessmarkerad")
    taken, seen = AuditEntry.objects.filter(verb__in=[Verb.EXPORTED, Verb.LISTED], by=cast.officer).order_by("pk")[:2]
    assert taken.details == {"page": "priorities:funding", "rows": len(rows), "filters": ["kind"], "format": "xlsx"}
    assert (seen.details["page"], seen.details["count"]) == ("priorities:funding", 1)


# Every list, with who reads it. What is left after a second question mark tells apart what is the same address.
LISTS = {
    MEETINGS: "officer",
    f"{START}/commitments/?state=all": "officer",
    f"{START}/observations/?state=submitted": "officer",
    f"{START}/observations/?": "reader",
    f"{START}/observations/??": "contact",
    f"{START}/work-plan/": "officer",
    f"{START}/funding/": "officer",
    f"{START}/postings/": "officer",
    f"{START}/indicators/": "officer",
    f"{START}/frameworks/": "officer",
    f"{START}/crosswalk/": "officer",
    f"{START}/reports/": "officer",
    f"{START}/registry/": "officer",
    f"{START}/log/?kind=event": "officer",
    f"{START}/contacts/": "officer",
    f"{START}/assessments/2021/": "officer",
    f"{START}/coverage/?year=2021": "officer",
    f"{START}/coverage/messages/?goal=i.1": "officer",
    f"{START}/disclosures/": "officer",
    f"{START}/disposals/": "officer",
    f"{START}/bin/?kind=commitment": "officer",
    "/administration/people/": "admin",
    "/administration/organisations/": "admin",
    "/administration/invitations/": "admin",
}


def one_of_each(make: Making, cast: Cast) -> list[str]:
    """The addresses of those lists that lie below one of these."""
    make_invitation(cast.admin, make.strategy, make.organisation("sida"))
    event = make.event(title="=Rubrik")
    make.event_counterpart(event)
    make.intervention(event)
    make.commitment(event)
    make.observation()
    make.observation(state="accepted", classification="open")
    make.activity(participants=["sida"])
    make.contribution()
    make.posting()
    framework = make.crosswalk().item.framework
    make.measurement(make.indicator())
    make.report(state="released")
    make.assessment("i.2")
    lost = make.commitment(event, text="=Borttagen")
    move_to_bin(record=lost, by=cast.officer, expected_version=lost.version)
    make.disclosure_item(event)
    make.disposal()
    version = make.work_plan_version(make.activity(), make.activity(classification="secret"))
    return [version.get_absolute_url(), framework.get_absolute_url()]


def test_every_list_is_the_same_in_either_format_and_sorted_by_every_column(
    make: Making, cast: Cast, browse: Browse
) -> None:
    """One world for all of them."""
    lists = LISTS | dict.fromkeys(one_of_each(make, cast), "officer")
    clients = {role: browse(cast[role]) for role in {*LISTS.values()}}
    for address, role in lists.items():
        path, _mark, query = address.partition("?")
        filters = dict(pair.split("=") for pair in query.split("&") if "=" in pair)
        look_through(clients[role], path, filters)


def look_through(client: Client, path: str, filters: dict[str, str]) -> None:
    columns = client.get(path, filters).context["listing"].columns
    sheet = workbook_of(client.get(path, filters | {"format": "xlsx"}))
    table = csv_of(client.get(path, filters | {"format": "csv", "sort": f"-{columns[0].name}"}))

    assert len(sheet) > 1, path
    assert sheet[0] == table[0] == [str(column.heading) for column in columns]
    assert [len(row) for row in table] == [len(sheet[0])] * len(sheet), path
    told = [[cell.removeprefix("'") for cell in map(as_number, line)] for line in table[1:]]
    assert sorted([alike(value) for value in row] for row in sheet[1:]) == sorted(told), path
    for column in columns[:: often(gate=4, proof=1)]:
        if column.order is not None:
            answer = client.get(path, filters | {"sort": column.name})
            assert answer.context["listing"].sorted_by.name == column.name, path


def as_number(cell: str) -> str:
    """Without the zeros that a column's decimals add."""
    return re.sub(r"^(-?\d+),(\d*?)0+$", lambda number: f"{number[1]},{number[2]}".rstrip(","), cell)


def alike(value: Any) -> str:
    """A workbook's cell as a CSV has it."""
    match value:
        case None:
            return ""
        case bool():
            return "ja" if value else "nej"
        case datetime():
            return f"{value:%Y-%m-%d}" if value.time() == datetime.min.time() else f"{value:%Y-%m-%d %H:%M:%S}"
        case float():
            return as_number(f"{value}".replace(".", ","))
    return str(value)


@pytest.mark.long
def test_ten_thousand_rows_take_little_memory_and_few_questions(
    make: Making, cast: Cast, browse: Browse, django_assert_max_num_queries: Any
) -> None:
    first = make.observation(state="accepted")
    copies = []
    for number in range(10_000):
        copy = Observation.objects.get(pk=first.pk)
        copy.pk, copy.title, copy.observed_on = None, f"Nummer {number}", date(2020, 1, 1) + timedelta(number % 900)
        copy._state.adding = True
        copies.append(copy)
    Observation.objects.bulk_create(copies)
    client = browse(cast.officer)
    with django_assert_max_num_queries(20 + 3 * (10_001 // 500 + 1)):
        response = client.get(f"{START}/observations/", {"state": "accepted", "format": "xlsx", "sort": "title"})
        rows = workbook_of(response)
    assert len(rows) == 10_002
