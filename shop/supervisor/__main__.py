"""`python -m shop.supervisor run|dev|web`: what `make run`, `make dev` and the Procfile start."""

import os
import signal
import sys

from shop.config import ConfigError, environment, load_config
from shop.kernel import kinship
from shop.supervisor.children import Children
from shop.supervisor.preparation import PreparationError, check_port, lock_instance
from shop.supervisor.run import Supervisor
from shop.supervisor.store import StoreError
from shop.supervisor.watch import Watch

MODES = {"run": "demo", "dev": "development"}


def main(command: str) -> int:
    """Run one command; what is wrong is said in one line."""
    try:
        if command == "web":
            return _web()
        return _supervise(command)
    except (ConfigError, PreparationError, StoreError) as error:
        print(f"duka: {error}", file=sys.stderr)
        return 1


def _web() -> int:
    from shop.supervisor.web import serve  # noqa: PLC0415 - granian is for this process alone

    config = load_config(environment())
    check_port(config.host, config.port)
    serve(config)
    return 0


def _supervise(command: str) -> int:
    if "MAKELEVEL" in os.environ:  # make killed outright would leave us without a terminal
        kinship.die_with_parent(os.getppid(), signal.SIGTERM)
    environ = {"DUKA_ENV": MODES[command], **environment()}
    config = load_config(environ)
    lock = lock_instance(config.instance_path)
    check_port(config.host, config.port)
    with lock:
        return Supervisor(config, Children(environ), Watch(), command == "dev").run()


if __name__ == "__main__":
    if sys.argv[1:] not in (["run"], ["dev"], ["web"]):
        sys.exit("usage: python -m shop.supervisor run|dev|web")
    sys.exit(main(sys.argv[1]))
