"""How many of the mistakes that mutmut puts into `strategy/access/` the tests of its rules find: 90 % at least.

mutmut writes beside what it mutates, so all of it runs on a copy under `var/`, which is taken away again.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COPY = ROOT / "var" / "mutation"
NOT_COPIED = shutil.ignore_patterns(".*", "var", "__pycache__", "vendor", "bench", "browser")
LEAST = 90
SETTINGS = """
[tool.mutmut]
source_paths = ["strategy/access"]
also_copy = ["strategy", "priorities", "dialogue", "reporting", "config", "templates", "fixtures", "docs", "manage.py"]
pytest_add_cli_args = ["-m", "once"]
pytest_add_cli_args_test_selection = ["tests/strategy/test_rules.py", "tests/strategy/test_table.py"]
use_git_change_detection = false
"""


def main() -> int:
    shutil.rmtree(COPY, ignore_errors=True)
    try:
        shutil.copytree(ROOT, COPY, ignore=NOT_COPIED)
        with (COPY / "pyproject.toml").open("a", encoding="utf-8") as project:
            project.write(SETTINGS)
        said = told_by("run") + told_by("export-cicd-stats")
        if not (COPY / "mutants" / "mutmut-cicd-stats.json").is_file():
            print(said)
            return 1
        found = json.loads((COPY / "mutants" / "mutmut-cicd-stats.json").read_text(encoding="utf-8"))
        print(told_by("results"))
    finally:
        shutil.rmtree(COPY, ignore_errors=True)
    killed = found["killed"] + found["timeout"]
    share = 100 * killed / found["total"] if found["total"] else 0
    print(f"strategy/access: {killed} of {found['total']} mutants killed, {share:.1f} % (at least {LEAST} % are to be)")
    return 0 if share >= LEAST else 1


def told_by(*arguments: str) -> str:
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(["mutmut", *arguments], cwd=COPY, env=environment, capture_output=True, text=True).stdout


if __name__ == "__main__":
    sys.exit(main())
