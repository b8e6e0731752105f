"""Lists of frameworks: read whole or not at all, and loaded once however often."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from priorities.frameworks.lists import Refused, read
from priorities.frameworks.models import Framework, FrameworkItem
from priorities.frameworks.services import Loaded, load_framework
from strategy.records.log.models import AuditEntry
from strategy.search.models import SearchEntry
from strategy.web.filled_tables import Row
from tests.making import Making

HEAD = ("Beteckning", "Namn", "Namn på engelska", "Överordnad")
LIST: list[Row] = [
    HEAD,
    ("10", "Minskad ojämlikhet", "", ""),
    ("", "", "", ""),
    ("10.7", "", "Orderly migration", "10"),
    ("10.7.2", "", "", "10.7"),
]


def load(make: Making, rows: list[Row], **said: str) -> Loaded:
    told = {"kind": "global", "name": "Agenda 2030", "release": "2015", "publisher": "FN", "source": "A/RES/70/1"}
    return load_framework(framework=Framework(strategy=make.strategy, **told | said), items=read(rows), by=make.officer)


def counts(loaded: Loaded) -> tuple[int, int, int]:
    return loaded.added, loaded.changed, loaded.left


def test_a_row_says_how_deep_it_stands() -> None:
    assert [(item.code, item.name or item.name_en, item.depth) for item in read(LIST)] == [
        ("10", "Minskad ojämlikhet", 0),
        ("10.7", "Orderly migration", 1),
        ("10.7.2", "", 2),
    ]


def test_headings_may_be_in_english_and_an_export_may_come_back() -> None:
    assert [item.name_en for item in read([("code", "name in english", "Goals"), ("1", "Poverty", "i.1")])] == [
        "Poverty"
    ]


@pytest.mark.parametrize(
    ("row", "column", "sentence"),
    [
        (("", "Namn", "", ""), "Beteckning", "Skriv punktens beteckning."),
        (("10", "Igen", "", ""), "Beteckning", "Beteckningen 10 finns två gånger."),
        (("1,1", "", "", ""), "Beteckning", "Cellen är ett datum eller ett tal."),
        ((date(2026, 7, 10), "", "", ""), "Beteckning", "Cellen är ett datum eller ett tal."),
        (("11", "", "", "12"), "Överordnad", "12 ska stå på en rad ovanför den här."),
        (("11", "", "", "11"), "Överordnad", "11 ska stå på en rad ovanför den här."),
        (("11", "x" * 501, "", ""), "Namn", "Texten är för lång: högst 500 tecken."),
        (("1" * 41, "", "", ""), "Beteckning", "Texten är för lång: högst 40 tecken."),
    ],
)
def test_what_is_wrong_is_told_by_row_and_column(row: Row, column: str, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        read([*LIST, row])

    (problem,) = refused.value.problems
    assert (problem.row, problem.column) == (6, column)
    assert problem.sentence.startswith(sentence)


def test_what_is_no_such_table_is_told_at_once() -> None:
    with pytest.raises(ValidationError, match="Första raden saknar Beteckning"):
        read([("Namn",), ("a",)])


@pytest.mark.django_db
@pytest.mark.both
def test_the_same_list_twice_changes_nothing(make: Making) -> None:
    first = load(make, LIST)
    before = (AuditEntry.objects.count(), FrameworkItem.history.count(), Framework.history.count())
    again = load(make, LIST)

    assert (counts(first), counts(again)) == ((3, 0, 0), (0, 0, 0))
    assert first.framework == again.framework
    assert (AuditEntry.objects.count(), FrameworkItem.history.count(), Framework.history.count()) == before
    items = list(FrameworkItem.objects.present())
    assert [(item.code, item.parent.code if item.parent else "") for item in items] == [
        ("10", ""),
        ("10.7", "10"),
        ("10.7.2", "10.7"),
    ]
    assert SearchEntry.objects.filter(kind="framework-item").count() == 3


@pytest.mark.django_db
def test_a_changed_list_changes_what_is_other_and_leaves_what_is_gone(make: Making) -> None:
    framework = load(make, LIST).framework
    again = load(make, [HEAD, ("10", "Ojämlikhet", "", ""), ("10.1", "", "", "10")], source="Regeringen")

    assert counts(again) == (1, 1, 2)
    framework.refresh_from_db()
    assert (framework.source, framework.version) == ("Regeringen", 2)
    changed = framework.items.get(code="10")
    assert (changed.name, changed.version, changed.updated_by) == ("Ojämlikhet", 2, make.officer)
    assert set(framework.items.values_list("code", flat=True)) == {"10", "10.1", "10.7", "10.7.2"}


@pytest.mark.django_db
def test_another_version_stands_beside(make: Making) -> None:
    before = load(make, LIST, kind="assessment", name="MOPAN", release="2017–2018").framework
    after = load(make, LIST, kind="assessment", name="MOPAN", release="3.1").framework

    assert before != after
    assert list(Framework.objects.of(make.strategy.pk)) == [before, after]


@pytest.mark.django_db
def test_without_a_source_nothing_is_loaded(make: Making) -> None:
    with pytest.raises(ValidationError):
        load(make, LIST, source="")

    assert not Framework.objects.exists()
