"""Installing Debian packages where this account may."""

import os
import shutil
import subprocess


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
    except FileNotFoundError:
        return False
