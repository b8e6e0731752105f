from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from reporting.reports.contents.snapshots.taking import contents
from reporting.reports.models import Report
from tests.making import Making

TAKEN_AT = datetime(2022, 2, 15, 10, 30, tzinfo=UTC)

Written = dict[str, Any]


@pytest.fixture
def written(make: Making) -> Callable[..., Written]:
    """What a report on 2021 would say now, for an audience."""

    def write(audience: str = "internal", **fields: Any) -> Written:
        newest = Report.objects.filter(audience=audience).count()
        report = make.report(audience=audience, edition_number=newest + 1, **fields)
        return contents(report, TAKEN_AT)

    return write


def goal_in(written: Written, code: str = "i.1") -> Written:
    return next(goal for area in written["focus_areas"] for goal in area["goals"] if goal["code"] == code)
