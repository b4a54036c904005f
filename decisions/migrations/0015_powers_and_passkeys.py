"""Powers as rows that the owner alone writes; whether passkeys are compulsory; what is verified before it is published."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from database.operations import RunRoleSQL, sql_file
from decisions.profiles import copy_powers
from profiles import parse


def copy(apps: Any, schema_editor: Any) -> None:
    """The profiles that were loaded before had no place for their powers."""
    alias = schema_editor.connection.alias
    for loaded in apps.get_model("decisions", "LoadedProfile").objects.using(alias).all():
        copy_powers(parse(loaded.source), loaded, alias, lambda name: apps.get_model("decisions", name))


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0014_own_headings"),
        ("book", "0017_verification"),
    ]

    operations = [
        migrations.CreateModel(
            name="PasskeyRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ProfilePower",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("action", models.CharField(max_length=20)),
                ("office", models.CharField(max_length=30)),
                ("amount_limit", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ("begins", models.DateField(null=True)),
                ("ends", models.DateField(null=True)),
                ("consults", models.JSONField(default=list, help_text="Keys of the offices that have signed before.")),
                ("citation", models.TextField()),
                ("rests_on", models.TextField()),
                (
                    "profile",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="powers", to="decisions.loadedprofile"
                    ),
                ),
            ],
        ),
        RunRoleSQL(
            "REVOKE INSERT, UPDATE, DELETE ON decisions_profilepower, decisions_passkeyrule FROM :desk",
            migrations.RunSQL.noop,
        ),
        migrations.RunPython(copy, migrations.RunPython.noop),
        *(migrations.RunSQL(sql_file(__file__, name)) for name in ("powers", "verification")),
    ]
