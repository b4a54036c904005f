"""`manage.py set_up_roles`: make the roles on your own PostgreSQL server, or print the SQL for its administrator."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from database.operations import configured_roles
from database.roles import creation, literal, preparation, quoted, without_large_objects


class Command(BaseCommand):
    """Makes roles and their limits; what the owner may not do is printed for an administrator of the server."""

    help = (
        "Makes the roles that the database addresses name, and limits them; prints the SQL that the owner may not run."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """--print only prints."""
        parser.add_argument("--print", action="store_true", dest="only_print", help="print the SQL, connect to nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the roles, or say what to run."""
        try:
            roles = configured_roles()
        except KeyError as missing:
            raise CommandError(f"All three addresses must be set; none is set for {missing}.") from None
        database = connections.settings["owner"]["NAME"]
        if options["only_print"]:
            self.stdout.write(self._whole_script(database))
            return
        with connections["owner"].cursor() as cursor:
            cursor.execute("SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user")
            may_create = cursor.fetchone()[0]
            cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [list(roles.names())])
            missing_roles = set(roles.names()) - {row[0] for row in cursor.fetchall()}
            if missing_roles and not may_create:
                raise CommandError(
                    f"The role {roles.owner} may not make roles, and {', '.join(sorted(missing_roles))} do not exist. "
                    "Ask an administrator of the server to run this, with passwords of your own:\n\n"
                    + self._whole_script(database)
                )
            if missing_roles:
                for statement in creation(roles) + self._passwords():
                    cursor.execute(statement)
            for statement in preparation(roles, database):
                cursor.execute(statement)
        self.stdout.write(
            f"The roles {', '.join(roles.names())} are ready. Next: manage.py migrate, then check --database default."
        )

    def _passwords(self) -> list[str]:
        """The passwords of the URLs, so that desk, reader and worker can sign in."""
        logins = [
            connections.settings[alias] for alias in ("default", "book", "worker") if alias in connections.settings
        ]
        return [
            f"ALTER ROLE {quoted(login['USER'])} PASSWORD {literal(login['PASSWORD'])}"
            for login in logins
            if login.get("PASSWORD")
        ]

    def _whole_script(self, database: str) -> str:
        roles = configured_roles()
        passwords = [f"ALTER ROLE {quoted(name)} PASSWORD '…'" for name in roles.names()]
        # Afterwards, in the new database itself: the functions of large objects belong to the server.
        closed = [f"\\connect {database}", without_large_objects()]
        make = f"CREATE DATABASE {quoted(database)} OWNER {quoted(roles.owner)}"
        return "\n".join(f"{statement};" for statement in [*creation(roles), *passwords, make, *closed])
