import datetime
import os
import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path


def described() -> dict[str, str]:
    """The machine and what runs on it, without its name."""
    return {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "cores": str(os.cpu_count()),
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB",
        "processor": processor(),
        "Python": platform.python_version(),
        "Django": version("django"),
        "WeasyPrint": version("weasyprint"),
        "load average when it began": f"{os.getloadavg()[0]:.1f}",
    }


def processor() -> str:
    listing = Path("/proc/cpuinfo")
    lines = listing.read_text(encoding="utf-8").splitlines() if listing.is_file() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def chromium_version(program: str) -> str:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    return next((word for word in said.split() if word[:1].isdigit()), "unknown")


def progress(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
