from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from reporting.disclosures import services
from reporting.disclosures.models import DisclosureDecision, DisclosureItem, DisclosureRequest, Masking
from strategy.jobs.services import execute
from strategy.records.models import SecrecyProvision
from strategy.records.services import save_record
from tests.conftest import SLUG, Cast
from tests.making import Making
from tests.making_disclosures import passage

Browse = Callable[..., Client]
LIST = f"/strategies/{SLUG}/disclosures/"


@pytest.fixture
def ground(db: None) -> SecrecyProvision:
    return SecrecyProvision.objects.get(reference="OSL 15:1")


def test_a_request_may_come_from_nobody(browse: Browse, cast: Cast) -> None:
    sent = {"asked_for": "Allt om Agadez", "received_on": "2022-03-01", "registry_number": "", "reference": ""}
    response = browse(cast.officer).post(f"{LIST}new/", sent)
    asked = DisclosureRequest.objects.get()
    assert response.headers["Location"] == f"/disclosures/{asked.pk}/records/"
    assert (asked.asked_for, asked.reference, asked.state) == ("Allt om Agadez", "", "open")
    page = browse(cast.head).get(LIST).text
    assert "Allt om Agadez" in page
    assert "saknar diarienummer" in page


def test_records_are_found_by_words_kind_goal_and_period(browse: Browse, cast: Cast, make: Making) -> None:
    asked = make.disclosure_request()
    make.observation(title="Överlast i Agadez", goals=["i.2"], observed_on="2021-02-01")
    make.observation(title="Något annat", observed_on="2021-08-01")
    make.event(title="Samtal", summary="Om ÖVERLAST i AGADEZ.")
    client, address = browse(cast.officer), f"/disclosures/{asked.pk}/records/"

    def found(**query: Any) -> list[str]:
        hits = client.get(address, query).context["hits"]
        return sorted(str(record) for one in hits for record in one.records)

    assert found(words="överlast agadez") == ["Samtal", "Överlast i Agadez"]
    assert found(words="överlast", kind="event") == ["Samtal"]
    assert found(kind="observation", goal=make.goal("i.2").pk) == ["Överlast i Agadez"]
    assert found(kind="observation", first="2021-07-01") == ["Något annat"]
    assert found(words="finns inte") == found() == []
    assert client.get(address, {"kind": "nonsens", "first": "nonsens"}).status_code == 200


def test_what_is_ticked_is_added_and_not_found_again(browse: Browse, cast: Cast, make: Making) -> None:
    asked, seen, meeting = make.disclosure_request(), make.observation(), make.event()
    client, address = browse(cast.officer), f"/disclosures/{asked.pk}/records/?words=e"
    response = client.post(address, {"observation": [seen.pk], "event": [meeting.pk]}, follow=True)
    assert "2 poster är tillagda." in response.text
    assert {(one.kind, one.record_id) for one in DisclosureItem.objects.all()} == {
        ("observation", seen.pk),
        ("event", meeting.pk),
    }
    left = {one.kind.noun for one in client.get(address).context["hits"]}
    assert not left & {"observation", "event"}
    for nonsense in ("x", "9" * 25, "9" * 5000):
        assert "Kryssa i minst en post." in client.post(address, {"event": [nonsense]}, follow=True).text


def seen_on(client: Client, item: DisclosureItem) -> str:
    """What the record's page says of the text on it."""
    page: Any = client.get(item.get_absolute_url())
    assert page.text.count(f'value="{page.context["form"]["seen"].value()}"') == 2  # in both of its forms
    return str(page.context["form"]["seen"].value())


def test_from_masking_to_the_copy(browse: Browse, cast: Cast, make: Making, ground: SecrecyProvision) -> None:
    event = make.event(title="Mötet", summary="Öppet. Zebulon sade det. Slut.")
    item = make.disclosure_item(event)
    client, address = browse(cast.officer), item.get_absolute_url()
    page = client.get(address).text
    said = passage(event, "summary", 1)
    assert f'name="passages" value="{said}"' in page
    empty = client.post(address, {"version": "1", "provision": ground.pk, "reason": "Skäl."})
    assert empty.status_code == 422
    assert "Kryssa i det som ska maskeras." in empty.text
    client.post(address, {"seen": seen_on(client, item), "passages": [said], "provision": ground.pk, "reason": "Skäl."})
    assert '<del class="passage-masked">Zebulon sade det.</del>' in client.get(address).text
    asked = client.get(item.request.get_absolute_url())
    assert "Lämnas ut delvis" in asked.text
    sent = {"seen": asked.context["decision_form"]["seen"].value()}
    response = client.post(f"/disclosures/{item.request_id}/decision/", sent, follow=True)
    decision = DisclosureDecision.objects.get()
    assert response.redirect_chain[-1][0] == decision.get_absolute_url()
    assert "Kopian skapas." in response.text
    job = services.job_of(decision)
    assert job is not None
    execute(job.pk)
    page = browse(cast.head).get(decision.get_absolute_url()).text
    assert "Kopian som lämnas ut" in page
    assert "Zebulon" not in page
    copy = browse(cast.head).get(f"{decision.get_absolute_url()}copy/")
    assert copy.headers["Content-Disposition"] == (f'attachment; filename="utlamnande-{item.request_id}-beslut-1.pdf"')
    assert b"".join(copy).startswith(b"%PDF")


def test_words_are_masked_everywhere_and_the_reason_does_not_tell_them(
    browse: Browse, cast: Cast, make: Making, ground: SecrecyProvision
) -> None:
    item = make.disclosure_item(make.event(title="Hos Zebulon"), outcome="whole")
    client, address = browse(cast.officer), f"/disclosures/{item.request_id}/words/"
    told = client.post(address, {"words": "Zebulon", "provision": ground.pk, "reason": "Zebulons skull."})
    assert (told.status_code, "skriv inte det som maskeras" in told.text) == (422, True)
    assert client.post(address, {"words": "-", "provision": ground.pk, "reason": "Skäl."}).status_code == 422
    client.post(address, {"words": "Zebulon", "provision": ground.pk, "reason": "Skäl."})
    assert "Lämnas ut delvis" in client.get(item.request.get_absolute_url()).text
    client.post(f"/maskings/{Masking.objects.get().pk}/removal/")
    assert "Lämnas ut i sin helhet" in client.get(item.request.get_absolute_url()).text


def test_a_refusal_names_its_ground(browse: Browse, cast: Cast, make: Making, ground: SecrecyProvision) -> None:
    item = make.disclosure_item(make.event())
    client, address = browse(cast.officer), f"{item.get_absolute_url()}outcome/"
    refused = client.post(address, {"version": "1", "outcome": "refused", "provision": "", "reason": ""})
    assert refused.status_code == 422
    assert refused.text.count("Behövs när posten inte lämnas ut.") >= 2
    seen = {"version": "1", "seen": seen_on(client, item)}
    client.post(address, {**seen, "outcome": "refused", "provision": ground.pk, "reason": "Skäl."})
    item.refresh_from_db()
    assert (item.outcome, item.provision, item.reason) == ("refused", ground, "Skäl.")


def test_two_who_decide_on_the_same_record_never_overwrite_each_other_unseen(
    browse: Browse, cast: Cast, make: Making
) -> None:
    item = make.disclosure_item(make.event())
    save_record(record=item, by=cast.colleague)
    seen = seen_on(browse(cast.officer), item)
    sent = {"version": "1", "seen": seen, "outcome": "whole", "provision": "", "reason": ""}
    assert browse(cast.officer).post(f"{item.get_absolute_url()}outcome/", sent).status_code == 409


def test_a_changed_record_is_gone_through_again(browse: Browse, cast: Cast, make: Making) -> None:
    event = make.event(title="Mötet")
    item = make.disclosure_item(event, outcome="whole")
    save_record(record=event, by=cast.officer)
    client = browse(cast.officer)
    assert "Posten har ändrats sedan du gick igenom den" in client.get(item.get_absolute_url()).text
    client.post(f"{item.get_absolute_url()}renewal/", {"version": "2"})
    item.refresh_from_db()
    assert (item.record_version, item.outcome) == (2, "")


def test_a_decided_request_is_changed_by_opening_it_again(browse: Browse, cast: Cast, make: Making) -> None:
    asked = make.disclosure_request(state="decided")
    item = make.disclosure_item(make.event(), asked, outcome="whole")
    client = browse(cast.officer)
    client.post(f"{item.get_absolute_url()}removal/")
    assert DisclosureItem.objects.present().count() == 1
    assert "Begäran är beslutad" in client.get(asked.get_absolute_url()).text
    client.post(f"/disclosures/{asked.pk}/reopening/")
    client.post(f"{item.get_absolute_url()}removal/")
    assert DisclosureItem.objects.present().count() == 0


def test_a_copy_that_failed_is_made_again(browse: Browse, cast: Cast, make: Making) -> None:
    asked = make.disclosure_request()
    make.disclosure_item(make.event(), asked, outcome="whole")
    seen = services.fingerprint(asked, services.treated(asked, cast.officer))
    decision = services.decide(request=asked, seen=seen, by=cast.officer)
    job = services.job_of(decision)
    assert job is not None
    type(job).objects.filter(pk=job.pk).update(state="failed", failure="Disken är full.")
    client = browse(cast.officer)
    assert "Disken är full." in client.get(decision.get_absolute_url()).text
    client.post(f"{decision.get_absolute_url()}rendering/")
    again = services.job_of(decision)
    assert again is not None
    assert again.pk != job.pk
    assert client.get(f"{decision.get_absolute_url()}copy/").status_code == 404
