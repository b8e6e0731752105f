import json

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from reporting.disclosures import services
from reporting.disclosures.decision_letter import draft
from reporting.disclosures.models import DisclosureDecision, DisclosureItem, DisclosureRequest, Masking
from reporting.reports.outgoing import EditionReview
from strategy.jobs.models import Job
from strategy.people.models import User
from strategy.records.models import SecrecyProvision
from strategy.records.refusals import TransitionRefused
from strategy.records.services import move_to_bin, save_record
from tests.conftest import Cast
from tests.making import Making
from tests.making_disclosures import decide_on, mask, passage

pytestmark = pytest.mark.both


@pytest.fixture
def ground(db: None) -> SecrecyProvision:
    return SecrecyProvision.objects.get(reference="OSL 15:1")


def decide(asked: DisclosureRequest, by: User) -> DisclosureDecision:
    return services.decide(request=asked, seen=services.fingerprint(asked, services.treated(asked, by)), by=by)


def refuse(item: DisclosureItem, by: User, ground: SecrecyProvision) -> None:
    item.outcome, item.provision, item.reason = "refused", ground, "Kan skada relationen."
    decide_on(item, by)


def test_only_what_one_may_see_and_is_not_there_is_added(make: Making, make_foreign: Making, officer: User) -> None:
    asked, first, draft_of_a_contact = make.disclosure_request(), make.observation(), make.observation(state="draft")
    foreign = make_foreign.observation(goals=[])
    ids = [first.pk, draft_of_a_contact.pk, foreign.pk]
    assert services.add_records(request=asked, noun="observation", ids=ids, by=officer) == 1
    assert services.add_records(request=asked, noun="observation", ids=ids, by=officer) == 0
    (item,) = DisclosureItem.objects.all()
    assert (item.kind, item.record_id, item.record_version) == ("observation", first.pk, 1)


def test_there_is_an_end_to_one_request(make: Making, officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST_RECORDS", 1)
    asked, ids = make.disclosure_request(), [make.event().pk, make.event().pk]
    with pytest.raises(TransitionRefused, match="högst 1 poster"):
        services.add_records(request=asked, noun="event", ids=ids, by=officer)
    assert not DisclosureItem.objects.exists()


def test_masking_makes_a_record_go_out_in_part(make: Making, officer: User, ground: SecrecyProvision) -> None:
    event = make.event(title="Hemligt möte")
    item, title = make.disclosure_item(event), passage(event, "title")
    mask(item, [title], officer)
    item.refresh_from_db()
    assert item.outcome == "part"
    item.outcome = "whole"
    with pytest.raises(ValidationError, match="maskerat i posten"):
        decide_on(item, officer)


def test_a_record_that_was_changed_is_gone_through_again(make: Making, officer: User, ground: SecrecyProvision) -> None:
    event = make.event(title="Först")
    item, title = make.disclosure_item(event), passage(event, "title")
    mask(item, [title], officer)
    save_record(record=event, by=officer)
    with pytest.raises(TransitionRefused, match="har ändrats sedan du gick igenom"):
        decide(item.request, officer)
    with pytest.raises(TransitionRefused, match="har ändrats sedan du öppnade"):
        mask(item, [title], officer)
    item.refresh_from_db()
    services.look_again(item=item, version=2, by=officer)
    assert (item.outcome, item.record_version, Masking.objects.present().count()) == ("", 2, 0)


def test_every_record_is_decided_before_the_whole_is(make: Making, officer: User, ground: SecrecyProvision) -> None:
    asked = make.disclosure_request()
    with pytest.raises(TransitionRefused, match="Lägg till de poster"):
        decide(asked, officer)
    item = make.disclosure_item(make.event(title="Mötet"), asked)
    with pytest.raises(TransitionRefused, match="Mötet: posten är inte prövad"):
        decide(asked, officer)
    item.outcome = "part"
    decide_on(item, officer)
    with pytest.raises(TransitionRefused, match="inget är maskerat"):
        decide(asked, officer)
    services.mask_words(request=asked, words="mötet", provision=ground, reason="Skäl.", by=officer)
    assert decide(asked, officer).number == 1


def test_what_is_decided_is_what_was_on_the_page(make: Making, officer: User, ground: SecrecyProvision) -> None:
    asked = make.disclosure_request()
    make.disclosure_item(make.event(title="Mötet"), asked, outcome="whole")
    seen = services.fingerprint(asked, services.treated(asked, officer))
    services.mask_words(request=asked, words="Mötet", provision=ground, reason="Skäl.", by=officer)
    with pytest.raises(TransitionRefused, match="Något har ändrats"):
        services.decide(request=asked, seen=seen, by=officer)
    assert not DisclosureDecision.objects.exists()


def test_a_decision_is_sealed_and_another_is_a_new_row(make: Making, officer: User, ground: SecrecyProvision) -> None:
    asked = make.disclosure_request()
    item = make.disclosure_item(make.event(title="Mötet"), asked)
    refuse(item, officer, ground)
    first = decide(asked, officer)
    assert not Job.objects.exists()
    with pytest.raises(TransitionRefused, match="Begäran är beslutad"):
        services.mask_words(request=asked, words="Mötet", provision=ground, reason="Skäl.", by=officer)
    with pytest.raises(IntegrityError, match="disclosuredecision_sealed"), transaction.atomic():
        DisclosureDecision.objects.update(content="{}")
    services.open_again(request=asked, by=officer)
    item.refresh_from_db()
    item.outcome, item.provision, item.reason = "whole", None, ""
    decide_on(item, officer)
    second = decide(asked, officer)
    first.refresh_from_db()
    assert (first.number, second.number) == (1, 2)
    assert json.loads(first.content)["records"][0]["parts"] == []
    assert [one["outcome"] for one in json.loads(second.content)["records"]] == ["whole"]
    assert Job.objects.get().subject_id == second.pk


def test_a_review_is_sealed_too(make: Making) -> None:
    review = make.review(make.report(state="approved", audience="external"))
    with pytest.raises(IntegrityError, match="editionreview_sealed"), transaction.atomic():
        EditionReview.objects.filter(pk=review.pk).update(note="Annat")


def test_a_draft_tells_what_is_refused_why_and_how_to_appeal(
    make: Making, cast: Cast, ground: SecrecyProvision
) -> None:
    asked = make.disclosure_request(registry_number="Ju2022/00077", asked_for="Allt om Agadez.")
    refuse(make.disclosure_item(make.event(title="Mötet"), asked), cast.officer, ground)
    part = make.disclosure_item(make.observation(text="Anna såg."), asked, outcome="part")
    services.mask_words(request=asked, words="Anna", provision=ground, reason="Skyddar källan.", by=cast.officer)
    make.disclosure_item(make.commitment(), asked, outcome="whole")
    assert part.outcome == "part"
    told = draft(decide(asked, cast.officer))
    for words in (
        "Diarienummer Ju2022/00077",
        "Begäran\nAllt om Agadez.",
        "Begäran avslås i fråga om en handling.",
        "En handling lämnas ut utan de uppgifter som har maskerats.",
        "En handling lämnas ut i sin helhet.",
        "1. Möte: lämnas inte ut, OSL 15:1. Kan skada relationen.",
        "2. Fältobservation: lämnas ut delvis, OSL 15:1. Skyddar källan.",
        "kammarrätten",
        "tre veckor",
    ):
        assert words in told
    assert "Anna" not in told


def test_where_all_goes_out_there_is_nothing_to_appeal(make: Making, officer: User) -> None:
    asked = make.disclosure_request()
    make.disclosure_item(make.event(), asked, outcome="whole")
    assert draft(decide(asked, officer)) == ""


@pytest.mark.long
def test_records_take_as_many_queries_with_thirty(make: Making, officer: User) -> None:
    asked = make.disclosure_request()
    services.treated(asked, officer)  # reads the memberships once
    counts = []
    for number in (1, 29):
        for _ in range(number):
            make.disclosure_item(make.event(), asked, outcome="whole")
        with CaptureQueriesContext(connection) as asked_for:
            services.fingerprint(asked, services.treated(asked, officer))
        counts.append(len(asked_for))
    assert counts[0] == counts[1]


def test_a_meeting_goes_out_with_what_belongs_to_it(make: Making, officer: User) -> None:
    event = make.event(title="Samråd")
    make.event_counterpart(event, counterpart=make.counterpart(name="Generaldirektören"), represented_by="Kabinettet")
    make.agenda_item(event, number="4", title="Budgeten", document_symbol="S/29/12")
    make.attachment(event, name="hemrapport.txt")
    move_to_bin(record=make.agenda_item(event, title="Struket"), by=officer, expected_version=1)
    (shown,) = services.treated(make.disclosure_item(event).request, officer)
    texts = {part.label: part.text for part in shown.parts}
    assert texts["Motparter"] == "Generaldirektören, Kabinettet"
    assert texts["Dagordning"] == "4 Budgeten, S/29/12"
    assert texts["Bilagor, som prövas för sig"] == "hemrapport.txt"


def test_what_was_masked_beside_the_record_and_has_changed_is_gone_through_again(
    make: Making, officer: User, ground: SecrecyProvision
) -> None:
    event = make.event()
    agenda_item = make.agenda_item(event, number="2", title="Källan i Agadez")
    item, secret = make.disclosure_item(event), passage(event, "agenda_items")
    mask(item, [secret], officer)
    agenda_item.title = "Källan i Niamey"
    save_record(record=agenda_item, by=officer)
    with pytest.raises(TransitionRefused, match="har ändrats sedan du gick igenom"):
        decide(item.request, officer)


def test_what_comes_to_belong_to_a_record_that_was_decided_on_is_gone_through_again(
    make: Making, officer: User
) -> None:
    event = make.event()
    item = make.disclosure_item(event)
    (shown,) = services.treated(item.request, officer)
    item.outcome = "whole"
    services.decide_on_item(item=item, by=officer, expected_version=item.version, seen=shown.digest)
    make.event_counterpart(event, counterpart=make.counterpart(name="Hemlig källa"))
    (shown,) = services.treated(item.request, officer)
    assert shown.has_changed
    with pytest.raises(TransitionRefused, match="har ändrats sedan du gick igenom"):
        decide(item.request, officer)
    with pytest.raises(TransitionRefused, match="har ändrats sedan du öppnade"):
        decide_on(item, officer)
    services.look_again(item=item, version=event.version, by=officer)
    item.outcome = "whole"
    with pytest.raises(TransitionRefused, match="har ändrats sedan du öppnade"):
        services.decide_on_item(item=item, by=officer, expected_version=item.version, seen="0" * 64)
    services.decide_on_item(item=item, by=officer, expected_version=item.version, seen=shown.digest)
    assert "Hemlig källa" in decide(item.request, officer).content


def test_a_reason_does_not_tell_what_is_masked(make: Making, officer: User, ground: SecrecyProvision) -> None:
    item = make.disclosure_item(make.event(summary="Zebulon sade det."))
    item.outcome = "whole"
    decide_on(item, officer)
    masking = services.mask_words(
        request=item.request, words="Zebulon", provision=ground, reason="Zebulon kan skadas.", by=officer
    )
    with pytest.raises(TransitionRefused, match="skäl innehåller ord som är maskerade"):
        decide(item.request, officer)
    services.unmask(masking=masking, by=officer)
    services.mask_words(request=item.request, words="Zebulon", provision=ground, reason="Kan skada.", by=officer)
    assert "Zebulon" not in draft(decide(item.request, officer))


def test_a_decision_is_in_swedish_whoever_decides(make: Making, officer: User) -> None:
    item = make.disclosure_item(make.event(kind="written_contact"))
    item.outcome = "whole"
    decide_on(item, officer)
    with override("en"):
        decision = decide(item.request, officer)
    assert "Skriftlig kontakt" in decision.content
    assert "Written contact" not in decision.content
