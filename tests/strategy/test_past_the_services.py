"""Nothing writes records past the services: history sees no bulk write and no SQL, and the version would stand still.

Read from the source itself. A queryset's `update` takes only keyword arguments and its `delete` none at all, which
tells them from those of dictionaries, digests and files.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
APPS = ("strategy", "priorities", "dialogue", "reporting", "config")
BULK = {"bulk_create", "bulk_update", "abulk_create", "abulk_update", "raw", "executemany", "_raw_delete"}
WHOLE_FILES = {
    "strategy/services.py": "the one way in",
    "strategy/rates.py": "counters are no records: nobody writes in them, and conditional updates make them exact",
    "strategy/jobs.py": "jobs are no records: they are claimed by conditional updates, and nobody writes on them",
}
ALLOWED = {
    ("reporting/services/rendering.py", "report.snapshots.all().delete"): "snapshots of a draft are made anew",
    ("reporting/snapshots/reading.py", "connection.cursor"): "sets the isolation of a transaction that only reads",
    (
        "reporting/fixtures.py",
        "strategy.recipients.filter(label=table['recipient']).update",
    ): "the decision's own text, as it is loaded",
    (
        "reporting/fixtures.py",
        "strategy.focus_areas.filter(code=table['code']).update",
    ): "the decision's own text, as it is loaded",
    (
        "reporting/fixtures.py",
        "strategy.goals.filter(code=table['code']).update",
    ): "the decision's own text, as it is loaded",
    (
        "reporting/fixtures.py",
        "strategy.mandateareas.filter(number=table['number']).update",
    ): "the decision's own text, as it is loaded",
    ("priorities/services/adoption.py", "WorkPlanLine.objects.bulk_create"): "sealed copies, which have no history",
    (
        "reporting/demonstration/work_plan.py",
        "WorkPlanLine.objects.bulk_create",
    ): "sealed copies, which have no history",
    ("reporting/demonstration/scaling.py", "model._default_manager.bulk_create"): "copies for measurements alone",
    ("reporting/demonstration/scaling.py", "through._default_manager.bulk_create"): "copies for measurements alone",
    ("reporting/demonstration/scaling.py", "connection.cursor"): "ANALYZE, after the copies",
}


def goes_past(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    match call.func.attr:
        case "update" | "aupdate":
            return not call.args and bool(call.keywords)
        case "delete" | "adelete":
            return not call.args and not call.keywords
        case "cursor":
            return True
        case name:
            return name in BULK


def writes(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and goes_past(node):
            yield ast.unparse(node.func)


def found() -> set[tuple[str, str]]:
    files = (path for app in APPS for path in sorted((ROOT / app).rglob("*.py")) if "migrations" not in path.parts)
    named = ((path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")) for path in files)
    return {(name, call) for name, source in named if name not in WHOLE_FILES for call in writes(source)}


def test_nothing_writes_records_past_the_services() -> None:
    assert found() - set(ALLOWED) == set()


def test_every_exception_is_still_needed() -> None:
    assert set(ALLOWED) - found() == set()


@pytest.mark.parametrize(
    "source",
    [
        "Event.objects.filter(pk=1).update(title='x')",
        "event.interventions.all().delete()",
        "event.delete()",
        "Event.objects.bulk_create([event])",
        "Event.objects.bulk_update(events, ['title'])",
        "Event.objects.raw('select 1')",
        "connection.cursor()",
        "changes = {'a': 1}\nEvent.objects.all().update(**changes)",
    ],
)
def test_the_look_finds_what_goes_past(source: str) -> None:
    assert len(list(writes(source))) == 1


@pytest.mark.parametrize("source", ["context.update({'a': 1})", "digest.update(chunk)", "file.delete(save=False)"])
def test_the_look_leaves_other_things_alone(source: str) -> None:
    assert list(writes(source)) == []
