"""The embedded queue server: found, private, and on a path the kernel accepts."""

import os
import stat
import subprocess
from pathlib import Path

import pytest

from shop.supervisor import store


def test_answers_on_a_private_socket_and_keeps_jobs_on_disk(tmp_path: Path) -> None:
    laid_out = store.embedded(tmp_path)
    server = subprocess.Popen(laid_out.command)
    try:
        laid_out.wait()
        assert stat.S_IMODE(laid_out.socket.stat().st_mode) == stat.S_IRWXU
        assert (tmp_path / "valkey" / "appendonlydir").is_dir()
    finally:
        server.terminate()
        assert server.wait() == 0
        laid_out.clear()
    assert not store.answers(laid_out.socket)


def test_a_deep_folder_gets_a_short_socket(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * store.LONGEST_SOCKET)
    deep.mkdir()

    laid_out = store.embedded(deep)

    assert len(os.fsencode(laid_out.socket)) <= store.LONGEST_SOCKET
    assert laid_out.socket.parent.is_dir()
    laid_out.clear()
    assert not laid_out.socket.parent.exists()


def test_a_server_that_never_answers_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "PATIENCE", 0.05)

    with pytest.raises(store.StoreError, match="does not answer"):
        store.Store(("valkey-server",), tmp_path / "nothing.sock").wait()


def test_without_the_wheel_a_server_on_path_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "find_spec", lambda _name: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(store.StoreError, match="give REDIS_URL, or install"):
        store.find_server()

    program = tmp_path / "redis-server"
    program.touch(mode=0o755)

    assert store.find_server() == str(program)
