"""Makes .venv, installs the locked requirements, writes var/env and compiles the translations.

Needs nothing but Python, and does only what is not done already. `--dev` adds what the gate runs, `--proof` what the
proof does.
"""

import argparse
import ctypes
import hashlib
import importlib.util
import os
import secrets
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = ROOT / "config" / "bin" / "uv.txt"

# What WeasyPrint loads, each with the Debian package that has it.
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
GATE_PROGRAMS = {"chromium": "chromium", "pdftotext": "poppler-utils", "qpdf": "qpdf", "msgfmt": "gettext"}
PROOF_PROGRAMS = {"soffice": "libreoffice-writer-nogui"}
SIGNS_OF_NO_NETWORK = (
    "NewConnectionError",
    "NameResolutionError",
    "ConnectTimeoutError",
    "ReadTimeoutError",
    "error sending request",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="install what the gate needs, too")
    parser.add_argument("--proof", action="store_true", help="install what the proof needs besides")
    asked = parser.parse_args()
    dev = asked.dev or asked.proof
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that a running pip or apt-get is ended, too

    make_virtual_environment()
    install_requirements(*[ROOT / "requirements.txt", ROOT / "requirements-dev.txt"][: 2 if dev else 1])
    require_libraries()
    write_environment_file()
    compile_messages()
    if dev:
        install_programs(GATE_PROGRAMS | (PROOF_PROGRAMS if asked.proof else {}))


def make_virtual_environment() -> None:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if version_of_virtual_environment() == version:
        return
    if not has_ensurepip() and not apt_install([f"python{version}-venv"]):
        sys.exit(f"Python {version} here cannot make virtual environments. Run: {apt_line([f'python{version}-venv'])}")
    print(f"Making .venv with Python {version}", flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)


def version_of_virtual_environment() -> str:
    """Like "3.11"; empty where there is no .venv or one without a working pip."""
    if not PYTHON.exists():
        return ""
    question = "import pip, sys; print('%d.%d' % sys.version_info[:2])"
    return subprocess.run([PYTHON, "-c", question], capture_output=True, text=True).stdout.strip()


def has_ensurepip() -> bool:
    return importlib.util.find_spec("ensurepip") is not None


def install_requirements(*locks: Path) -> None:
    """By uv, which pip installs: it takes a tenth of pip's time over them."""
    stamp = VENV / f"{locks[-1].name}.sha256"
    digest = hashlib.sha256(b"".join(lock.read_bytes() for lock in [UV, *locks])).hexdigest()
    if stamp.exists() and stamp.read_text() == digest:
        return
    print(f"Installing {' and '.join(lock.name for lock in locks)}", flush=True)
    install("pip", [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input"], [UV])
    install("uv", [VENV / "bin" / "uv", "pip", "install", "--python", PYTHON, *package_index()], locks)
    stamp.write_text(digest)


def install(program: str, command: list[str | Path], locks: Sequence[Path]) -> None:
    options = ["--quiet", "--require-hashes", "--only-binary=:all:"]
    requirements = [word for lock in locks for word in ("--requirement", lock)]
    outcome = subprocess.run([*command, *options, *requirements], capture_output=True, text=True)
    if outcome.returncode == 0:
        return
    if any(sign in outcome.stderr for sign in SIGNS_OF_NO_NETWORK):
        sys.exit(f"{program} cannot reach its package index: check the network and run the same again.")
    sys.exit(f"{program} could not install {', '.join(lock.name for lock in locks)}:\n{outcome.stderr}")


def package_index() -> list[str]:
    """The one that pip is configured with, where there is one."""
    asked = [PYTHON, "-m", "pip", "config", "get", "global.index-url"]
    configured = subprocess.run(asked, capture_output=True, text=True).stdout.strip()
    index = os.environ.get("PIP_INDEX_URL") or configured
    return ["--default-index", index] if index else []


def require_libraries() -> None:
    if sys.platform != "linux":
        return
    missing = [package for library, package in LIBRARIES.items() if not loads(library)]
    if missing and not apt_install(missing):
        sys.exit(f"PDF reports need system libraries that are missing. Run: {apt_line(missing)}")


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def write_environment_file() -> None:
    """Once: later settings in it are the operator's."""
    path = ROOT / "var" / "env"
    path.parent.mkdir(exist_ok=True)
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w") as file:
        file.write(f"SECRET_KEY={secrets.token_urlsafe(50)}\nALLOW_SQLITE=1\n")


def compile_messages() -> None:
    if all(is_compiled(source) for source in ROOT.glob("locale/*/LC_MESSAGES/django.po")):
        return
    command = ["compile", "--domain", "django", "--directory", "locale"]
    babel = subprocess.run(
        [PYTHON, "-m", "babel.messages.frontend", *command], cwd=ROOT, capture_output=True, text=True
    )
    if babel.returncode:
        sys.exit(f"The translations in locale/ could not be compiled:\n{babel.stderr}")


def is_compiled(source: Path) -> bool:
    target = source.with_suffix(".mo")
    return target.exists() and target.stat().st_mtime >= source.stat().st_mtime


def install_programs(programs: dict[str, str]) -> None:
    """As far as allowed; the gate itself says what it had to leave out."""
    missing = [package for program, package in programs.items() if not shutil.which(program)]
    if missing:
        apt_install(missing)


def apt_line(packages: list[str]) -> str:
    """What a person types to install the packages."""
    return f"{'' if os.geteuid() == 0 else 'sudo '}apt-get install {' '.join(packages)}"


def apt_install(packages: list[str]) -> bool:
    """Without asking. False where there is no apt-get, it may not be run or it fails."""
    prefix = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    if not shutil.which("apt-get") or not succeeds([*prefix, "true"]):
        return False
    print(f"Installing {', '.join(packages)} with apt-get", flush=True)
    apt_get = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    succeeds([*apt_get, "update"])
    return succeeds([*apt_get, "install", "--yes", "--no-install-recommends", *packages])


def succeeds(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        return False


if __name__ == "__main__":
    main()
