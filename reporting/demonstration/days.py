from datetime import date, datetime, time

from django.utils import timezone

DAY = date(2022, 2, 15)


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
