from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from reporting.assessments.models.overall import OverallAssessment
from reporting.assessments.models.rounds import Round, RoundDecision
from reporting.assessments.services import propose
from strategy.people.models import User
from tests.conftest import Cast
from tests.making import Making
from tests.reporting.assessments.test_round import opened

Browse = Callable[[User], Client]
TYPED: dict[str, Any] = {"text": "Året gav mer än väntat.", "public_text": "", "classification": "working"}


def new_path(make: Making, area: str = "whole", year: int = 2021) -> str:
    return reverse("reporting:overall-assessment-new", args=[make.strategy.slug, year, area])


def round_path(make: Making) -> str:
    return reverse("reporting:round", args=[make.strategy.slug, 2021])


@pytest.mark.parametrize("area", ["whole", "ii"])
def test_writing_begins_a_draft_and_the_round(area: str, make: Making, officer: User, browse: Browse) -> None:
    client = browse(officer)
    assert client.get(new_path(make, area)).status_code == 200
    assert not Round.objects.filter(year=2021).exists()  # to look is not to begin

    response = client.post(new_path(make, area), TYPED)

    found = OverallAssessment.objects.get()
    assert response.headers["Location"] == found.get_absolute_url()
    assert (found.round.year, found.state, found.text) == (2021, "draft", "Året gav mer än väntat.")
    assert (found.focus_area.code if found.focus_area else "whole") == area
    assert client.get(new_path(make, area)).headers["Location"] == found.get_absolute_url()


def test_years_and_areas_that_do_not_exist_are_missing(make: Making, officer: User, browse: Browse) -> None:
    client = browse(officer)
    for path in (new_path(make, year=2019), new_path(make, year=2023), new_path(make, "iv")):
        assert client.get(path).status_code == 404
        assert client.post(path, TYPED).status_code == 404


def test_nothing_written_is_refused_beside_the_field(make: Making, officer: User, browse: Browse) -> None:
    response = browse(officer).post(new_path(make), {**TYPED, "text": " ", "public_text": "För alla."})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["text"]
    assert "För alla." in response.content.decode()
    assert not OverallAssessment.objects.exists()


def test_save_and_propose(make: Making, officer: User, browse: Browse) -> None:
    browse(officer).post(new_path(make), {**TYPED, "propose": "1"})

    assert OverallAssessment.objects.get().state == "proposed"


def test_somebody_elses_text_is_shown_and_not_overwritten(make: Making, cast: Cast, browse: Browse) -> None:
    found = make.overall()
    browse(cast.colleague).post(found.get_absolute_url(), {**TYPED, "text": "Kollegans.", "version": 1})

    response = browse(cast.officer).post(found.get_absolute_url(), {**TYPED, "text": "Min.", "version": 1})

    page = response.content.decode()
    assert response.status_code == 409
    assert "Kollegans." in page
    assert "Min." in page
    assert OverallAssessment.objects.get().text == "Kollegans."


def test_the_writer_sees_the_years_goals_and_what_the_internal_edition_leaves_out(
    make: Making, officer: User, browse: Browse
) -> None:
    make.assessment("i.2", state="approved", classification="secret")
    make.assessment("ii.1", state="approved")
    found = make.overall(focus_area="i")

    response = browse(officer).get(found.get_absolute_url())

    assert [line.goal.code for line in response.context["lines"]] == [f"i.{number}" for number in range(1, 8)]
    assert response.context["left_out"] == ["i.2"]
    assert "Den interna utgåvan anger inte bedömningen av i.2" in response.content.decode()


def test_no_reader_is_warned_of_what_is_secret(make: Making, cast: Cast, browse: Browse) -> None:
    make.assessment("i.2", state="approved", classification="secret")
    found = make.overall(state="approved")
    for role in ("officer", "head", "delegation", "reader"):
        page = browse(cast[role]).get(found.get_absolute_url()).content.decode()
        assert found.text in page
        assert "Den interna utgåvan" not in page


def test_a_head_decides_on_everything_at_once(make: Making, cast: Cast, browse: Browse) -> None:
    goal = make.assessment()
    propose(assessment=goal, by=make.officer)
    whole, area = make.overall(state="proposed"), make.overall(focus_area="i", state="proposed")
    path = reverse("reporting:round-decision", args=[make.strategy.slug, 2021])

    client = browse(cast.head)
    wish = {"decision": "approved", "judgements": opened(client, goal, whole, area)}
    response = client.post(path, wish, follow=True)

    assert [str(message) for message in response.context["messages"]] == ["3 bedömningar är godkända."]
    assert set(OverallAssessment.objects.values_list("state", flat=True)) == {"approved"}
    assert RoundDecision.objects.count() == 1


def test_a_single_one_is_returned_with_a_reason(make: Making, cast: Cast, browse: Browse) -> None:
    whole, area = make.overall(state="proposed"), make.overall(focus_area="i", state="proposed")
    path = reverse("reporting:round-decision", args=[make.strategy.slug, 2021])

    client = browse(cast.head)
    opened(client, whole)
    client.post(path, {"decision": "returned", "judgements": opened(client, area), "reason": "Nämn översynen."})

    assert dict(OverallAssessment.objects.values_list("pk", "state")) == {whole.pk: "proposed", area.pk: "returned"}
    assert "Nämn översynen." in browse(cast.officer).get(area.get_absolute_url()).content.decode()


def test_it_is_decided_where_it_is_read(make: Making, cast: Cast, browse: Browse) -> None:
    whole = make.overall(state="proposed")
    client, path = browse(cast.head), reverse("reporting:overall-assessment-decision", args=[whole.pk])
    wish = {"decision": "approved", "judgements": whole.key}
    assert "Inte läst i nuvarande lydelse: hela strategin." in client.post(path, wish).text

    opened(client, whole)

    assert client.post(path, wish).headers["Location"] == round_path(make)
    assert OverallAssessment.objects.get().state == "approved"


def test_one_of_another_year_or_strategy_is_no_choice(
    make: Making, make_foreign: Making, head: User, browse: Browse
) -> None:
    path = reverse("reporting:round-decision", args=[make.strategy.slug, 2021])
    for other in (make.overall(2020, state="proposed"), make_foreign.overall(2031, state="proposed")):
        assert browse(head).post(path, {"decision": "approved", "judgements": [other.key]}).status_code == 422
    assert set(OverallAssessment.objects.values_list("state", flat=True)) == {"proposed"}


def test_the_round_lists_the_whole_and_the_areas_above_the_goals(make: Making, officer: User, browse: Browse) -> None:
    before = make.overall(2020, state="approved")
    now, correction = make.overall(state="approved"), make.overall()
    make.overall(focus_area="ii", state="proposed")

    lines = browse(officer).get(round_path(make)).context["overall_lines"]

    assert [line.focus_area.code if line.focus_area else "" for line in lines] == ["", "i", "ii", "iii"]
    assert (lines[0].previous, lines[0].in_force, lines[0].under_way) == (before, now, correction)
    assert lines[2].under_way.state == "proposed"


def test_a_correction_that_is_less_secret_says_why(make: Making, officer: User, browse: Browse) -> None:
    """Its text and its marking are those of the one in force: to begin it as open is to lower what was secret."""
    make.overall(state="approved", classification="secret", text="Hemlig samlad bedömning.")
    path = reverse("reporting:overall-assessment-new", args=[make.strategy.slug, 2021, "whole"])
    client = browse(officer)
    sent = {"text": "Hemlig samlad bedömning.", "public_text": "", "classification": "open", "version": "1"}

    assert 'name="lowering_reason"' in client.get(path).text
    refused = client.post(path, sent)
    assert (refused.status_code, "Skriv varför markeringen sänks." in refused.text) == (422, True)
    assert OverallAssessment.objects.count() == 1

    assert client.post(path, sent | {"lowering_reason": "Avtalet är offentligt."}).status_code == 302
    begun = OverallAssessment.objects.get(state="draft")
    assert begun.history.get().history_change_reason == "Avtalet är offentligt."
