"""`manage.py migrate` as the owner: one at a time, roles limited first, the shared cache's table made last."""

import time
from contextlib import closing
from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import migrate
from django.db import IntegrityError, OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg2.errors import LockNotAvailable, UniqueViolation

from database.operations import configured_roles
from database.roles import preparation, preparation_for_worker

#: The table by which two migrations at once wait for one another. An advisory lock could be taken, and kept, by every
#: role that connects; this one only by the owner.
LOCK = "public.migrating"
_MAKE_LOCK = """
    CREATE TABLE IF NOT EXISTS public.migrating (one boolean PRIMARY KEY);
    DO $$
    DECLARE
        other text;
    BEGIN
        FOR other IN SELECT DISTINCT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END
            FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) a
            WHERE c.oid = 'public.migrating'::regclass AND a.grantee <> c.relowner
        LOOP
            EXECUTE format('REVOKE ALL ON public.migrating FROM %s', other);
        END LOOP;
    END $$
"""


class OlderTrial(CommandError):
    """The database was made by a version from before 0.9.0, which no installation ever ran."""

    def __init__(self) -> None:
        super().__init__(
            "This database was made by a trial version from before 0.9.0 and cannot be brought up to date. "
            "Set its folder aside and begin anew: `make demo` offers to; nothing is deleted."
        )


class Command(migrate.Command):
    """Django's own command on the alias `owner`."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Django's own arguments, with `owner` as the default database."""
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        """Limit the roles, then migrate."""
        alias = options["database"]
        if alias not in connections.settings or not connections.settings[alias].get("USER"):
            raise CommandError("OWNER_DATABASE_URL is not set: migrations run as the owner of the database.")
        try:
            roles = configured_roles()
        except KeyError as missing:
            raise CommandError(f"migrate must know the roles; no URL is set for {missing}.") from None
        connection = connections[alias]
        if options["plan"] or options["check_unapplied"]:
            super().handle(*args, **options)
            return
        with connection.cursor() as cursor, closing(connection.copy()) as holding:
            self._refuse_older_trial(cursor)
            self._wait_for_others(holding)
            for statement in preparation(roles, connection.settings_dict["NAME"]):
                cursor.execute(statement)
            super().handle(*args, **options)
            for statement in preparation_for_worker(roles, connection.settings_dict["NAME"]):
                cursor.execute(statement)  # on the tables that were just made
            call_command("createcachetable", database=alias, verbosity=options["verbosity"])

    def _refuse_older_trial(self, cursor: Any) -> None:
        cursor.execute("SELECT to_regclass('public.django_migrations') IS NOT NULL")
        if cursor.fetchone()[0]:
            # In 0.9.0 the app `register` has no tables of its own any more.
            cursor.execute("SELECT EXISTS (SELECT FROM django_migrations WHERE app = 'register')")
            if cursor.fetchone()[0]:
                raise OlderTrial

    def _wait_for_others(self, holding: BaseDatabaseWrapper) -> None:
        """Take the lock, which that connection keeps in an open transaction until it is closed."""
        has_said = False
        while True:
            try:
                with holding.cursor() as cursor:
                    cursor.execute("SET idle_in_transaction_session_timeout = 0")
                    cursor.execute(_MAKE_LOCK)
                holding.set_autocommit(False)
                with holding.cursor() as cursor:
                    cursor.execute(f"LOCK TABLE {LOCK} IN EXCLUSIVE MODE NOWAIT")
                return
            except (OperationalError, IntegrityError) as error:
                holding.close()
                if not isinstance(
                    error.__cause__, LockNotAvailable | UniqueViolation
                ):  # held, or being made, by another
                    raise
            if not has_said:
                self.stdout.write("Another migration is running; waiting for it.")
                has_said = True
            time.sleep(0.2)
