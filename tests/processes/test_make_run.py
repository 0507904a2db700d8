"""`make run`: one supervisor, everything stops together, no process is left behind."""

import os
import re
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from redis import Redis
from rq import Queue
from rq.serializers import JSONSerializer

from shop.kernel.kinship import children_of
from shop.supervisor import store
from tests.processes.running import Running, until

Start = Callable[..., Running]
HTTP_OK = 200


def test_opens_the_shop_and_stops_cleanly(shop: Start) -> None:
    running = shop().ready()

    assert running.get("/healthz") == HTTP_OK
    assert f"http://localhost:{running.environ['PORT']}/admin" in running.said
    running.process.send_signal(signal.SIGTERM)
    assert running.wait() == 0
    assert running.gone()


def test_a_first_start_shows_a_living_shop_and_how_to_sign_in(shop: Start) -> None:
    running = shop(DUKA_ENV="demo", SECRET_KEY="").ready()

    assert "Loading the demo shop ..." in running.said
    assert "check: " in running.said
    assert "0 violations" in running.said
    assert running.get("/c/all") == HTTP_OK
    password = re.search(r"Password: +(\S+)", running.said)
    assert password
    file = Path(running.environ["INSTANCE_PATH"]) / "sign-in.txt"
    assert password[1] in file.read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("queue", "valkey-server"),
        ("web", "duka: web"),
        ("worker", "duka: worker"),
        ("scheduler", "duka: scheduler"),
    ],
)
def test_a_killed_child_stops_the_rest_and_is_named(shop: Start, name: str, words: str) -> None:
    running = shop().ready()
    victim = running.find(words)

    os.kill(victim, signal.SIGKILL)

    assert running.wait() == 1
    assert f"{name} (process {victim}) was killed by SIGKILL" in running.said
    assert running.gone()


def test_a_killed_supervisor_leaves_no_orphan_even_of_a_running_job(
    shop: Start,
) -> None:
    running = shop().ready()
    title = running.family()[running.find("valkey-server")]
    with Redis(unix_socket_path=title.partition("unixsocket:")[2].strip()) as redis:
        Queue("default", connection=redis, serializer=JSONSerializer).enqueue("time.sleep", 600)
    worker = running.find("duka: worker")
    assert until(lambda: any(pid > worker for pid in _below(running, worker)))

    running.process.kill()

    assert running.wait() == -signal.SIGKILL
    assert running.gone()


def test_a_port_in_use_is_said_in_one_line(shop: Start, free_port: int) -> None:
    with socket.create_server(("127.0.0.1", free_port)):
        running = shop()
        assert running.wait() == 1

    line = f"duka: PORT {free_port} on 127.0.0.1 cannot be used (Address already in use)"
    assert running.said.startswith(line)
    assert running.said.count("\n") == 1


def test_a_queue_server_that_is_not_there_is_said_in_one_line(shop: Start) -> None:
    running = shop(REDIS_URL="redis://127.0.0.1:1/0")

    assert running.wait() == 1
    assert running.said.startswith("duka: REDIS_URL leads to no usable queue server: ")
    assert running.said.count("\n") == 1


def test_a_folder_in_use_is_said_in_one_line(shop: Start) -> None:
    running = shop().ready()

    second = shop(PORT="1")

    assert second.wait() == 1
    assert f"is in use by process {running.process.pid}" in second.said
    assert second.said.count("\n") == 1


@pytest.fixture
def own_redis(tmp_path: Path) -> Iterator[str]:
    """Start a queue server outside the shop and return its address."""
    folder = tmp_path / "outside"
    folder.mkdir()
    own = store.embedded(folder)
    server = subprocess.Popen(own.command)
    own.wait()
    yield own.url
    server.terminate()
    server.wait()
    own.clear()


def test_a_given_queue_server_is_used_and_none_is_started(shop: Start, own_redis: str) -> None:
    running = shop(REDIS_URL=own_redis).ready()

    assert not any("valkey-server" in command for command in running.family().values())
    with Redis.from_url(own_redis) as redis:
        assert until(lambda: bool(redis.keys("rq:worker:*")))
    running.process.send_signal(signal.SIGINT)
    assert running.wait() == 0
    assert running.gone()


def _below(running: Running, worker: int) -> list[int]:
    running.family()
    return list(children_of(worker))
