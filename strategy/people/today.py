"""Conditions on the roles that are held today."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone

from strategy import access


def held_on(day: date) -> Q:
    """The condition on a membership: in force that day by its own dates, and its person's account open."""
    return Q(Q(until=None) | Q(until__gte=day), since__lte=day, ended_at=None, user__is_active=True)


def people_today() -> models.Count:
    held = access.under("memberships", held_on(timezone.localdate()))
    return models.Count("memberships__user", filter=held, distinct=True)
