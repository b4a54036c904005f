"""Signed means fixed; two people agree; and the standing texts and powers that the body's profile ships."""

from datetime import date
from profile import current
from typing import Any

from django.db import migrations

from database.operations import RunRoleSQL, sql_file

FROM = date(2000, 1, 1)


def write(apps: Any, schema_editor: Any) -> None:
    """Store the shipped texts and powers."""
    alias = schema_editor.connection.alias
    text, power = apps.get_model("decisions", "StandingText"), apps.get_model("decisions", "Power")
    text.objects.using(alias).bulk_create(
        text(key=key, heading=shipped.heading, text=shipped.text, from_on=FROM)
        for key, shipped in current().texts.items()
    )
    power.objects.using(alias).bulk_create(
        power(action=row.action, citation=row.citation, from_on=row.begins or FROM, until_on=row.ends)
        for row in current().powers
    )


class Migration(migrations.Migration):
    """Triggers are ENABLE ALWAYS, so that no setting of a session switches them off. Not reversible: the tables go first."""

    dependencies = [("decisions", "0001_tables")]

    operations = [
        *(migrations.RunSQL(sql_file(__file__, name)) for name in ("fixed", "agreement", "expunge")),
        RunRoleSQL("GRANT EXECUTE ON FUNCTION decisions_expunge(bigint) TO :desk", migrations.RunSQL.noop),
        migrations.RunPython(write, migrations.RunPython.noop),
    ]
