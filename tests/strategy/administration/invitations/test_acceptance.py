"""The invited person's side: one page a case, a link that is spent by a yes alone, and no trace of its token."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from strategy.access import Role
from strategy.administration.invitations.models import Invitation
from strategy.administration.invitations.services import Issued, resend, revoke
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.people.organisations import Organisation
from strategy.tools.secrets import digest_of
from tests.conftest import Cast
from tests.making import make_invitation

Browse = Callable[[User], Client]
PAGE = "/invitation/"


@pytest.fixture
def issued(officer: User, strategy: Strategy) -> Issued:
    return make_invitation(officer, strategy, Organisation.objects.get(key="sida"))


@pytest.fixture
def link(issued: Issued) -> str:
    return reverse("strategy:invitation-link", args=[issued.token])


def test_a_contact_comes_in_without_a_password(client: Client, link: str, strategy: Strategy) -> None:
    page = client.get(link, follow=True)
    assert [place for place, _status in page.redirect_chain] == [PAGE]
    for told in ("Officer bjuder in dig som kontaktperson", strategy.title, "invited@test.example", "utvecklingssam"):
        assert told in page.text

    answer = client.post(PAGE, {"name": "Ny Kontakt"}, follow=True)

    assert answer.redirect_chain[-1][0] == f"/strategies/{strategy.slug}/observations/"
    assert "Mina observationer" in answer.text
    assert answer.wsgi_request.user == User.objects.get(email="invited@test.example")
    assert not answer.wsgi_request.user.has_usable_password()


def test_an_address_with_capital_letters_lets_its_owner_in(
    client: Client, browse: Browse, cast: Cast, strategy: Strategy
) -> None:
    """From the invitation's form to signing in by password, however the address is written there."""
    sent = {"email": "Anna.Svensson@Regeringen.Example", "role": "officer", "strategy": strategy.pk, "organisation": ""}
    shown = browse(cast.admin).post("/administration/invitations/new/", sent)
    client.get(urlsplit(shown.context["link"]).path)
    client.post(PAGE, {"name": "Anna", "password": "fyra ord i rad"})
    assert User.objects.get(name="Anna").email == "anna.svensson@regeringen.example"

    for typed in (
        "anna.svensson@regeringen.example",
        "Anna.Svensson@Regeringen.Example",
        " ANNA.svensson@regeringen.example",
    ):
        again = Client()
        again.post("/sign-in/", {"login": typed, "password": "fyra ord i rad"})
        assert "_auth_user_id" in again.session, typed


def test_a_contact_may_choose_a_password(client: Client, link: str) -> None:
    client.get(link)
    for weak in ("kort", "password1234", "invited@test.example"):
        assert client.post(PAGE, {"name": "Ny", "password": weak}).status_code == 422

    client.post(PAGE, {"name": "Ny", "password": "fyra ord i rad"})

    assert User.objects.get(email="invited@test.example").check_password("fyra ord i rad")


def test_an_officer_has_to(client: Client, cast: Cast, strategy: Strategy) -> None:
    issued = make_invitation(cast.admin, strategy, role=Role.OFFICER)
    client.get(reverse("strategy:invitation-link", args=[issued.token]))

    refused = client.post(PAGE, {"name": "Ny Handläggare"})

    assert (refused.status_code, "password" in refused.context["form"].errors) == (422, True)
    assert client.post(PAGE, {"name": "Ny", "password": "fyra ord i rad"}).status_code == 302


def test_to_look_spends_nothing(client: Client, link: str, issued: Issued) -> None:
    for _turn in range(3):
        assert client.get(link, follow=True).status_code == 200
        assert client.head(link).status_code == 302
    assert client.post(link).status_code == 405
    assert client.get(PAGE).status_code == 200

    assert Invitation.objects.get(pk=issued.invitation.pk).state == "pending"
    assert not User.objects.filter(email="invited@test.example").exists()


# ------------------------------------------------------------------ an address with an account


def test_who_has_an_account_signs_in_first(cast: Cast, strategy: Strategy, client: Client) -> None:
    issued = make_invitation(cast.admin, strategy, role=Role.OFFICER, email="READER@test.example")
    cast.reader.set_password("ett eget lösenord")
    cast.reader.save()
    page = client.get(reverse("strategy:invitation-link", args=[issued.token]), follow=True)
    assert "Logga in med det för att tacka ja" in page.text
    assert f"/sign-in/?next={PAGE}" in page.text
    assert client.post(PAGE, {"name": "Kapare", "password": "fyra ord i rad"}).status_code == 200
    assert Invitation.objects.get().state == "pending"

    answer = client.post(
        f"/sign-in/?next={PAGE}", {"login": "reader@test.example", "password": "ett eget lösenord", "next": PAGE}
    )
    assert answer.headers["Location"] == PAGE
    assert "name" not in client.get(PAGE).context["form"].fields
    client.post(PAGE)

    assert set(User.objects.get(pk=cast.reader.pk).roles_in(strategy.pk)) == {"reader", "officer"}
    assert User.objects.get(pk=cast.reader.pk).check_password("ett eget lösenord")


def test_an_account_that_has_no_role_left_comes_in_to_get_one_and_nowhere_else(
    cast: Cast, strategy: Strategy, client: Client
) -> None:
    cast.reader.memberships.update(until=timezone.localdate() - timedelta(days=1))
    cast.reader.set_password("ett eget lösenord")
    cast.reader.save()
    issued = make_invitation(cast.admin, strategy, role=Role.OFFICER, email="reader@test.example")
    client.get(reverse("strategy:invitation-link", args=[issued.token]))
    signs_in = {"login": "reader@test.example", "password": "ett eget lösenord"}

    assert client.post("/sign-in/", signs_in).headers["Location"] == "/sign-in/"
    assert client.post("/sign-in/", signs_in | {"next": PAGE}).headers["Location"] == PAGE
    assert client.get(PAGE).status_code == 200
    client.post(PAGE)

    assert set(User.objects.get(pk=cast.reader.pk).roles_in(strategy.pk)) == {"officer"}


def test_without_a_password_of_their_own_the_new_role_asks_for_one(
    cast: Cast, strategy: Strategy, browse: Browse
) -> None:
    issued = make_invitation(cast.admin, strategy, role=Role.OFFICER, email=cast.contact.email)
    client = browse(cast.contact)
    client.get(reverse("strategy:invitation-link", args=[issued.token]))
    assert client.post(PAGE).status_code == 422

    client.post(PAGE, {"password": "fyra ord i rad"})

    assert User.objects.get(pk=cast.contact.pk).check_password("fyra ord i rad")
    assert client.get(f"/strategies/{strategy.slug}/").status_code == 200  # still signed in


def test_what_is_held_already_is_told_and_spends_nothing(
    officer: User, contact: User, strategy: Strategy, browse: Browse
) -> None:
    organisation = Organisation.objects.get(key="migrationsverket")
    issued = make_invitation(officer, strategy, organisation, email=contact.email)
    client = browse(contact)
    client.get(reverse("strategy:invitation-link", args=[issued.token]))

    answer = client.post(PAGE)

    assert (answer.status_code, "Personen har redan rollen" in answer.text) == (422, True)
    assert Invitation.objects.get().state == "pending"


# ------------------------------------------------------------------ refused

REFUSALS = {
    "accepted": (410, "Inbjudan är redan använd"),
    "expired": (410, "Inbjudan har gått ut"),
    "revoked": (410, "Inbjudan är återkallad"),
    "replaced": (404, "Länken leder inte till någon inbjudan"),
    **dict.fromkeys(
        ("the inviter's account is closed", "the inviter's role has ended", "the strategy is archived"),
        (410, "Inbjudan gäller inte längre"),
    ),
}


def end(case: str, invitation: Invitation, link: str, by: User) -> None:
    match case:
        case "accepted":
            other = Client()
            other.get(link)
            assert other.post(PAGE, {"name": "Först"}).status_code == 302
        case "expired":
            Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
        case "revoked":
            revoke(invitation=invitation, by=by)
        case "replaced":
            resend(invitation=invitation, by=by)
        case "the inviter's account is closed":
            User.objects.filter(pk=by.pk).update(is_active=False)
        case "the inviter's role has ended":
            by.memberships.update(until="2020-12-31")
        case "the strategy is archived":
            Strategy.objects.filter(invitations=invitation).update(status=Strategy.Status.ARCHIVED)


def assert_refused(answer: Any, status: int, heading: str, strategy: Strategy) -> None:
    """One sentence of why, and nothing of who invited whom to what."""
    assert (answer.status_code, heading in answer.text) == (status, True)
    for told in ("invited@test.example", strategy.title, "Officer", "utvecklingssamarbete"):
        assert told not in answer.text


@pytest.mark.parametrize("case", REFUSALS)
def test_a_link_that_is_over(
    case: str, issued: Issued, link: str, officer: User, strategy: Strategy, client: Client
) -> None:
    end(case, issued.invitation, link, officer)
    people = User.objects.count()

    assert_refused(client.get(link), *REFUSALS[case], strategy)

    assert client.post(PAGE, {"name": "Sen"}).status_code == 404
    assert User.objects.count() == people


@pytest.mark.parametrize("case", REFUSALS)
def test_a_page_that_was_open_when_it_came_to_an_end(
    case: str, issued: Issued, link: str, officer: User, strategy: Strategy, client: Client
) -> None:
    client.get(link)
    end(case, issued.invitation, link, officer)
    people = User.objects.count()

    for answer in (client.get(PAGE), client.post(PAGE, {"name": "Sen"})):
        assert_refused(answer, *REFUSALS[case], strategy)
    assert User.objects.count() == people


def test_who_sends_it_again_stands_by_it(issued: Issued, cast: Cast, client: Client) -> None:
    again = resend(invitation=issued.invitation, by=cast.colleague)
    cast.officer.memberships.update(until="2020-12-31")
    page = client.get(reverse("strategy:invitation-link", args=[again.token]), follow=True)
    assert "Colleague bjuder in dig" in page.text


def test_somebody_elses_link(
    issued: Issued, link: str, cast: Cast, strategy: Strategy, client: Client, browse: Browse
) -> None:
    told = (403, "Inbjudan är till någon annan")
    reader = browse(cast.reader)
    assert_refused(reader.get(link), *told, strategy)
    assert reader.post(PAGE).status_code == 404

    client.get(link)
    client.force_login(cast.reader)  # in another tab, with the page open
    assert_refused(client.post(PAGE, {"name": "Kapare"}), *told, strategy)

    assert Invitation.objects.get(pk=issued.invitation.pk).state == "pending"


def test_a_link_that_never_was(client: Client, strategy: Strategy) -> None:
    for link in ("/invitation/" + "x" * 43 + "/", "/invitation/å/", PAGE):
        assert_refused(client.get(link), 404, "Länken leder inte till någon inbjudan", strategy)


# ------------------------------------------------------------------ the token leaves no trace


def test_no_page_gives_the_token_away(client: Client, link: str, issued: Issued) -> None:
    answer = client.get(link)
    page = client.get(PAGE)

    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer.headers["Cache-Control"]
    assert issued.token not in page.text
    assert urlsplit(answer.headers["Location"]).path == PAGE


def everything_kept() -> Iterator[str]:
    """Every row of every table, as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - its own names
            yield from (repr(row) for row in cursor.fetchall())


def test_the_token_is_nowhere_in_the_database(
    officer: User, strategy: Strategy, browse: Browse, client: Client
) -> None:
    """Not after inviting, sending again, opening the link, nor saying yes; sessions and history included."""
    inviter, sida = browse(officer), Organisation.objects.get(key="sida")
    wish = {"email": "invited@test.example", "organisation": sida.pk}
    sent = inviter.post(reverse("strategy:contact-invitation-new", args=[strategy.slug]), wish)
    first = sent.context["link"]
    invitation = Invitation.objects.get()
    client.get(urlsplit(first).path)
    again = inviter.post(reverse("strategy:invitation-renewal", args=[invitation.pk])).context["link"]
    tokens = [link.rstrip("/").rpartition("/")[2] for link in (first, again)]
    assert [len(token) for token in tokens] == [43, 43]
    assert [first in mail.outbox[0].body, again in mail.outbox[1].body] == [True, True]
    client.get(urlsplit(again).path)

    def kept() -> str:
        return "\n".join([*everything_kept(), *map(repr, stored_sessions())])

    waiting = kept()
    client.post(PAGE, {"name": "Ny"})
    for dump in (waiting, kept()):
        assert digest_of(tokens[1]) in dump  # so the look finds what is there
        assert not any(token in dump for token in tokens)
    assert not any(token in told(inviter) for token in tokens)


def stored_sessions() -> Iterator[dict[str, object]]:
    """As they read: in their table they are encoded."""
    return (session.get_decoded() for session in Session.objects.all())


def told(client: Client) -> str:
    return str(dict(client.cookies)) + client.get("/").text


def test_no_template_here_asks_another_place() -> None:
    for name in ("acceptance", "invitation_refused"):
        source = (Path(settings.BASE_DIR) / f"templates/strategy/administration/invitations/{name}.html").read_text(
            encoding="utf-8"
        )
        assert "http" not in source
