import csv
import io
import re
from collections.abc import Callable

import pytest
from django.test import Client

from dialogue.observations.models import Observation
from strategy.records.services import save_record
from tests.conftest import SLUG, Cast
from tests.making import Making

Browse = Callable[..., Client]
LIST = f"/strategies/{SLUG}/registry/"
SEEN = f"{LIST}?kind=observation"


def numbers() -> dict[str, str]:
    return dict(Observation.objects.values_list("title", "registry_number"))


def test_numbers_are_entered_in_one_go_and_what_is_wrong_stays_with_what_was_typed(
    browse: Browse, cast: Cast, make: Making
) -> None:
    one, two, three = (make.observation(title=title) for title in ("Ett", "Två", "Tre"))
    sent = {
        f"{one.pk}-number": " Ju2022/00001 ",
        f"{one.pk}-version": "1",
        f"{two.pk}-number": "saknas",
        f"{two.pk}-version": "1",
        f"{three.pk}-number": "",
        f"{three.pk}-version": "1",
    }
    response = browse(cast.officer).post(SEEN, sent)
    assert response.status_code == 422
    assert "1 diarienummer är sparat." in response.text
    assert "innehåller en siffra" in response.text
    assert 'value="saknas"' in response.text
    assert numbers() == {"Ett": "Ju2022/00001", "Två": "", "Tre": ""}
    sent = {f"{two.pk}-number": "Ju2022/00002", f"{two.pk}-version": "1"}
    assert browse(cast.officer).post(SEEN, sent).headers["Location"] == SEEN
    assert numbers()["Två"] == "Ju2022/00002"
    assert Observation.objects.get(pk=two.pk).history.first().updated_by == cast.officer


def test_a_number_written_on_the_page_is_saved(browse: Browse, cast: Cast, make: Making) -> None:
    """By the names that the page's own fields have."""
    make.observation(title="Ett")
    page = browse(cast.officer).get(SEEN).text
    versions = re.findall(r'<input type="hidden" name="(\d+-version)" value="(\d+)">', page)
    (number,) = re.findall(r'<input class="ds-input" type="text" name="(\d+-number)"', page)
    browse(cast.officer).post(SEEN, dict(versions) | {number: "Ju2022/00001"})
    assert numbers() == {"Ett": "Ju2022/00001"}


def test_a_conflict_is_told_at_its_row_and_then_an_informed_choice(browse: Browse, cast: Cast, make: Making) -> None:
    seen = make.observation()
    save_record(record=seen, by=cast.colleague)
    sent = {f"{seen.pk}-number": "Ju2022/1", f"{seen.pk}-version": "1"}
    response = browse(cast.officer).post(SEEN, sent)
    assert (response.status_code, "Någon annan har ändrat den" in response.text) == (422, True)
    assert f'name="{seen.pk}-version" value="2"' in response.text
    browse(cast.officer).post(SEEN, sent | {f"{seen.pk}-version": "2"})
    assert list(numbers().values()) == ["Ju2022/1"]


def test_what_somebody_else_has_registered_is_left_alone(browse: Browse, cast: Cast, make: Making) -> None:
    seen = make.observation(registry_number="Ju2022/9")
    response = browse(cast.officer).post(
        SEEN, {f"{seen.pk}-number": "Ju2022/1", f"{seen.pk}-version": "1"}, follow=True
    )
    assert "är orörda" in response.text
    assert list(numbers().values()) == ["Ju2022/9"]


def test_a_number_stays_with_the_kind_that_was_on_the_page(browse: Browse, cast: Cast, make: Making) -> None:
    """Also where the address names none, and something of another kind, of the same number, waits first by then."""
    seen, meeting = make.observation(), make.event()
    page = browse(cast.officer).get(SEEN).text
    assert '<input type="hidden" name="kind" value="observation">' in page
    sent = {"kind": "observation", f"{seen.pk}-number": "Ju2022/1", f"{seen.pk}-version": "1"}
    browse(cast.officer).post(LIST, sent | {f"{meeting.pk}-number": "Ju2022/1", f"{meeting.pk}-version": "1"})
    meeting.refresh_from_db()
    assert (list(numbers().values()), meeting.registry_number) == (["Ju2022/1"], "")


@pytest.mark.parametrize("sent", [{}, {"x-number": "1"}, {"9" * 30 + "-number": "1"}, {"7-number": "1"}])
def test_nonsense_changes_nothing(browse: Browse, cast: Cast, make: Making, sent: dict[str, str]) -> None:
    make.observation()
    assert browse(cast.officer).post(SEEN, sent).status_code == 302
    assert list(numbers().values()) == [""]


def test_a_head_reads_and_writes_nothing(browse: Browse, cast: Cast, make: Making) -> None:
    seen = make.observation(title="Ett")
    assert "Spara diarienumren" not in browse(cast.head).get(SEEN).text
    assert browse(cast.head).post(SEEN, {f"{seen.pk}-number": "1"}).status_code == 404


def test_the_export_is_what_swedish_excel_reads(browse: Browse, cast: Cast, make: Making) -> None:
    make.observation(title="=HYPERLINK(1)", classification="secret")
    response = browse(cast.head).get(LIST, {"format": "csv"})
    content = b"".join(response)
    assert content.startswith(b"\xef\xbb\xbf")
    assert response.headers["Content-Disposition"].startswith(f'attachment; filename="till-registratorn-{SLUG}')
    heading, row = csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
    assert heading[:3] == ["Slag", "Handling", "Avsändare eller mottagare"]
    assert row[:3] == ["Fältobservationer", "'=HYPERLINK(1)", "Migrationsverket"]
    assert (row[4], row[5]) == ("inkommen", "sekretessmarkerad")
    assert row[6].startswith("http://testserver/observations/")
