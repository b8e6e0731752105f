"""What is shared is a frozen copy for an edition; what is said of it waits for its answer."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from dialogue.instructions.models import Instruction
from reporting.assessments.models.overall import OverallAssessment
from reporting.circulations.comments import CirculatedPassage, Comment
from reporting.circulations.models import Circulation, CirculationParty
from reporting.circulations.notices import due
from reporting.circulations.services import (
    Receivers,
    answer_comment,
    circulate,
    close_circulation,
    comment,
    keep_circulation,
)
from reporting.circulations.subjects import Shared, Subject, fingerprint
from reporting.reports.contents.snapshots.taking import take
from reporting.reports.models import Report
from strategy.access import Audience
from strategy.notices.models import Notice
from strategy.people.models import Membership, User
from strategy.records.log.models import AuditEntry, Verb
from strategy.records.models import SecrecyProvision
from strategy.records.refusals import TransitionRefused
from strategy.records.services import save_record
from tests.conftest import Cast
from tests.making import MOMENT, Making

pytestmark = [pytest.mark.both, pytest.mark.django_db]

Browse = Callable[[User], Client]


def shared(make: Making, subject: Subject, origin: Any = None, **receivers: Any) -> Circulation:
    thing = Shared(subject, make.strategy, origin)
    audience = receivers.pop("audience", thing.audiences[0])
    circulation = Circulation(
        strategy=make.strategy,
        owner=make.officer,
        title=thing.title,
        audience=audience,
        answer_by=receivers.pop("answer_by", make.strategy.today() + timedelta(days=14)),
        **thing.ties,
    )
    to = Receivers(receivers.pop("persons", ()), receivers.pop("organisations", ()))
    seen = receivers.pop("seen", fingerprint(thing.copy(audience)))
    circulate(circulation=circulation, shared=thing, receivers=to, by=make.officer, seen=seen)
    return circulation


def say(circulation: Circulation, by: User, *texts: str) -> list[Comment]:
    party = CirculationParty.objects.of(by, circulation).get()
    party.circulation = circulation
    said = [Comment(text=text, passage=circulation.passages.first()) for text in texts]
    comment(comments=said, party=party, by=by)
    return said


def headings(user: User, circulation: Circulation) -> list[str]:
    seen = CirculatedPassage.objects.visible_to(user).filter(circulation=circulation)
    return list(seen.in_order().values_list("heading", flat=True))


def told(user: User) -> list[str]:
    return list(Notice.objects.of(user).order_by("pk").values_list("kind", flat=True))


def test_the_copy_holds_what_its_edition_may_and_stays(make: Making, cast: Cast) -> None:
    make.activity(title="Öppen rad", classification="open")
    delad = make.activity(title="Delad rad", classification="working", shared_with_agencies=True)
    make.activity(title="Arbetsrad", classification="working")
    make.activity(title="Hemlig rad", classification="secret")
    agency = make.organisation("migrationsverket")

    circulation = shared(make, Subject.WORK_PLAN, audience=Audience.AGENCIES, organisations=[agency])

    assert headings(cast.contact, circulation) == ["Öppen rad", "Delad rad"]
    assert "Klar senast" in circulation.passages.get(heading="Öppen rad").text
    assert told(cast.contact) == ["circulated"]
    assert Circulation.objects.official(cast.officer, make.strategy).get() == circulation
    entry = AuditEntry.objects.get(verb=Verb.RELEASED, object_id=circulation.pk)
    assert entry.details == {"organisations": ["migrationsverket"]}

    delad.title, delad.classification = "Hemlig numera", "secret"
    delad.secrecy_provision, delad.secrecy_marked_on = (
        SecrecyProvision.objects.get(reference="OSL 15:1"),
        date(2022, 1, 3),
    )
    delad.secrecy_authority = "Justitiedepartementet"
    save_record(record=delad, by=cast.officer)
    assert headings(cast.contact, circulation) == ["Öppen rad"]
    assert headings(cast.officer, circulation) == ["Öppen rad", "Delad rad"]


def test_an_instruction_reaches_those_asked_alone_and_never_a_contact(make: Making, cast: Cast) -> None:
    instruction = make.instruction(make.event(state="planned", title="SCPF 30"), ("i.1",))

    circulation = shared(make, Subject.INSTRUCTION, instruction, persons=[cast.reader, cast.contact])

    assert Instruction.objects.get(pk=instruction.pk).state == "circulated"
    assert [str(party) for party in circulation.parties.all()] == [str(cast.reader)]
    assert [Circulation.objects.visible_to(cast[name]).exists() for name in ("reader", "delegation", "contact")] == [
        *(True, False, False)
    ]
    assert not Instruction.objects.visible_to(cast.reader).exists()
    CirculationParty.objects.create(
        strategy=make.strategy, circulation=circulation, organisation=make.organisation("migrationsverket")
    )
    assert not Circulation.objects.visible_to(cast.contact).exists()
    with pytest.raises(TransitionRefused, match="är tom"):
        shared(make, Subject.INSTRUCTION, make.instruction(make.event(state="planned"), (), opening=""))


def test_a_judgement_that_rests_on_a_secret_is_not_stated(make: Making, cast: Cast) -> None:
    judged = make.assessment("i.1", state="proposed", happened="Läget har rört sig [1], och mer [2].")
    make.evidence(judged, number=1, document="Rapport 1")
    secret = make.observation(state="accepted", classification="secret")
    make.evidence(judged, number=2, document="", observation=secret)
    make.assessment("i.2", state="proposed", classification="secret")
    make.assessment("i.3", state="proposed", happened="Ingenting.")

    circulation = shared(make, Subject.ROUND, make.round(), persons=[cast.reader])

    texts = dict(circulation.passages.values_list("heading", "text"))
    assert [heading.partition(" ")[0] for heading in texts] == ["i.1", "i.3"]
    first, second = texts.values()
    assert first.startswith("Måluppfyllelse: anges inte\n")
    assert "rört sig [1], och mer." in first
    assert second.startswith("Måluppfyllelse: Ingen\n")


def test_comments_are_seen_by_owner_and_writer_until_they_are_answered(make: Making, cast: Cast) -> None:
    instruction = make.instruction(make.event(state="planned"), ("i.1",))
    circulation = shared(make, Subject.INSTRUCTION, instruction, persons=[cast.reader, cast.delegation])
    said, *_more = say(circulation, cast.reader, "Stryk andra meningen.", "Byt ordning.")

    def seen(name: str) -> int:
        return Comment.objects.visible_to(cast[name]).count()

    assert [seen(name) for name in ("officer", "head", "reader", "delegation", "contact")] == [2, 2, 2, 0, 0]
    assert told(cast.officer) == ["commented"]

    said.outcome = "not_taken"
    with pytest.raises(ValidationError, match="Skriv varför"):
        answer_comment(comment=said, by=cast.officer, expected_version=said.version)
    said = Comment.objects.get(pk=said.pk)
    said.outcome, said.answer = "not_taken", "Den behövs."
    answer_comment(comment=said, by=cast.officer, expected_version=said.version)
    assert [seen(name) for name in ("reader", "delegation", "contact")] == [2, 1, 0]
    assert told(cast.reader) == ["circulated", "responded"]


def test_who_has_not_answered_is_plain_and_reminded(make: Making, cast: Cast) -> None:
    make.activity(classification="open")
    agency, tomorrow = make.organisation("migrationsverket"), make.strategy.today() + timedelta(days=1)
    circulation = shared(
        make,
        Subject.WORK_PLAN,
        audience=Audience.AGENCIES,
        organisations=[agency],
        persons=[cast.reader],
        answer_by=tomorrow,
    )
    say(circulation, cast.reader, "")

    parties: Any = circulation.parties.in_order()
    answers = {str(party): (party.answers, party.said) for party in parties}
    assert answers == {str(agency): (0, 0), str(cast.reader): (1, 0)}
    assert [(telling.kind, list(telling.to)) for telling in due(make.strategy)] == [("due", [cast.contact.pk])]

    circulation = Circulation.objects.get(pk=circulation.pk)
    circulation.answer_by = make.strategy.today() - timedelta(days=1)
    keep_circulation(circulation=circulation, receivers=Receivers([]), by=cast.officer, expected_version=1)
    told_late = next(iter(due(make.strategy)))
    assert (told_late.kind, set(told_late.to)) == ("late", {cast.contact.pk, cast.officer.pk})

    close_circulation(circulation=circulation, by=cast.officer)
    assert list(due(make.strategy)) == []
    with pytest.raises(TransitionRefused, match="är avslutad"):
        say(circulation, cast.contact, "För sent.")


def test_what_was_read_through_is_what_is_shared(make: Making, cast: Cast) -> None:
    make.activity(classification="open")
    agency = make.organisation("migrationsverket")
    with pytest.raises(TransitionRefused, match="har ändrats"):
        shared(make, Subject.WORK_PLAN, organisations=[agency], seen="x")
    with pytest.raises(ValidationError, match="har redan varit"):
        shared(make, Subject.WORK_PLAN, organisations=[agency], answer_by=make.strategy.today() - timedelta(days=1))
    with pytest.raises(ValidationError, match="minst en"):
        shared(make, Subject.WORK_PLAN, persons=[cast.outsider])
    secret = make.report(state="draft", audience="internal-secret")
    with pytest.raises(TransitionRefused, match="aldrig med sekretess"):
        shared(make, Subject.REPORT, secret, persons=[cast.reader])
    assert not Circulation.objects.exists()


def test_the_database_keeps_what_was_shared_and_said(make: Making, cast: Cast) -> None:
    circulation = make.circulation()
    said = make.comment(circulation)
    for rows, change in [
        (CirculatedPassage.objects.filter(circulation=circulation), {"text": "Annat."}),
        (Circulation.objects.filter(pk=circulation.pk), {"message": "Annat."}),
        (Comment.objects.filter(pk=said.pk), {"text": "Annat."}),
    ]:
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)


def test_from_the_officer_to_the_agency_and_back(browse: Browse, make: Making, cast: Cast) -> None:
    make.activity(title="Skriv till styrelsen", classification="open")
    officer, contact = browse(cast.officer), browse(cast.contact)
    address = f"{reverse('reporting:circulation-of-work-plan', args=[make.strategy.slug])}?audience=agencies"
    page = officer.get(address)
    assert "Skriv till styrelsen" in page.text
    content = {
        "organisations": [make.organisation("migrationsverket").pk],
        "answer_by": f"{make.strategy.today() + timedelta(days=14)}",
        "message": "Stämmer dagarna?",
        "seen": page.context["form"]["seen"].value(),
    }
    assert "Jag, " in officer.post(address, content).text
    circulation_url = officer.post(address, content | {"confirmed": "on"})["Location"]

    assert "Lämna synpunkter" in contact.get("/", follow=True).text
    page = contact.get(circulation_url)
    assert [words in page.text for words in ("Stämmer dagarna?", "Ingen erinran", "Delad med")] == [True, True, False]
    passage = CirculatedPassage.objects.get()
    answer = contact.post(f"{circulation_url}comments/", {"classification": "working"})
    assert answer.status_code == 422
    assert "Skriv minst en synpunkt" in answer.text
    said = {f"passage-{passage.pk}": "Dagen är för tidig.", "classification": "working"}
    assert contact.post(f"{circulation_url}comments/", said).status_code == 302

    page = officer.get(circulation_url)
    assert "Dagen är för tidig." in page.text
    assert "1 synpunkt" in page.text
    kept = Comment.objects.get()
    name = f"comment-{kept.pk}"
    reply = {f"{name}-outcome": "partly", f"{name}-answer": "Vi flyttar den en vecka.", f"{name}-version": kept.version}
    assert officer.post(reverse("reporting:comment-answer", args=[kept.pk]), reply).status_code == 302
    assert "Vi flyttar den en vecka." in contact.get(circulation_url).text
    assert "0 synpunkter att besvara" not in officer.get(f"/strategies/{make.strategy.slug}/").text
    assert officer.get(reverse("reporting:circulations", args=[make.strategy.slug])).status_code == 200
    assert browse(cast.reader).get(circulation_url).status_code == 404


def test_an_overall_judgement_that_is_marked_secret_afterwards_is_closed(make: Making, cast: Cast) -> None:
    overall = make.overall(2021, state="proposed", text="Året gick framåt.")
    circulation = shared(make, Subject.ROUND, make.round(), persons=[cast.reader])
    assert headings(cast.reader, circulation) == ["Samlad bedömning: Hela strategin"]

    OverallAssessment.objects.filter(pk=overall.pk).update(effective_classification="secret")
    assert headings(cast.reader, circulation) == []
    assert headings(cast.head, circulation) == ["Samlad bedömning: Hela strategin"]


def test_a_report_is_shared_by_what_its_snapshot_says(make: Making, cast: Cast) -> None:
    make.assessment("i.1", state="approved", happened="Läget har rört sig.", classification="working")
    make.overall(2021, state="approved", text="Året gick framåt.")
    report = make.report(state="draft")
    take(report, MOMENT).save()

    circulation = shared(make, Subject.REPORT, report, persons=[cast.reader])

    texts = dict(circulation.passages.values_list("heading", "text"))
    assert list(texts)[:2] == ["Sammanfattning", "Samlad bedömning: Hela strategin"]
    assert next(text for heading, text in texts.items() if heading.startswith("i.1 ")).startswith("Läget har rört sig.")
    assert circulation.audience == report.audience
    assert not Report.objects.visible_to(cast.reader).exists()


def test_what_goes_to_the_delegation_leaves_the_house(make: Making, cast: Cast) -> None:
    """By the part that names their mission, whatever other parts they have."""
    Membership.objects.create(
        user=cast.delegation, strategy=make.strategy, role="reader", since=make.strategy.today() - timedelta(days=1)
    )
    instruction = make.instruction(make.event(state="planned"), ("i.1",))

    circulation = shared(make, Subject.INSTRUCTION, instruction, persons=[cast.delegation])

    assert circulation.parties.get().organisation == cast.delegation.memberships.get(role="delegation").organisation
    assert list(Circulation.objects.official(cast.officer, make.strategy)) == [circulation]
    inside = shared(
        make, Subject.INSTRUCTION, make.instruction(make.event(state="planned"), ("i.1",)), persons=[cast.reader]
    )
    assert inside not in Circulation.objects.official(cast.officer, make.strategy)


def test_more_are_given_the_same_copy_and_nobody_is_told_twice(make: Making, cast: Cast) -> None:
    make.activity(title="Skriv brev", classification="open")
    agency = make.organisation("migrationsverket")
    circulation = shared(make, Subject.WORK_PLAN, audience=Audience.AGENCIES, organisations=[agency])
    make.activity(title="Ny rad", classification="open")

    more = Receivers([cast.reader], [agency])
    keep_circulation(circulation=circulation, receivers=more, by=cast.officer, expected_version=1)

    assert circulation.parties.count() == 2
    assert headings(cast.reader, circulation) == ["Skriv brev"]
    assert (told(cast.contact), told(cast.reader)) == (["circulated"], ["circulated"])


def test_whose_role_has_ended_is_there_no_more(make: Making, cast: Cast) -> None:
    instruction = make.instruction(make.event(state="planned"), ("i.1",))
    circulation = shared(make, Subject.INSTRUCTION, instruction, persons=[cast.reader])
    say(circulation, cast.reader, "Stryk.")
    cast.reader.memberships.update(until=date(2020, 1, 1))

    reader = User.objects.get(pk=cast.reader.pk)
    assert not Circulation.objects.visible_to(reader).exists()
    assert not Comment.objects.visible_to(reader).exists()


def test_what_somebody_else_has_answered_meanwhile_is_told_beside_what_was_typed(
    browse: Browse, make: Making, cast: Cast
) -> None:
    circulation = make.circulation()
    said = make.comment(circulation)
    name = f"comment-{said.pk}"
    typed = {f"{name}-outcome": "partly", f"{name}-answer": "Vi flyttar den.", f"{name}-version": said.version}
    said.outcome = "taken"
    answer_comment(comment=said, by=cast.colleague, expected_version=said.version)

    page = browse(cast.officer).post(reverse("reporting:comment-answer", args=[said.pk]), typed)

    assert page.status_code == 422
    assert "Synpunkten är redan besvarad." in page.text
    assert "Vi flyttar den." in page.text
    assert Comment.objects.get(pk=said.pk).outcome == "taken"
