"""Urgent papers: their mark and reason, and the steps that each profile lets them skip."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from database.operations import RunRoleSQL, sql_file
from decisions.profiles import copy_skipped
from profiles import current


def copy(apps: Any, schema_editor: Any) -> None:
    """The profile in use was loaded by an earlier migration, which had no place for the steps to skip."""
    alias = schema_editor.connection.alias
    loaded = apps.get_model("decisions", "LoadedProfile").objects.using(alias).filter(digest=current().digest).first()
    if loaded is not None:
        copy_skipped(current(), loaded, alias, lambda name: apps.get_model("decisions", name))


class Migration(migrations.Migration):
    """The owner alone writes which steps are skipped. Not reversible: the tables go first."""

    dependencies = [
        ("decisions", "0011_given_to_and_views"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SkippedStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=20)),
                (
                    "profile",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="skipped",
                        to="decisions.loadedprofile",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("profile", "name"), name="skipped_step_once"),
                    models.CheckConstraint(
                        condition=models.Q(("name__in", ["check", "endorse"])), name="skipped_step_never_decides"
                    ),
                ]
            },
        ),
        migrations.AddField(
            model_name="decision",
            name="urgent",
            field=models.BooleanField(db_default=False, default=False, verbose_name="The paper is urgent"),
        ),
        migrations.AddField(
            model_name="decision",
            name="urgent_reason",
            field=models.TextField(blank=True, db_default="", default="", verbose_name="Why it is urgent"),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("urgent", False),
                    ("status__in", ["draft", "withdrawn"]),
                    models.Q(("urgent_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="decision_urgent_says_why",
            ),
        ),
        migrations.RunSQL(sql_file(__file__, "urgent")),
        RunRoleSQL("REVOKE INSERT, UPDATE, DELETE ON decisions_skippedstep FROM :desk", migrations.RunSQL.noop),
        migrations.RunPython(copy, migrations.RunPython.noop),
    ]
