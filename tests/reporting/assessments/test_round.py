import re
from collections.abc import Callable
from datetime import date

from django.test import Client
from django.urls import reverse

from reporting.assessments.models.judgements import Assessment
from reporting.assessments.models.overall import Judgement
from reporting.assessments.models.readings import Reading
from reporting.assessments.models.rounds import RoundDecision
from reporting.assessments.overall import propose_overall
from reporting.assessments.services import propose, save_assessment
from strategy.people.models import User
from tests.conftest import Cast
from tests.making import Making, read_and_decide


def round_path(make: Making, year: int = 2021) -> str:
    return reverse("reporting:round", args=[make.strategy.slug, year])


def decision_path(make: Making) -> str:
    return reverse("reporting:round-decision", args=[make.strategy.slug, 2021])


def proposed(make: Making, *goals: str) -> list[Assessment]:
    found = [make.assessment(goal) for goal in goals]
    for assessment in found:
        propose(assessment=assessment, by=make.officer)
    return found


def opened(client: Client, *judgements: Judgement) -> list[str]:
    """Has each of them open, and answers how a form names them."""
    for judgement in judgements:
        assert client.get(judgement.get_absolute_url()).status_code == 200
    return [judgement.key for judgement in judgements]


def ticked(client: Client, make: Making) -> set[str]:
    page = client.get(round_path(make)).content.decode()
    return set(re.findall(r'value="([^"]+)"\s+id="[^"]+" checked', page))


def test_a_head_approves_what_is_ticked(make: Making, head: User, browse: Callable[[User], Client]) -> None:
    first, second = proposed(make, "i.1", "i.2")

    client = browse(head)
    opened(client, first, second)
    wish = {"decision": "approved", "judgements": [first.key]}
    response = client.post(decision_path(make), wish, follow=True)

    assert response.redirect_chain == [(round_path(make), 302)]
    assert [str(message) for message in response.context["messages"]] == ["1 bedömning är godkänd."]
    states = dict(Assessment.objects.filter(round=make.round()).values_list("pk", "state"))
    assert states == {first.pk: "approved", second.pk: "proposed"}


def test_only_what_was_read_as_it_stands_is_ticked_and_decided(
    make: Making, cast: Cast, browse: Callable[[User], Client]
) -> None:
    """Returned by another, rewritten and put forward again meanwhile, it is read again first; what was typed stays."""
    assessment, unread = proposed(make, "i.1", "i.2")
    client = browse(cast.head)
    assert ticked(client, make) == set()
    wish = {"decision": "approved", "judgements": opened(client, assessment), "reason": "Bra"}
    assert ticked(client, make) == {assessment.key}
    read_and_decide(
        year_round=make.round(), judgements=[assessment], by=cast.colleague, decision="returned", reason="Mer"
    )
    assessment.happened = "Något helt annat."
    save_assessment(assessment=assessment, by=make.officer, expected_version=assessment.version)
    propose(assessment=assessment, by=make.officer)
    assert ticked(client, make) == set()

    refused = client.post(decision_path(make), wish | {"judgements": [assessment.key, unread.key]})

    assert refused.status_code == 422
    assert "Inte läst i nuvarande lydelse: i.1 och i.2. Öppna och läs först." in refused.text
    assert ">\nBra</" in refused.text
    assert not RoundDecision.objects.filter(decision="approved").exists()
    opened(client, assessment)
    assert client.post(decision_path(make), wish).status_code == 302
    assert Assessment.objects.get(pk=assessment.pk).state == "approved"


def test_who_does_not_decide_reads_without_a_note(make: Making, cast: Cast, browse: Callable[[User], Client]) -> None:
    (assessment,) = proposed(make, "i.1")
    approved = make.assessment("i.2", state="approved")

    opened(browse(cast.officer), assessment, approved)
    opened(browse(cast.head), approved)

    assert not Reading.objects.exists()


def test_reading_goes_on_to_what_is_left_and_then_to_the_round(
    make: Making, head: User, browse: Callable[[User], Client]
) -> None:
    first, second, third = proposed(make, "i.1", "i.2", "i.3")
    whole = make.overall()
    propose_overall(judgement=whole, by=make.officer)
    client = browse(head)
    ways = []
    for judgement in (second, third, whole, first):
        context = client.get(judgement.get_absolute_url()).context
        ways.append((context["read"], context["to_be_read"], context["onward"]))

    assert ways == [
        (1, 4, third.get_absolute_url()),
        (2, 4, whole.get_absolute_url()),
        (3, 4, first.get_absolute_url()),
        (4, 4, f"{round_path(make)}#proposed"),
    ]


def test_a_head_decides_where_it_is_read_and_goes_on(
    make: Making, head: User, browse: Callable[[User], Client]
) -> None:
    first, second = proposed(make, "i.1", "i.2")
    client = browse(head)
    path = reverse("reporting:assessment-decision", args=[first.pk])
    opened(client, first)
    wish = {"decision": "returned", "judgements": first.key}

    refused = client.post(path, wish)
    assert (refused.status_code, refused.context["decision_form"].errors) == (
        422,
        {"reason": ["Skriv varför du återlämnar."]},
    )
    response = client.post(path, wish | {"reason": "Svaret i juni saknas."})

    assert response.headers["Location"] == second.get_absolute_url()
    assert Assessment.objects.get(pk=first.pk).state == "returned"
    opened(client, second)
    path = reverse("reporting:assessment-decision", args=[second.pk])
    assert client.post(path, {"decision": "approved", "judgements": second.key}).headers["Location"] == round_path(make)


def test_what_came_back_shows_what_was_changed_since(
    make: Making, head: User, browse: Callable[[User], Client]
) -> None:
    (assessment,) = proposed(make, "i.1")
    client = browse(head)
    assert client.get(assessment.get_absolute_url()).context["revisions"] == []
    read_and_decide(year_round=make.round(), judgements=[assessment], by=head, decision="returned", reason="Mer")
    assessment.happened, assessment.effort = "Frågan har tagits upp två gånger.", "considerable"
    save_assessment(assessment=assessment, by=make.officer, expected_version=assessment.version)
    propose(assessment=assessment, by=make.officer)

    revisions = client.get(assessment.get_absolute_url()).context["revisions"]

    assert [(revision.label, [piece.text for piece in revision.pieces if piece.change]) for revision in revisions] == [
        ("Sveriges påverkansarbete", ["Begränsat", "Betydande"]),
        ("Vad har hänt", [" utan att läget har ändrats.", " två gånger."]),
    ]


def test_a_return_without_a_reason_is_refused_with_everything_in_place(
    make: Making, head: User, browse: Callable[[User], Client]
) -> None:
    (assessment,) = proposed(make, "i.1")

    client = browse(head)
    wish = {"decision": "returned", "judgements": opened(client, assessment)}
    response = client.post(decision_path(make), wish)

    assert response.status_code == 422
    assert response.context["form"].errors == {"reason": ["Skriv varför du återlämnar."]}
    assert not RoundDecision.objects.exists()


def test_a_return_tells_the_officer_why(make: Making, cast: Cast, browse: Callable[[User], Client]) -> None:
    (assessment,) = proposed(make, "i.1")
    client = browse(cast.head)
    wish = {"decision": "returned", "judgements": opened(client, assessment), "reason": "Svaret i juni saknas."}
    client.post(decision_path(make), wish)

    assert "Svaret i juni saknas." in browse(cast.officer).get(round_path(make)).content.decode()
    assert "Svaret i juni saknas." in browse(cast.officer).get(assessment.get_absolute_url()).content.decode()


def test_own_work_is_refused_in_a_sentence(make: Making, head: User, browse: Callable[[User], Client]) -> None:
    own = make.assessment(by=head)
    propose(assessment=own, by=make.officer)

    client = browse(head)
    wish = {"decision": "approved", "judgements": opened(client, own)}
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
        response = browse(head).post(decision_path(make), {"decision": "approved", "judgements": [other.key]})
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
