"""A transaction is ended in one file only: `kernel/unit_of_work.py`."""

from __future__ import annotations

import ast

from tests.architecture.house import python_files, short, tree_of

OWNER = "shop/kernel/unit_of_work.py"
# What ends a read: nothing is written here, so nothing is lost.
MAY_END_A_READ = {
    "shop/domain/payments/ports.py",  # holds no transaction while a gateway is called
    "shop/domain/media/flows.py",  # holds no transaction while a picture is drawn
    "shop/cli/mail.py",  # holds no transaction while a mail is sent
    "shop/domain/notifications/flows/deliver.py",  # as above
    "shop/domain/staff/flows.py",  # holds no transaction while a password is hashed
    "shop/jobs/runtime.py",  # what a failed job read, before the failure is recorded
    "shop/jobs/tasks.py",  # between two tasks
    "shop/kernel/rerun.py",  # what the run that failed had read
    "shop/web/shared_pages.py",  # the version reader's own connection
}
_DATABASE = ("session", "connection", "current", "here", "engine", "db", "s")


def _calls(verb: str) -> set[str]:
    """Return the files that call `verb` on anything that may be a session or a connection."""
    return {
        short(file)
        for file in python_files("shop")
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == verb
        and _is_database(node.func.value)
    }


def _is_database(receiver: ast.expr) -> bool:
    name = ast.unparse(receiver).removesuffix("()").rpartition(".")[2]
    return name in _DATABASE


def test_commit_happens_in_the_unit_of_work_only() -> None:
    assert _calls("commit") == {OWNER}


def test_rollback_ends_reads_only_elsewhere() -> None:
    assert _calls("rollback") == {OWNER} | MAY_END_A_READ


def test_nobody_begins_a_transaction_of_his_own() -> None:
    assert _calls("begin") == set()


def test_the_mapper_calls_nothing_of_ours() -> None:
    hooks = [
        f"{short(file)}:{node.lineno}"
        for file in python_files("shop/domain")
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Attribute | ast.Name)
        and ast.unparse(node) in {"event.listen", "event.listens_for", "listens_for"}
    ]
    assert hooks == []
