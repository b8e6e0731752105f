"""Records in number, and how many queries a page then takes."""

from datetime import date

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.making import Making


def fill(make: Making, times: int, goal: str = "i.1") -> None:
    """So many of everything that hangs on a goal; the judgement under way is one, and so is the one in force."""
    for turn in range(times):
        day = date(2021, 1 + turn % 6, 1 + turn % 28)
        event = make.event(starts_on=day)
        make.event(state="planned", starts_on=date(2021, 12, 1 + turn % 28))
        said = make.intervention(event, goal, lean="positive", response="Vi återkommer.")
        promised = make.commitment(event, [goal])
        seen = make.observation(goals=[goal], observed_on=day, state="accepted")
        make.observation(goals=[goal], observed_on=day, state="submitted")
        judged = make.assessment(goal, state="approved", assessed_on=date(2022, 1, 1 + turn % 28))
        for rests_on in ({"intervention": said}, {"commitment": promised}, {"observation": seen}, {}):
            make.evidence(judged, **rests_on)


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)
