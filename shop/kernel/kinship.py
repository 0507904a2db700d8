"""Ties processes to their parent, so that none outlives it, where Linux allows."""

import ctypes
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

# <linux/prctl.h>
_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
# proc(5): field 48 of all, of which two stand before the bracket.
_ARG_START = 45
_LINUX = sys.platform == "linux"
_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(parent: int, with_signal: signal.Signals) -> None:
    """Have the kernel send this process `with_signal` when the process `parent` is gone.

    Call it in the child, first thing: the tie is lost by fork and kept by exec. The kernel
    watches the thread that forked, so the parent must fork from its main thread.
    """
    if _LINUX:
        _libc.prctl(_PR_SET_PDEATHSIG, with_signal, 0, 0, 0)
        if os.getppid() != parent:  # it died before the tie was made
            os._exit(1)


def adopt_orphans() -> None:
    """Become the parent of every descendant whose own parent dies, so that it can be ended."""
    if _LINUX:
        _libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def set_title(title: str) -> None:
    """Show this process under `title` in lists of processes, by writing over its command line."""
    if not _LINUX:
        return
    fields = Path("/proc/self/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    start, end = int(fields[_ARG_START]), int(fields[_ARG_START + 1])
    # The last byte stays 0: the kernel would read on into the environment otherwise.
    words = title.encode()[: end - start - 1]
    ctypes.memmove(start, words.ljust(end - start, b"\0"), end - start)


def children_of(parent: int) -> Iterator[int]:
    """Yield the processes whose parent is `parent`, as /proc shows them now; none elsewhere."""
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            # The name in brackets may hold anything; state and parent follow the last bracket.
            fields = file.read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        if int(fields[1]) == parent:
            yield int(file.parent.name)


def end_adopted(known: set[int]) -> None:
    """Kill and reap every child of this process not in `known`, one generation at a time."""
    while strangers := set(children_of(os.getpid())) - known:
        for pid in strangers:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
