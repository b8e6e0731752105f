"""`docker-compose.yml`, as far as it can be tried without an engine: the product starts with what it is told there."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from celery.bin.worker import worker
from django.conf import settings

FILE = Path(settings.BASE_DIR) / "docker-compose.yml"
TOLD = {
    "SECRET_KEY": "abcdefghij" * 5,
    "ALLOWED_HOSTS": "verka.example",
    "POSTGRES_PASSWORD": "one",
    "RABBITMQ_PASSWORD": "two",
    "S3_PASSWORD": "three-and-more",
    "EMAIL_URL": "smtp+tls://verka:four@post.example",
    "DEFAULT_FROM_EMAIL": "Verka <verka@ministry.example>",
    "BACKUP_RECIPIENTS": "age1" + 58 * "q",
}
VARIABLE = re.compile(r"\$\{(\w+):\?\}")
WITH_DEFAULT = re.compile(r"\$\{\w+:-(.*)\}")
OURS = ("migrate", "web", "worker", "beat")


@pytest.fixture(scope="module")
def composition() -> dict[str, Any]:
    text = VARIABLE.sub(lambda found: TOLD[found[1]], FILE.read_text(encoding="utf-8"))
    text = WITH_DEFAULT.sub(r"\1", text)
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def test_what_has_to_be_told_is_named_once(composition: dict[str, Any]) -> None:
    assert set(VARIABLE.findall(FILE.read_text(encoding="utf-8"))) == set(TOLD)


def test_several_replicas_share_nothing_but_services(composition: dict[str, Any]) -> None:
    services = composition["services"]
    assert services["web"]["deploy"]["replicas"] >= 2
    assert services["worker"]["deploy"]["replicas"] >= 2
    assert "deploy" not in services["beat"]
    assert not any("volumes" in services[name] for name in OURS)


def test_every_service_and_volume_that_is_leaned_on_is_there(composition: dict[str, Any]) -> None:
    services = composition["services"]
    for name, service in services.items():
        for needed, how in service.get("depends_on", {}).items():
            assert needed in services, name
            assert how["condition"] != "service_healthy" or "healthcheck" in services[needed], (name, needed)
        for volume in service.get("volumes", []):
            assert volume.partition(":")[0] in composition["volumes"]
        assert "build" in service or re.search(r":[\w.-]+$", service["image"]), f"{name}: the image has no version"


@pytest.mark.parametrize("name", OURS)
def test_the_product_starts_with_what_it_is_told(composition: dict[str, Any], name: str) -> None:
    told = {
        key: "" if value is None else str(value) for key, value in composition["services"][name]["environment"].items()
    }
    check = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    plain = {"PATH": os.environ["PATH"], "PYTHONUTF8": "1", "ALLOW_SQLITE": "0"}

    answer = subprocess.run(check, cwd=settings.BASE_DIR, env=plain | told, capture_output=True, text=True)

    assert answer.returncode == 0, answer.stderr


def test_the_commands_are_understood(composition: dict[str, Any]) -> None:
    commands = {name: shlex.split(composition["services"][name]["command"]) for name in OURS}
    web = [sys.executable, "-m", *commands["web"], "--check-config"]
    assert subprocess.run(web, cwd=settings.BASE_DIR, capture_output=True).returncode == 0
    for name in ("worker", "beat"):
        assert commands[name][:4] == ["celery", "--app", "config", "worker"]
        context = worker.make_context("worker", commands[name][4:], resilient_parsing=True)
        _options, rest, _order = worker.make_parser(context).parse_args(commands[name][4:])
        assert rest == []


def test_beat_takes_what_is_short_and_workers_take_everything(composition: dict[str, Any]) -> None:
    services = composition["services"]
    told = services["beat"]["command"].split()
    assert told[told.index("--queues") + 1] == services["beat"]["environment"]["BROKER_QUEUE"]
    assert "--queues" not in services["worker"]["command"]


def test_every_service_that_goes_on_says_whether_it_is_well(composition: dict[str, Any]) -> None:
    once = {"migrate", "bucket"}
    assert {name for name, service in composition["services"].items() if "healthcheck" not in service} == once


def test_no_password_has_a_default(composition: dict[str, Any]) -> None:
    """What is to be told has no value of its own, and what is secret is to be told."""
    secret = re.compile(r"^\s*\w*(?:PASS\w*|SECRET_KEY|CLIENT_SECRET): (.*)$", re.MULTILINE)
    given = secret.findall(FILE.read_text(encoding="utf-8"))
    assert len(given) > 5
    assert [value for value in given if not VARIABLE.fullmatch(value) and value != "${OIDC_CLIENT_SECRET:-}"] == []


def test_a_backup_is_made_every_day_and_older_ones_go_after_a_new_one(
    composition: dict[str, Any], tmp_path: Path
) -> None:
    """The service's own script, with other programs under the names that it calls."""
    shell, option, script = composition["services"]["backup"]["command"]
    for name, does in {"python": 'echo "$@"; exit $FAILS', "find": 'echo "find $@"', "sleep": "kill $PPID"}.items():
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\n{does}\n")
        program.chmod(0o755)
    said = {}
    for fails in ("0", "1"):
        environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "FAILS": fails}
        ran = subprocess.run(
            [shell, option, script.replace("$$", "$")], env=environment, capture_output=True, text=True, timeout=20
        )
        said[fails] = ran.stdout.splitlines()
    assert re.fullmatch(r"manage\.py backup /backups/verka-\d{8}T\d{6}Z\.age", said["0"][0])
    assert said["0"][1:] == ["find /backups -name verka-*.age -mtime +30 -delete"]
    assert len(said["1"]) == 1


def test_what_the_image_runs_is_in_the_repository(composition: dict[str, Any]) -> None:
    recipe = composition["services"]["web"]["build"]["dockerfile_inline"]
    assert "requirements.txt" in recipe
    assert (Path(settings.BASE_DIR) / "requirements.txt").is_file()
    for package in ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"):
        assert package in recipe


def test_the_client_understands_the_file_where_there_is_one() -> None:
    client = ["docker", "compose"]
    if shutil.which("docker") is None or subprocess.run([*client, "version"], capture_output=True).returncode:
        pytest.skip("no docker compose client on this machine")
    answer = subprocess.run(
        [*client, "--file", FILE, "config", "--quiet"], env=os.environ | TOLD, capture_output=True, text=True
    )
    assert answer.returncode == 0, answer.stderr
