import os
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A clone that needs no package."""
    shutil.copytree(settings.BASE_DIR / "config" / "bin", tmp_path / "config" / "bin")
    (tmp_path / "requirements.txt").touch()
    return tmp_path


def run_setup(checkout: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["config/bin/setup"], cwd=checkout, env=os.environ | environment, capture_output=True, text=True
    )


def test_setting_up_twice_keeps_what_the_first_time_made(checkout: Path) -> None:
    first = run_setup(checkout)
    kept = (checkout / "var" / "env").read_text()
    second = run_setup(checkout)

    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert (checkout / "var" / "env").stat().st_mode & 0o777 == 0o600
    assert [line.partition("=")[0] for line in kept.splitlines()] == ["SECRET_KEY", "ALLOW_SQLITE"]
    assert (checkout / "var" / "env").read_text() == kept
    assert second.stdout == ""


def test_no_network_is_said_in_one_line(checkout: Path) -> None:
    (checkout / "requirements.txt").write_text(f"asgiref==3.13.0 --hash=sha256:{64 * '0'}\n")
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_CONFIG_FILE": os.devnull, "PIP_FIND_LINKS": ""}

    result = run_setup(checkout, **nowhere, PIP_RETRIES="1")

    assert result.returncode == 1
    assert result.stderr == "pip cannot reach its package index: check the network and run the same again.\n"


def test_no_suitable_python_is_said_in_one_line(checkout: Path) -> None:
    result = run_setup(checkout, PYTHON="no-such-python")

    assert result.returncode == 1
    assert result.stderr == "Python 3.11 or later is needed; tried: no-such-python.\n"
