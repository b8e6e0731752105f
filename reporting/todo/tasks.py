from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

MOST = 3  # of one sort that are named one by one


@dataclass(frozen=True)
class Task:
    text: str
    detail: str
    url: str
    late: bool = False


def short(day: date | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""
