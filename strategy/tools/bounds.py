from datetime import date

from django.db.models import BaseConstraint, CheckConstraint, Q
from django.utils.translation import gettext_lazy as _

from strategy.tools.days import FIRST_YEAR, LAST_YEAR


def days_that_can_be(*fields: str) -> list[BaseConstraint]:
    """That each of these dates, where there is one, lies in a year that can be true of anything here."""
    return [bound(field, date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)) for field in fields]


def years_that_can_be(*fields: str) -> list[BaseConstraint]:
    """The same for columns of years."""
    return [bound(field, FIRST_YEAR, LAST_YEAR) for field in fields]


def bound(field: str, first: object, last: object) -> CheckConstraint:
    return CheckConstraint(
        condition=Q(**{f"{field}__range": (first, last)}),
        name=f"%(app_label)s_%(class)s_{field}_can_be",
        violation_error_message=_("Dagar och år ska ligga mellan 1950 och 2100."),
    )
