"""Whether locale/en has every text of the interface, translated, and none that is gone. Works on a copy."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
PO_FILE = Path("locale/en/LC_MESSAGES/django.po")
NOT_SOURCE = shutil.ignore_patterns(".*", "var", "__pycache__")


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(ROOT, copy, ignore=NOT_SOURCE)
        arguments = ["makemessages", "--locale", "en", "--no-obsolete", "--verbosity", "0"]
        subprocess.run([sys.executable, "manage.py", *arguments], cwd=copy, check=True)
        needed = read(copy / PO_FILE)
    kept = read(ROOT / PO_FILE)
    complaints = [
        *(f"not collected: {name}" for name in names(needed) - names(kept)),
        *(f"no longer used: {name}" for name in names(kept) - names(needed)),
        *(f"not translated: {message.id!r}" for message in kept if message.id and not is_translated(message)),
        *(f"uncertain (fuzzy): {message.id!r}" for message in kept if message.fuzzy),
    ]
    for complaint in sorted(complaints):
        print(complaint)
    if complaints:
        print("Run `make messages` and translate what is new in locale/en.")
    return 1 if complaints else 0


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="en")


def names(catalog: Catalog) -> set[str]:
    """The texts, each with its context where it has one."""
    return {f"{message.id!r} {message.context or ''}".rstrip() for message in catalog if message.id}


def is_translated(message: Message) -> bool:
    return all([message.string] if isinstance(message.string, str) else message.string or [""])


if __name__ == "__main__":
    sys.exit(main())
