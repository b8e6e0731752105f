"""The administration's pages of people, and the same for an officer's contacts."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from strategy.access import Role
from strategy.administration.people.accounts import deactivate
from strategy.decision.models import Strategy
from strategy.people.models import Membership, User
from strategy.people.organisations import Organisation
from tests.conftest import Cast

Browse = Callable[[User], Client]
PEOPLE = "/administration/people/"


def names(client: Client, **filters: Any) -> list[str]:
    return [str(person) for person in client.get(PEOPLE, filters).context["page"]]


def act(name: str, thing: User | Membership) -> str:
    return reverse(f"strategy:{name}", args=[thing.pk])


# ------------------------------------------------------------------ the list


def test_everybody_in_swedish_order(cast: Cast, browse: Browse, strategy: Strategy) -> None:
    for name in ("Öberg", "Ärlig", "Åberg", "Zorn"):
        User.objects.create_user(f"{len(name)}{ord(name[0])}@test.example", name)

    assert names(browse(cast.admin)) == [
        *("Admin", "Colleague", "Contact", "Delegation", "Head", "Officer", "Other_contact", "Outsider", "Reader"),
        *("Zorn", "Åberg", "Ärlig", "Öberg"),
    ]


def test_found_by_words_role_strategy_organisation_and_standing(
    cast: Cast, browse: Browse, strategy: Strategy, foreign_strategy: Strategy
) -> None:
    admin, sida = browse(cast.admin), Organisation.objects.get(key="sida")
    User.objects.create_user("nobody@test.example", "Nobody")
    deactivate(user=cast.reader, reason="Har slutat.", by=cast.admin)

    assert names(admin, words="COLL") == ["Colleague"]
    assert names(admin, words="delegation@") == ["Delegation"]
    assert names(admin, role="contact") == ["Contact", "Other_contact"]
    assert names(admin, strategy=foreign_strategy.pk) == ["Outsider"]
    assert names(admin, organisation=sida.pk) == ["Other_contact", "Outsider"]
    assert names(admin, organisation=sida.pk, strategy=strategy.pk) == ["Other_contact"]
    assert names(admin, standing="closed") == ["Reader"]
    assert names(admin, standing="roleless") == ["Nobody"]
    assert "Ingen motsvarar filtret" in admin.get(PEOPLE, {"words": "finns inte"}).text


# ------------------------------------------------------------------ one person


def test_a_role_is_given_and_ended_and_counts_at_the_next_request(
    cast: Cast, browse: Browse, strategy: Strategy
) -> None:
    admin, reader = browse(cast.admin), browse(cast.reader)
    new_event = reverse("dialogue:event-new", args=[strategy.slug])
    assert reader.get(new_event).status_code == 404
    wish = {"role": "officer", "strategy": strategy.pk, "since": timezone.localdate().isoformat()}
    assert admin.post(act("person-roles", cast.reader), wish).status_code == 302
    assert reader.get(new_event).status_code == 200

    held = cast.reader.memberships.get(role=Role.OFFICER)
    assert admin.post(act("role-ending", held), {"when": "day"}).status_code == 422
    admin.post(act("role-ending", held), {"when": "now"})

    assert reader.get(new_event).status_code == 404
    assert cast.reader.memberships.count() == 2  # ended, not deleted
    assert [row.history_user for row in held.history.all()] == [cast.admin, cast.admin]


def test_an_account_is_closed_and_opened_with_a_reason(cast: Cast, browse: Browse) -> None:
    admin, page = browse(cast.admin), act("person", cast.reader)
    assert admin.post(act("person-deactivation", cast.reader), {"reason": " "}).status_code == 422

    admin.post(act("person-deactivation", cast.reader), {"reason": "Har slutat på enheten."})

    shown = admin.get(page).text
    assert "av Admin." in shown
    assert "Har slutat på enheten." in shown
    admin.post(act("person-reactivation", cast.reader), {"reason": "Är tillbaka."})
    assert "Har slutat på enheten." not in admin.get(page).text
    assert User.objects.get(pk=cast.reader.pk).is_active


def test_a_refusal_is_told_in_the_form(cast: Cast, browse: Browse) -> None:
    answer = browse(cast.admin).post(act("person-deactivation", cast.admin), {"reason": "Prov."})
    assert answer.status_code == 422
    assert "Du kan inte stänga av ditt eget konto." in answer.text
    own = browse(cast.admin).get(act("person", cast.admin)).text
    assert act("person-deactivation", cast.admin) not in own
    assert act("role-ending", cast.admin.memberships.get()) not in own


def test_what_each_role_gives_stands_on_the_page(cast: Cast, browse: Browse) -> None:
    shown = browse(cast.admin).get(act("person", cast.head)).text

    assert "Vad rollen enhetschef ger" in shown
    assert "läser och godkänner" in shown


# ------------------------------------------------------------------ an officer's contacts


def test_an_officer_sees_of_a_contact_what_concerns_the_strategy(
    cast: Cast, foreign_strategy: Strategy, browse: Browse
) -> None:
    elsewhere = Membership.objects.create(
        user=cast.contact, strategy=foreign_strategy, role=Role.READER, since=timezone.localdate()
    )
    officer, page = browse(cast.officer), act("person", cast.contact)

    shown = officer.get(page).text

    assert foreign_strategy.short_name not in shown
    assert act("person-deactivation", cast.contact) not in shown
    assert officer.get(act("role-ending", elsewhere)).status_code == 404
    assert officer.get(act("person-name", cast.contact)).status_code == 404
    assert foreign_strategy.short_name in browse(cast.admin).get(page).text


def test_an_officer_is_offered_the_contacts_role_in_the_own_strategy_alone(
    cast: Cast, strategy: Strategy, foreign_strategy: Strategy, browse: Browse
) -> None:
    officer, page = browse(cast.officer), act("person-roles", cast.contact)
    form = officer.get(page).context["form"]
    assert [value for value, _label in form.fields["role"].choices] == ["contact"]
    assert list(form.fields["strategy"].queryset) == [strategy]
    sida = Organisation.objects.get(key="sida")
    wish = {"organisation": sida.pk, "since": timezone.localdate().isoformat()}

    for forced in ({"role": "officer", "strategy": strategy.pk}, {"role": "contact", "strategy": foreign_strategy.pk}):
        assert officer.post(page, wish | forced).status_code == 422
    assert cast.contact.memberships.count() == 1


@pytest.mark.parametrize("role", ["colleague", "reader", "delegation", "admin", "outsider"])
def test_nobody_but_contacts_is_there_for_an_officer(role: str, cast: Cast, browse: Browse) -> None:
    person = cast[role]
    for name in ("person", "person-roles", "person-deactivation", "person-reactivation"):
        assert browse(cast.officer).get(act(name, person)).status_code == 404
    assert browse(cast.officer).get(act("role-ending", person.memberships.get())).status_code == 404
