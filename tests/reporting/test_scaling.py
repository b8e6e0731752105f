"""The demonstration several times over: copies that keep every rule, and nothing else changed."""

from collections.abc import Callable, Iterator
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F, Model
from pytest_django import DjangoDbBlocker

from dialogue.models import (
    AgendaItem,
    AgendaItemGoal,
    Commitment,
    Counterpart,
    Event,
    EventCounterpart,
    Intervention,
    Observation,
    ObservationStep,
)
from priorities.models import Activity, ActivityUpdate
from reporting.demonstration.scaling import present_scale
from reporting.models import Assessment, Evidence, Report
from reporting.snapshots.contents import contents
from reporting.views.overview import figures
from strategy.models import Classified, Record, Strategy
from tests.conftest import SLUG, load_strategies
from tests.reporting.conftest import TAKEN_AT
from tests.reporting.test_load_demo import contents as rows
from tests.reporting.test_load_demo import numbers

MULTIPLIED = [
    *(Event, EventCounterpart, AgendaItem, AgendaItemGoal, Intervention, Commitment, Commitment.goals.through),
    *(Observation, ObservationStep, Observation.goals.through, Observation.mandate_areas.through),
    *(Activity, ActivityUpdate, Activity.goals.through, Activity.participants.through),
]
NOT_MULTIPLIED = [Counterpart, Assessment, Evidence]
