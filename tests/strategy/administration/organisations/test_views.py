"""Organisations and strategies, as administrators keep them."""

from collections.abc import Callable

import pytest
from django.test import Client

from strategy.people.models import User
from strategy.people.organisations import Organisation
from tests.conftest import Cast

Browse = Callable[[User], Client]
LIST = "/administration/organisations/"
NEW = {"name": "Åklagarmyndigheten", "kind": "agency", "key": "aklagarmyndigheten", "abbreviation": "ÅM"}


def test_a_new_one_and_a_changed_one(cast: Cast, browse: Browse) -> None:
    admin = browse(cast.admin)
    assert admin.post(f"{LIST}new/", NEW).status_code == 302
    made = Organisation.objects.get(key="aklagarmyndigheten")
    page = f"{LIST}{made.pk}/"
    seen = admin.get(page).context["form"]["seen"].value()

    assert admin.post(page, NEW | {"name_en": "Prosecution", "key": "other", "seen": seen}).status_code == 302
    assert admin.post(page, NEW | {"name_en": "Too late", "seen": seen}).status_code == 422

    made.refresh_from_db()
    assert (made.name_en, made.key, made.sort_key) == ("Prosecution", "aklagarmyndigheten", "zzaklagarmyndigheten")
    assert [row.history_user for row in made.history.all()] == [cast.admin, cast.admin]


@pytest.mark.parametrize(
    ("wrong", "field"), [({"key": "sida"}, "key"), ({"key": "Å m"}, "key"), ({"name": ""}, "name")]
)
def test_what_is_wrong_is_told(wrong: dict[str, str], field: str, cast: Cast, browse: Browse) -> None:
    answer = browse(cast.admin).post(f"{LIST}new/", NEW | wrong)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_strategies_with_how_many_work_with_each(cast: Cast, browse: Browse) -> None:
    shown = browse(cast.admin).get("/administration/strategies/").context["strategies"]

    assert sorted(row.people for row in shown) == [1, 7]
