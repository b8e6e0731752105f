"""A filter that somebody keeps under a name: theirs alone, on the page that it is of."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from strategy.accounts.own_data_export import own_data
from strategy.people.models import User
from strategy.web.models import KeptFilter
from tests.conftest import SLUG, Cast
from tests.making import Making

Browse = Callable[[User], Client]
LIST = f"/strategies/{SLUG}/meetings/"
NEW = "/kept-filters/new/"


def keep(client: Client, query: str, name: str = "Landdialog") -> Any:
    return client.post(NEW, {"list": f"{LIST}?{query}", "name": name})


def test_a_narrowed_list_can_be_kept_and_found_again(make: Making, cast: Cast, browse: Browse) -> None:
    client = browse(cast.officer)
    assert "Spara filtret" not in client.get(LIST).text

    page = client.get(LIST, {"kind": "country_dialogue", "sort": "-title", "page": "1"}).text
    address = f"{NEW}?list=%2Fstrategies%2F{SLUG}%2Fmeetings%2F%3Fkind%3Dcountry_dialogue%26sort%3D-title"
    assert address in page
    assert client.get(address).status_code == 200
    response = keep(client, "kind=country_dialogue&sort=-title&page=1&format=csv&level=")
    assert response.headers["Location"] == f"{LIST}?kind=country_dialogue&sort=-title"

    kept = KeptFilter.objects.get()
    assert (kept.user, kept.strategy, kept.page, kept.name, kept.query) == (
        cast.officer,
        make.strategy,
        "dialogue:events",
        "Landdialog",
        "kind=country_dialogue&sort=-title",
    )
    again = client.get(response.headers["Location"]).text
    assert 'aria-current="true">Landdialog</a>' in again
    assert "Spara filtret" not in again
    assert f'href="{LIST}?kind=country_dialogue&amp;sort=-title"' in client.get(LIST).text
    assert "Landdialog" not in client.get(f"/strategies/{SLUG}/commitments/").text


def test_nobody_else_sees_or_removes_it(cast: Cast, browse: Browse) -> None:
    keep(browse(cast.officer), "state=held")
    kept = KeptFilter.objects.get()
    removal = reverse("strategy:kept-filter-removal", args=[kept.pk])

    assert "Landdialog" not in browse(cast.colleague).get(LIST).text
    assert browse(cast.colleague).post(removal).status_code == 302
    assert KeptFilter.objects.count() == 1
    assert browse(cast.officer).post(removal, {"next": LIST}).headers["Location"] == LIST
    assert KeptFilter.objects.count() == 0


def test_a_name_is_there_once_for_each_page(cast: Cast, browse: Browse) -> None:
    client = browse(cast.officer)
    keep(client, "state=held")
    refused = keep(client, "state=minuted")

    assert refused.status_code == 422
    assert "Du har redan ett filter med det namnet här. Välj ett annat namn." in refused.text
    assert keep(client, "state=minuted", name="").status_code == 422
    other = client.post(NEW, {"list": f"/strategies/{SLUG}/commitments/?state=late", "name": "Landdialog"})
    assert other.status_code == 302
    assert keep(browse(cast.head), "state=held").status_code == 302


@pytest.mark.both
def test_the_database_holds_it_outside_of_strategies_too(cast: Cast) -> None:
    for strategy in (None, cast.officer.memberships.get().strategy):
        kept = {"user": cast.admin, "strategy": strategy, "page": "strategy:people", "name": "A", "query": "role=head"}
        KeptFilter.objects.create(**kept)
        with pytest.raises(IntegrityError), transaction.atomic():
            KeptFilter.objects.create(**kept)


@pytest.mark.parametrize(
    "address",
    [
        "/no/such/place/?state=held",
        LIST,
        f"{LIST}?page=2",
        "/strategies/varldsbiblioteket-2031-2034/meetings/?state=held",
        "/meetings/1/?state=held",
        f"{LIST}?words={'x' * 1000}",
    ],
)
def test_what_is_no_list_of_theirs_cannot_be_kept(address: str, cast: Cast, browse: Browse) -> None:
    assert browse(cast.officer).post(NEW, {"list": address, "name": "Nej"}).status_code == 404


def test_it_goes_along_with_what_is_kept_about_its_owner(cast: Cast, browse: Browse) -> None:
    keep(browse(cast.officer), "state=held")
    assert own_data(cast.officer)["kept_filters"] == [
        {"name": "Landdialog", "page": "dialogue:events", "strategy": SLUG, "query": "state=held"}
    ]
    assert own_data(cast.head)["kept_filters"] == []
