"""Makes `.venv` and installs the lock files named as arguments, unless that was done before."""

import hashlib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)
# How pip begins the line of a package it found: on an index, on disk, or installed before.
FOUND = ("Collecting ", "Processing ", "Requirement already satisfied: ")


def main(names: list[str]) -> None:
    """Bring `.venv` to the state of the given locks; a stamp remembers what it holds."""
    if sys.version_info < OLDEST:
        sys.exit("Duka needs Python 3.11 or newer: name one with PYTHON=python3.11 make ...")
    wanted = {name: _fingerprint(name) for name in names}
    if PYTHON.exists() and all(_stamp(name) == print_ for name, print_ in wanted.items()):
        return
    _make_environment()
    for name, print_ in wanted.items():
        if _stamp(name) != print_:
            _install(ROOT / "requirements" / f"{name}.lock")
            (VENV / f"{name}.stamp").write_text(print_, "utf-8")


def _fingerprint(name: str) -> str:
    lock = (ROOT / "requirements" / f"{name}.lock").read_bytes()
    return f"{sys.version_info.major}.{sys.version_info.minor} {hashlib.sha256(lock).hexdigest()}"


def _stamp(name: str) -> str:
    file = VENV / f"{name}.stamp"
    return file.read_text("utf-8") if file.exists() else ""


def _make_environment() -> None:
    if PYTHON.exists() and _runs("-m", "pip", "--version"):
        return
    print("Making the virtual environment .venv ...", flush=True)
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=False)
    if made.returncode:
        sys.exit(
            "The virtual environment could not be made: on Debian, apt-get install python3-venv."
        )


def _runs(*arguments: str) -> bool:
    return not subprocess.run([PYTHON, *arguments], capture_output=True, check=False).returncode


def _install(lock: Path) -> None:
    """Run pip, counting packages meanwhile; its last lines appear if it fails."""
    total = sum(1 for line in lock.read_text("utf-8").splitlines() if line[:1].isalpha())
    command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    command += ["--progress-bar", "off", "--require-hashes", "--requirement", str(lock)]
    said: list[str] = []
    found = 0
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as pip:
        _show(lock, f"0 of {total}")
        for line in pip.stdout or ():
            said.append(line)
            if line.startswith(FOUND):
                found += 1
                if sys.stdout.isatty() or found % 10 == 0:
                    _show(lock, f"{found} of {total}")
            elif line.startswith("Installing collected"):
                _show(lock, "writing them to disk")
    _show(lock, "done" if not pip.returncode else "failed")
    if sys.stdout.isatty():
        print(flush=True)
    if pip.returncode:
        sys.exit("".join(said[-40:]) + f"pip could not install {lock.name}: see above.")


def _show(lock: Path, text: str) -> None:
    """Tell how far it is: on a terminal in one line that is rewritten."""
    again, end = ("\r", "\033[K") if sys.stdout.isatty() else ("", "\n")
    print(f"{again}Installing the packages of {lock.name}: {text}", end=end, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
