"""SQL is made once for each key, and answers as the question that it was made from."""

from datetime import date

import pytest
from django.db.models import QuerySet

from strategy.people.models import User
from strategy.tools.kept_sql import KeptQuestion, as_date, kept, rows_of

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def test_it_is_made_once_a_key_and_answers_what_is_there_now() -> None:
    made = []

    def ask() -> "QuerySet[User, tuple[str]]":
        made.append(1)
        return User.objects.filter(name="Åsa").values_list("name")

    assert rows_of(kept(KeptQuestion(("named", 1), ask))) == []
    User.objects.create_user("asa@example.com", "Åsa")
    assert list(map(tuple, rows_of(kept(KeptQuestion(("named", 1), ask))))) == [("Åsa",)]
    assert len(made) == 1
    kept(KeptQuestion(("named", 2), ask))
    assert len(made) == 2


def test_what_nothing_can_answer_has_no_rows() -> None:
    assert rows_of(kept(KeptQuestion(("none",), User.objects.none))) == []


def test_a_day_is_a_day_on_either_database() -> None:
    assert [as_date(day) for day in ("2021-03-02", date(2021, 3, 2), None)] == [date(2021, 3, 2)] * 2 + [None]
