import re
from collections.abc import Callable
from datetime import date

from django.test import Client
from django.urls import reverse

from reporting.assessments.judgements import decide
from reporting.assessments.models.judgements import Assessment
from reporting.assessments.models.rounds import RoundDecision
from reporting.assessments.services import propose, save_assessment
from strategy.people.models import User
from tests.conftest import Cast
from tests.making import Making


def round_path(make: Making, year: int = 2021) -> str:
    return reverse("reporting:round", args=[make.strategy.slug, year])


def decision_path(make: Making) -> str:
    return reverse("reporting:round-decision", args=[make.strategy.slug, 2021])


def proposed(make: Making, *goals: str) -> list[Assessment]:
    found = [make.assessment(goal) for goal in goals]
    for assessment in found:
        propose(assessment=assessment, by=make.officer)
    return found


def shown(client: Client, make: Making) -> list[str]:
    """What the page tells back of the judgements that stand on it."""
    return re.findall(r'name="seen" value="([^"]+)"', client.get(round_path(make)).content.decode())


def test_a_head_approves_what_is_ticked(make: Making, head: User, browse: Callable[[User], Client]) -> None:
    first, second = proposed(make, "i.1", "i.2")

    client = browse(head)
    wish = {"decision": "approved", "assessments": [first.pk], "seen": shown(client, make)}
    response = client.post(decision_path(make), wish, follow=True)

    assert response.redirect_chain == [(round_path(make), 302)]
    assert [str(message) for message in response.context["messages"]] == ["1 bedömning är godkänd."]
    states = dict(Assessment.objects.filter(round=make.round()).values_list("pk", "state"))
    assert states == {first.pk: "approved", second.pk: "proposed"}


def test_a_head_decides_on_the_text_that_was_on_the_page(
    make: Making, cast: Cast, browse: Callable[[User], Client]
) -> None:
    """Returned by another, rewritten and put forward again meanwhile, it is read again first; what was typed stays."""
    (assessment,) = proposed(make, "i.1")
    client = browse(cast.head)
    wish = {"decision": "approved", "assessments": [assessment.pk], "reason": "Bra", "seen": shown(client, make)}
    decide(year_round=make.round(), judgements=[assessment], by=cast.head, decision="returned", reason="Mer")
    assessment.happened = "Något helt annat."
    save_assessment(assessment=assessment, by=make.officer, expected_version=assessment.version)
    propose(assessment=assessment, by=make.officer)

    for stale in (wish, wish | {"seen": []}):
        refused = client.post(decision_path(make), stale)
        assert (refused.status_code, "Ändrad sedan du öppnade sidan" in refused.text, ">\nBra</" in refused.text) == (
            *(422, True),
            True,
        )
    assert not RoundDecision.objects.filter(decision="approved").exists()
    assert client.post(decision_path(make), wish | {"seen": shown(client, make)}).status_code == 302


def test_a_return_without_a_reason_is_refused_with_everything_in_place(
    make: Making, head: User, browse: Callable[[User], Client]
) -> None:
    (assessment,) = proposed(make, "i.1")

    client = browse(head)
    wish = {"decision": "returned", "assessments": [assessment.pk], "seen": shown(client, make)}
    response = client.post(decision_path(make), wish)

    assert response.status_code == 422
    assert response.context["form"].errors == {"reason": ["Skriv varför du återlämnar."]}
    assert not RoundDecision.objects.exists()


def test_a_return_tells_the_officer_why(make: Making, cast: Cast, browse: Callable[[User], Client]) -> None:
    (assessment,) = proposed(make, "i.1")
    browse(cast.head).post(
        decision_path(make),
        {
            "decision": "returned",
            "assessments": [assessment.pk],
            "seen": shown(browse(cast.head), make),
            "reason": "Svaret i juni saknas.",
        },
    )

    assert "Svaret i juni saknas." in browse(cast.officer).get(round_path(make)).content.decode()
    assert "Svaret i juni saknas." in browse(cast.officer).get(assessment.get_absolute_url()).content.decode()


def test_own_work_is_refused_in_a_sentence(make: Making, head: User, browse: Callable[[User], Client]) -> None:
    own = make.assessment(by=head)
    propose(assessment=own, by=make.officer)

    client = browse(head)
    wish = {"decision": "approved", "assessments": [own.pk], "seen": shown(client, make)}
    response = client.post(decision_path(make), wish)

    assert response.status_code == 422
    assert "Du har själv skrivit på bedömningen av i.1. Någon annan måste godkänna den." in response.content.decode()
    assert Assessment.objects.get(pk=own.pk).state == "proposed"


def test_nothing_ticked_is_nothing_decided(make: Making, head: User, browse: Callable[[User], Client]) -> None:
    proposed(make, "i.1")

    response = browse(head).post(decision_path(make), {"decision": "approved"})

    assert (response.status_code, RoundDecision.objects.count()) == (422, 0)
    assert "Markera minst en bedömning." in response.content.decode()


def test_an_assessment_of_another_round_or_strategy_is_no_choice(
    make: Making, make_foreign: Making, head: User, browse: Callable[[User], Client]
) -> None:
    proposed(make, "i.1")
    other_year = make.assessment(year=2020)
    propose(assessment=other_year, by=make.officer)
    foreign = make_foreign.assessment(year=2031, state="proposed")

    for other in (other_year, foreign):
        response = browse(head).post(decision_path(make), {"decision": "approved", "assessments": [other.pk]})
        assert response.status_code == 422
    assert set(Assessment.objects.filter(created_by__isnull=False).values_list("state", flat=True)) == {"proposed"}


def test_rounds_lead_to_the_newest_that_has_begun(
    make: Making, officer: User, browse: Callable[[User], Client]
) -> None:
    client, path = browse(officer), reverse("reporting:rounds", args=[make.strategy.slug])
    assert client.get(path).headers["Location"] == round_path(make, 2020)

    make.round(2021)

    assert client.get(path).headers["Location"] == round_path(make, 2021)


def test_looking_at_a_year_does_not_begin_it(make: Making, officer: User, browse: Callable[[User], Client]) -> None:
    client = browse(officer)

    assert client.get(round_path(make, 2022)).status_code == 200
    assert client.get(reverse("reporting:rounds", args=[make.strategy.slug])).headers["Location"] == round_path(
        make, 2020
    )


def test_the_baseline_is_read_and_not_written(make: Making, officer: User, browse: Callable[[User], Client]) -> None:
    client = browse(officer)

    response = client.get(round_path(make, 2019))

    assert not response.context["may_write"]
    assert sum(line.in_force is not None for line in response.context["lines"]) == 21
    assert client.get(round_path(make, 2018)).status_code == 404
    assert client.get(round_path(make, 2023)).status_code == 404


def test_each_line_stands_beside_the_year_before(make: Making, officer: User, browse: Callable[[User], Client]) -> None:
    before = make.assessment(year=2020, state="approved")
    now = make.assessment(state="approved", assessed_on=date(2022, 1, 31))
    correction = make.assessment(assessed_on=date(2022, 2, 28))

    line = browse(officer).get(round_path(make)).context["lines"][0]

    assert (line.goal.code, line.previous, line.in_force, line.under_way) == ("i.1", before, now, correction)
