"""How many of the mistakes that mutmut puts into `strategy/access/` the tests of its rules find: 90 % at least.

mutmut writes beside what it mutates, so all of it runs on a copy of the tree.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from config.bin.copies import copy_of_the_tree

LEAST = 90
SETTINGS = """
[tool.mutmut]
source_paths = ["strategy/access"]
also_copy = ["strategy", "priorities", "dialogue", "reporting", "config", "templates", "fixtures", "docs", "manage.py"]
pytest_add_cli_args_test_selection = ["tests/strategy/access/test_rules.py", "tests/strategy/access/test_table.py"]
use_git_change_detection = false
"""


def main() -> int:
    with copy_of_the_tree("mutation", "vendor", "bench", "browser") as copy:
        with (copy / "pyproject.toml").open("a", encoding="utf-8") as project:
            project.write(SETTINGS)
        said = told_by(copy, "run") + told_by(copy, "export-cicd-stats")
        statistics = copy / "mutants" / "mutmut-cicd-stats.json"
        if not statistics.is_file():
            print(said)
            return 1
        found = json.loads(statistics.read_text(encoding="utf-8"))
        print(told_by(copy, "results"))
    killed = found["killed"] + found["timeout"]
    share = 100 * killed / found["total"] if found["total"] else 0
    print(f"strategy/access: {killed} of {found['total']} mutants killed, {share:.1f} % (at least {LEAST} % are to be)")
    return 0 if share >= LEAST else 1


def told_by(copy: Path, *arguments: str) -> str:
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(["mutmut", *arguments], cwd=copy, env=environment, capture_output=True, text=True).stdout


if __name__ == "__main__":
    sys.exit(main())
