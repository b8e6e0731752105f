"""The page of who sees what."""

from django.test import Client
from django.urls import reverse

from strategy.access import TABLE
from strategy.people.models import User
from tests.conftest import Cast
from tests.folding import folded


def test_the_page_marks_the_readers_own_column(cast: Cast) -> None:
    for user, own in ((cast.reader, "Läsare"), (cast.contact, "Kontaktperson"), (cast.admin, "Administratör")):
        client = Client()
        client.force_login(user)
        page = client.get(reverse("strategy:access")).content.decode()
        assert page.count("Din roll") == 1
        assert f'<span class="line">Din roll</span>{own}</th>' in folded(page)
        assert page.count(" data-own") == len(TABLE) + 1
        for row in TABLE:
            assert str(row.label) in folded(page)


def test_every_page_leads_there(reader: User) -> None:
    client = Client()
    client.force_login(reader)

    assert reverse("strategy:access") in client.get("/", follow=True).content.decode()
