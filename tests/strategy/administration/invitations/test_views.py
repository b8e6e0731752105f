"""Inviting, and what is done with invitations that wait."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from strategy.access import Role
from strategy.administration.invitations.models import Invitation
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.people.organisations import Organisation
from tests.conftest import Cast
from tests.making import make_invitation

Browse = Callable[[User], Client]
SHARED = "det de ser har delats och kan bli allmän handling"


@pytest.fixture
def sida(strategy: Strategy) -> Organisation:
    return Organisation.objects.get(key="sida")


def contacts(strategy: Strategy) -> str:
    return reverse("strategy:contacts", args=[strategy.slug])


def invite(client: Client, strategy: Strategy, **typed: Any) -> Any:
    return client.post(reverse("strategy:contact-invitation-new", args=[strategy.slug]), typed)


@pytest.mark.parametrize("role", ["officer", "head"])
def test_a_contact_is_invited_by_letter_and_the_link_is_seen_once(
    role: str, cast: Cast, strategy: Strategy, sida: Organisation, browse: Browse
) -> None:
    client = browse(cast[role])

    answer = invite(client, strategy, email="ny@test.example", organisation=sida.pk)

    link = answer.context["link"]
    assert answer.status_code == 200
    assert f'value="{link}"' in answer.text
    assert answer.headers["Referrer-Policy"] == "same-origin"  # without it no form of the page could be sent
    (letter,) = mail.outbox
    assert letter.to == ["ny@test.example"]
    assert letter.subject == "Verka: inbjudan till uppföljningen av IOM 2020–2022"
    assert link in letter.body
    assert f"{cast[role].name} bjuder in dig som kontaktperson" in letter.body
    listed = client.get(contacts(strategy)).text
    assert "ny@test.example" in listed
    assert link not in listed
    assert SHARED in listed


def test_a_letter_that_does_not_go_is_told_and_the_link_still_shown(
    officer: User, strategy: Strategy, sida: Organisation, browse: Browse, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there

    answer = invite(browse(officer), strategy, email="ny@test.example", organisation=sida.pk)

    assert "brevet gick inte iväg" in answer.text
    assert "/invitation/" in answer.context["link"]
    assert Invitation.objects.get().state == "pending"


@pytest.mark.parametrize(
    ("typed", "field", "told"),
    [
        ({"email": "inte en adress"}, "email", "Fyll i en giltig e-postadress."),
        ({"organisation": ""}, "organisation", "Välj organisation."),
        ({"email": "contact@test.example"}, "email", "Den som har adressen har redan rollen."),
        ({"organisation": "justitiedepartementet"}, "organisation", None),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(
    typed: dict[str, str], field: str, told: str | None, officer: User, contact: User, strategy: Strategy,
    sida: Organisation, browse: Browse,
) -> None:  # fmt: skip
    organisation = typed.get("organisation", "sida")
    found = Organisation.objects.filter(key=organisation).first()
    wish: dict[str, Any] = {"email": "ny@test.example"} | typed | {"organisation": found.pk if found else ""}

    answer = invite(browse(officer), strategy, **wish)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert told is None or told in answer.context["form"].errors[field]
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("role", Role.values)
def test_an_administrator_invites_to_every_role(
    role: str, cast: Cast, strategy: Strategy, sida: Organisation, browse: Browse
) -> None:
    client = browse(cast.admin)
    page = reverse("strategy:invitation-new")
    assert SHARED in client.get(page).text
    wish = {"email": "ny@test.example", "role": role, "strategy": strategy.pk, "organisation": sida.pk}
    if role != Role.ADMIN:
        assert client.post(page, wish | {"strategy": ""}).status_code == 422

    assert client.post(page, wish).status_code == 200

    made = Invitation.objects.get()
    assert (made.role, made.strategy) == (role, None if role == Role.ADMIN else strategy)


def test_revoked_it_is_gone_from_the_list(
    officer: User, strategy: Strategy, sida: Organisation, browse: Browse
) -> None:
    invitation = make_invitation(officer, strategy, sida).invitation
    client = browse(officer)
    assert "invited@test.example" in client.get(contacts(strategy)).text

    answer = client.post(reverse("strategy:invitation-revocation", args=[invitation.pk]), follow=True)

    assert "Inbjudan till invited@test.example är återkallad." in answer.text
    assert "invited@test.example" not in client.get(contacts(strategy)).text
    again = client.post(reverse("strategy:invitation-renewal", args=[invitation.pk]), follow=True)
    assert "Inbjudan är redan använd eller återkallad." in again.text
    assert mail.outbox == []


def test_officers_see_no_invitation_but_their_contacts(
    cast: Cast, strategy: Strategy, foreign_strategy: Strategy, sida: Organisation, browse: Browse
) -> None:
    others = [
        make_invitation(cast.admin, strategy, email="reader2@test.example", role=Role.READER),
        make_invitation(cast.admin, None, email="admin2@test.example", role=Role.ADMIN),
        make_invitation(cast.outsider, foreign_strategy, sida, email="foreign@test.example"),
    ]
    listed = browse(cast.officer).get(contacts(strategy)).text
    for other in others:
        assert other.invitation.email not in listed
        for act in ("renewal", "revocation"):
            address = reverse(f"strategy:invitation-{act}", args=[other.invitation.pk])
            assert browse(cast.officer).post(address).status_code == 404
    everything = browse(cast.admin).get(reverse("strategy:invitations")).text
    assert all(other.invitation.email in everything for other in others)
