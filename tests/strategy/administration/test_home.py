"""Where each person's day begins, and what the menu offers them."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from strategy.access import Role
from strategy.administration.invitations.models import Invitation
from strategy.decision.models import Strategy
from strategy.people.models import Membership, User
from strategy.people.organisations import Organisation
from tests.conftest import Cast
from tests.making import make_invitation

Browse = Callable[[User], Client]


def menu(client: Client, path: str) -> tuple[list[str], list[str]]:
    context = client.get(path).context
    return tuple([str(entry.label) for entry in context[name]] for name in ("navigation", "section_tabs"))  # type: ignore[return-value]


def test_an_administrator_begins_with_what_waits(cast: Cast, strategy: Strategy, browse: Browse) -> None:
    sida = Organisation.objects.get(key="sida")
    for number in range(3):
        make_invitation(cast.officer, strategy, sida, email=f"n{number}@test.example")
    Invitation.objects.filter(email="n0@test.example").update(expires_at=timezone.now() - timedelta(days=1))
    User.objects.create_user("nobody@test.example", "Nobody")

    context = browse(cast.admin).get("/").context

    assert (context["pending"], context["expired"], context["roleless"], context["accounts"]) == (2, 1, 1, 10)
    assert menu(browse(cast.admin), "/") == (["Administration"], [])


def test_the_menu_of_each(cast: Cast, strategy: Strategy, browse: Browse) -> None:
    tabs = ["Personer", "Inbjudningar", "Organisationer", "Strategier", "Nya beslut", "Brev", "Driften"]
    assert menu(browse(cast.admin), "/administration/people/") == (["Administration"], tabs)
    assert menu(browse(cast.admin), f"/strategies/{strategy.slug}/text/")[0] == ["Mål", "Administration"]
    for role in ("officer", "head"):
        places, shown = menu(browse(cast[role]), f"/strategies/{strategy.slug}/contacts/")
        assert "Administration" not in places
        assert shown == ["Fältobservationer", "Kontaktpersoner"]
    assert menu(browse(cast.contact), f"/strategies/{strategy.slug}/observations/")[1] == []


def test_an_officer_who_administers_has_both(cast: Cast, strategy: Strategy, browse: Browse) -> None:
    Membership.objects.create(user=cast.officer, role=Role.ADMIN, since=timezone.localdate())
    client = browse(cast.officer)

    assert client.get("/").headers["Location"] == f"/strategies/{strategy.slug}/"
    places, tabs = menu(client, f"/strategies/{strategy.slug}/contacts/")
    assert places[-1] == "Administration"
    assert tabs == ["Fältobservationer", "Kontaktpersoner"]
    assert client.get(f"/strategies/{strategy.slug}/").context["role_label"] == "handläggare och administratör"


def test_without_a_role_there_is_a_sentence(strategy: Strategy, browse: Browse) -> None:
    nobody = User.objects.create_user("nobody@test.example", "Nobody")

    assert "ditt konto inte längre har någon roll" in browse(nobody).get("/", follow=True).text
