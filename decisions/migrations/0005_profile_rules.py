"""Papers are judged by the profile that they were submitted under; the body's profile is put in force."""

from profile import current
from typing import Any

from django.db import migrations
from django.utils import timezone

from database.operations import RunRoleSQL, sql_file
from decisions.profiles import load_profile

TABLES = "decisions_loadedprofile, decisions_profilestep, decisions_requiredsignatory, decisions_profileseries"


def load(apps: Any, schema_editor: Any) -> None:
    """Load the profile in use; papers that are under way were submitted under it."""
    alias, profile = schema_editor.connection.alias, current()
    load_profile(profile, at=timezone.now(), using=alias, model=lambda name: apps.get_model("decisions", name))
    papers = apps.get_model("decisions", "Decision").objects.using(alias).filter(imported=False)
    papers.exclude(status="draft").update(profile_id=profile.digest)


class Migration(migrations.Migration):
    """The owner alone writes the profile's rows. Not reversible: the tables go first."""

    dependencies = [("decisions", "0004_profiles"), ("accounts", "0005_neutral_offices")]

    operations = [
        *(migrations.RunSQL(sql_file(__file__, name)) for name in ("neutral_offices", "profile_tables")),
        RunRoleSQL(f"REVOKE INSERT, UPDATE, DELETE ON {TABLES} FROM :desk", migrations.RunSQL.noop),
        migrations.RunPython(load, migrations.RunPython.noop),
        migrations.RunSQL(sql_file(__file__, "profiles")),
    ]
