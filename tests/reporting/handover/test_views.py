"""The pages: one step, no more than its reader may see, and said before a role ends."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reporting.handover.models import Handover, HandoverCopy
from strategy.access import Role
from strategy.people.models import Membership, User
from strategy.sending.models import Draft
from tests.conftest import SLUG, Cast
from tests.making import Making, make_user

LIST, NEW = f"/strategies/{SLUG}/handovers/", f"/strategies/{SLUG}/handovers/new/"
Browse = Callable[[User], Client]


def draft_of(user: User, address: str) -> Draft:
    return Draft.objects.create(user=user, address=address, content="title=x", saved_at=timezone.now())


def test_all_in_one_step_with_notes_answers_and_the_drafts_agreed_to(make: Making, cast: Cast, browse: Browse) -> None:
    event = make.event(owner=cast.officer, title="Samtalet")
    draft = draft_of(cast.officer, reverse("dialogue:event-edit", args=[event.pk]))
    kept = draft_of(cast.officer, reverse("dialogue:event-new", args=[SLUG]))
    sent = {"receiver": cast.colleague.pk, f"note-event-{event.pk}": "Ring först.", "answer-1": "Mycket."}

    response = browse(cast.officer).post(NEW, sent | {"drafts": [draft.pk]}, follow=True)

    page = browse(cast.colleague).get(response.redirect_chain[-1][0]).text
    for words in ("Samtalet", "Ring först.", "Mycket.", "Vad är på gång som inte står här?"):
        assert words in page
    event.refresh_from_db()
    assert event.owner == cast.colleague
    assert {one.pk: one.user for one in Draft.objects.all()} == {draft.pk: cast.colleague, kept.pk: cast.officer}


def test_drafts_of_another_strategy_or_of_what_is_closed_to_their_writer_are_not_offered(
    make: Making, make_foreign: Making, cast: Cast, browse: Browse
) -> None:
    draft_of(cast.officer, reverse("dialogue:event-edit", args=[make_foreign.event().pk]))
    assert "Halvskrivet" not in browse(cast.officer).get(NEW).text


def test_without_a_receiver_nothing_is_given_and_nothing_lost(make: Making, cast: Cast, browse: Browse) -> None:
    event = make.event(owner=cast.officer)
    response = browse(cast.officer).post(NEW, {"receiver": "", f"note-event-{event.pk}": "Ring först."})
    assert response.status_code == 422
    assert "Ring först." in response.text
    assert not Handover.objects.exists()


@pytest.mark.parametrize(("name", "status"), [("head", 200), ("colleague", 404), ("reader", 404), ("delegation", 404)])
def test_a_head_alone_gives_on_for_another(name: str, status: int, cast: Cast, browse: Browse) -> None:
    assert browse(cast[name]).get(f"{NEW}?from={cast.officer.pk}").status_code == status


def test_the_file_is_for_those_who_may_still_see_all_that_stands_in_it(
    make: Making, cast: Cast, browse: Browse
) -> None:
    event = make.event(title="Kvicksilver")
    handover = make.handover(event, receiver=cast.reader)
    file = {"file": ContentFile(b"%PDF", "file.pdf"), "size": 4, "pages": 1, "sha256": "0" * 64}
    HandoverCopy.objects.create(handover=handover, **file)
    address = reverse("reporting:handover-copy", args=[handover.pk])
    assert browse(cast.reader).get(address).status_code == 200

    type(event).objects.filter(pk=event.pk).update(
        classification="secret",
        effective_classification="secret",
        secrecy_provision=1,
        secrecy_marked_on=event.starts_on,
        secrecy_authority="Ju",
    )

    assert browse(cast.reader).get(address).status_code == 404
    page = browse(cast.reader).get(handover.get_absolute_url()).text
    assert "Kvicksilver" not in page
    assert "får du inte längre se" in page
    assert browse(cast.officer).get(address).status_code == 200


def test_who_leaves_is_told_in_full_to_officers_and_as_a_number_to_an_administrator(
    make: Making, cast: Cast, browse: Browse
) -> None:
    leaver = make_user("leaver", Role.OFFICER, make.strategy, until=timezone.localdate() + timedelta(days=9))
    make.event(owner=leaver, title="Kvicksilver")
    held = Membership.objects.get(user=leaver)

    for user in (cast.officer, cast.head, leaver):
        assert "Kvicksilver" in browse(user).get(LIST).text
    assert "Kvicksilver" not in browse(cast.reader).get(LIST).text
    page = browse(cast.admin).get(reverse("strategy:role-ending", args=[held.pk])).text
    assert "1 öppen sak" in page
    assert "Kvicksilver" not in page
    assert browse(cast.admin).get(LIST).status_code == 404


def test_a_head_sees_how_many_drafts_those_who_have_gone_left(make: Making, cast: Cast, browse: Browse) -> None:
    gone = make_user("gone", Role.OFFICER, make.strategy, until=timezone.localdate() - timedelta(days=1))
    draft_of(gone, LIST)
    assert "1 utkast efter sig" in browse(cast.head).get(LIST).text
    assert "efter sig" not in browse(cast.officer).get(LIST).text
