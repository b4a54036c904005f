"""The connection of the embedded server; OPTIONS["embedded"] names its folder. Django looks for this module's name."""

import time
from collections.abc import Iterable
from typing import Any

import psycopg2
from django.db.backends.postgresql import base, client
from django.utils.asyncio import async_unsafe

from local_postgres.server import PORT, Server, server_at

#: How long a connection waits for a server that recovers from a crash, in seconds.
PATIENCE = 30.0


class DatabaseClient(client.DatabaseClient):
    """`manage.py dbshell` with the psql that fits the server."""

    @classmethod
    def settings_to_cmd_args_env(
        cls, settings_dict: dict[str, Any], parameters: Iterable[str]
    ) -> tuple[list[str], dict[str, str] | None]:
        """psql's arguments and environment."""
        options = dict(settings_dict["OPTIONS"])
        server = server_at(options.pop("embedded")).ensure()
        options.pop("options", None)
        known = {**settings_dict, "OPTIONS": options, "HOST": server.socket_folder, "PORT": PORT}
        arguments, environment = super().settings_to_cmd_args_env(known, parameters)
        return [str(server.cluster.programs() / "psql"), *arguments[1:]], environment


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that has the server running before it is made."""

    client_class = DatabaseClient

    @property
    def server(self) -> Server:
        """The server this connection belongs to."""
        return server_at(self.settings_dict["OPTIONS"]["embedded"])

    def get_connection_params(self) -> dict[str, Any]:
        """What psycopg2 is told; the server is started if it was not running."""
        params = super().get_connection_params()
        del params["embedded"]
        return {**params, "host": self.server.ensure().socket_folder, "port": PORT}

    @async_unsafe
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A new connection. A server that was killed is started again; one that recovers is waited for."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return super().get_new_connection(conn_params)
            except psycopg2.OperationalError as error:
                passing = "starting up" in str(error) or "recovery mode" in str(error) or "shutting down" in str(error)
                if (not passing and self.server.is_ready()) or time.monotonic() > until:
                    raise
                self.server.ensure(check=True)
                time.sleep(0.05)
