"""Conditions that decisions put on grants: what an open one forbids is not accepted."""

import django.db.models.deletion
from django.db import migrations, models

from database.operations import sql_file


class Migration(migrations.Migration):
    """Replaces one function. Not reversible: the tables go first."""

    dependencies = [
        ("grants", "0003_locked_sums"),
    ]

    operations = [
        migrations.CreateModel(
            name="GrantCondition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=40)),
                ("number", models.PositiveSmallIntegerField()),
                ("recommendation", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("text", models.TextField()),
                ("by_when", models.DateField(blank=True, null=True)),
                ("whose", models.CharField(blank=True, max_length=200)),
                ("before_acceptance", models.BooleanField()),
                ("met_on", models.DateField(blank=True, null=True)),
                ("evidence", models.TextField(blank=True)),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="conditions", to="grants.grant"
                    ),
                ),
            ],
            options={
                "ordering": ["reference", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("grant", "reference", "number"), name="grant_condition_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("evidence", ""), ("met_on__isnull", True)),
                            models.Q(("met_on__isnull", False), models.Q(("evidence", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="grant_condition_met_has_evidence",
                    ),
                ],
            },
        ),
        migrations.RunSQL(sql_file(__file__, "conditions")),
    ]
