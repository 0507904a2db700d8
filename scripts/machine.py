"""Installs what the tests need from the system: a browser and PostgreSQL, by Debian's packages."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGES = {"chromium": "chromium", "initdb": "postgresql"}


def main() -> None:
    """Install what is missing, or name it and fail."""
    missing = sorted(package for program, package in PACKAGES.items() if not _present(program))
    if not missing:
        return
    install = f"apt-get install {' '.join(missing)}"
    if not (prefix := _privilege()) or not shutil.which("apt-get"):
        sys.exit(f"The tests need {' and '.join(missing)}. As root on Debian: {install}")
    print(f"Installing {' and '.join(missing)} (Debian's packages) ...", flush=True)
    get = [
        *prefix[1:],
        "env",
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "--quiet=2",
        "--yes",
    ]
    subprocess.run([*get, "update"], check=False)
    done = subprocess.run([*get, "install", "--no-install-recommends", *missing], check=False)
    if done.returncode or any(not _present(program) for program in PACKAGES):
        sys.exit(f"apt-get could not install {' and '.join(missing)}: try {install}")


def _present(program: str) -> bool:
    """Debian keeps PostgreSQL's server programs out of PATH."""
    return bool(shutil.which(program) or any(Path("/usr/lib/postgresql").glob(f"*/bin/{program}")))


def _privilege() -> list[str]:
    """Return a truthy command prefix, its first word aside, when packages may be installed."""
    if os.geteuid() == 0:
        return ["root"]
    if sudo := shutil.which("sudo"):
        may = subprocess.run([sudo, "-n", "true"], capture_output=True, check=False)
        return ["sudo", sudo, "-n"] if not may.returncode else []
    return []


if __name__ == "__main__":
    main()
