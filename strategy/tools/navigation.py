"""The upper floors' pages that every floor leads to: `NAVIGATION` in the settings names the module that knows them."""

from importlib import import_module
from typing import Any

from django.conf import settings


def navigation() -> Any:
    return import_module(settings.NAVIGATION)
