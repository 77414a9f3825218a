"""A PostgreSQL and a Redis of our own that may be killed and started again on the same data."""

import os
from contextlib import ExitStack
from pathlib import Path

import psycopg

from inkoop.servers.postgres import ensure_database, start_postgres
from inkoop.servers.processes import Server, start_server, wait_until
from inkoop.servers.redis import start_redis


class Servers:
    """Durable, as in production: what was committed must survive."""

    def __init__(self, home: Path, stack: ExitStack) -> None:
        self.home = home
        url, self.postgres = start_postgres(home, home, stack, keep=True)
        redis_url, self.redis = start_redis(home, home, stack)
        stack.callback(self.stop)
        os.environ |= {"DATABASE_URL": url, "REDIS_URL": redis_url, "INKOOP_LOCAL": "True"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "inkoop.settings"
        os.environ |= {"WAITING_FILES": str(home / "kluis"), "DOCUMENTS": str(home / "documenten")}

    def kill_postgres(self) -> None:
        """All of its processes at once, as when the power goes."""
        self.postgres.process.kill()
        self.postgres.process.wait()

    def start_postgres_again(self) -> None:
        old = self.postgres
        command = [str(word) for word in old.process.args]  # type: ignore[union-attr]  # started with a list
        while True:
            again = start_server(old.name, command, old.log, old.stop_signal)
            try:
                wait_until(again, lambda: ensure_database(self.home / "s"))
            except Exception:
                if again.process.poll() is None:
                    raise
                continue
            self.postgres = Server(old.name, again.process, old.log, old.stop_signal)
            return

    def stop(self) -> None:
        self.postgres.stop()

    def is_answering(self) -> bool:
        try:
            psycopg.connect(os.environ["DATABASE_URL"], connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True
