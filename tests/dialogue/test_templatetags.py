from datetime import date

import pytest
from django.utils import translation

from dialogue.commitments.models import Commitment
from dialogue.meetings.models.events import Event
from dialogue.observations.models import Observation
from dialogue.requests.models import Answer
from dialogue.templatetags.dialogue import TONES, days


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2021, 6, 29), date(2021, 6, 29), "29 juni 2021"),
        (date(2021, 6, 29), date(2021, 6, 30), "29–30 juni 2021"),
        (date(2021, 11, 29), date(2021, 12, 1), "29 november – 1 december 2021"),
        (date(2021, 12, 30), date(2022, 1, 2), "30 december 2021 – 2 januari 2022"),
    ],
)
def test_days_say_nothing_twice(first: date, last: date, words: str) -> None:
    with translation.override("sv"):
        assert days(first, last) == words


def test_every_tone_belongs_to_a_state() -> None:
    states = {*Event.State.values, *Commitment.State.values, *Observation.State.values, *Answer.State.values}
    assert set(TONES) <= states
