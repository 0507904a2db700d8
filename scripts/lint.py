"""Runs the tools that read the code, all of them or those named as arguments."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
TOOLS = {
    "style": ("ruff", "check", "--quiet", "."),
    "format": ("ruff", "format", "--check", "--quiet", "."),
    "types": ("mypy", "--no-error-summary"),
    "contracts": ("lint-imports",),
    "templates": ("djlint", "--quiet", "--profile=jinja", "--lint", "templates"),
}


def main(names: list[str]) -> int:
    """Return 0 when every tool is content; the output of those that are not is shown."""
    failed = []
    for name in names or TOOLS:
        program, *arguments = TOOLS[name]
        done = subprocess.run(
            [BIN / program, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
        )
        print(f"{name}: {'good' if not done.returncode else 'not good'}", flush=True)
        if done.returncode:
            failed.append(name)
            print(done.stdout, done.stderr, sep="\n", flush=True)
    return len(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
