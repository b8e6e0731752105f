"""Foreign keys point the way that imports do: a key that is named in a string escapes the contracts of imports."""

import tomllib
from pathlib import Path

from django.apps import apps
from django.db.models import Model

ROOT = Path(__file__).parents[1]
FLOORS = ["strategy", "priorities", "dialogue", "reporting"]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
ROOMS = {contract["containers"][0]: contract["layers"] for contract in CONTRACTS if "containers" in contract}


def height(model: type[Model]) -> tuple[int, int]:
    """The floor, and the layer on it, from below."""
    floor, room, *_file = model.__module__.split(".")
    layers = [layer.split(" : ") for layer in reversed(ROOMS.get(floor, []))]
    return FLOORS.index(floor), next((number for number, rooms in enumerate(layers) if room in rooms), -1)


def own_models() -> list[type[Model]]:
    """But for the histories, which belong to the models that they are of."""
    ours = [model for model in apps.get_models() if model._meta.app_label in FLOORS]
    return [model for model in ours if not hasattr(model, "instance_type")]


def test_foreign_keys_point_to_what_lies_below() -> None:
    ours = own_models()
    pairs = [(model, field.related_model) for model in ours for field in model._meta.get_fields() if field.concrete]
    ties = [(model, other) for model, other in pairs if other in ours]
    assert len(ties) > 100
    assert [(model, other) for model, other in ties if height(other) > height(model)] == []


def test_every_model_above_the_ground_floor_stands_in_a_room() -> None:
    assert [model for model in own_models() if model._meta.app_label in ROOMS and height(model)[1] < 0] == []
