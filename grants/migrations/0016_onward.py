"""Money of a grant that is passed on to partners, and what they owe in return."""

import django.db.models.deletion
from django.db import migrations, models

from database.operations import sql_file


class Migration(migrations.Migration):
    """Not reversible: the table goes first."""

    dependencies = [
        ("grants", "0015_merged_funds"),
    ]

    operations = [
        migrations.CreateModel(
            name="OnwardGrant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField()),
                ("conditions", models.TextField(blank=True)),
                (
                    "subsidy",
                    models.CharField(
                        choices=[("not_assessed", "Not assessed yet"), ("no", "No"), ("yes", "Yes")],
                        default="not_assessed",
                        max_length=20,
                    ),
                ),
                ("subsidy_reason", models.TextField(blank=True)),
                ("assessed_on", models.DateField(blank=True, null=True)),
                (
                    "grant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="onward", to="grants.grant"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="passed_on", to="grants.grant"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("grant", models.F("parent")), _negated=True),
                        name="onward_grant_has_a_parent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("subsidy__in", ["not_assessed", "no", "yes"])), name="onward_subsidy_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("assessed_on__isnull", True), ("subsidy", "not_assessed")),
                            models.Q(
                                models.Q(("subsidy", "not_assessed"), _negated=True), ("assessed_on__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="onward_subsidy_is_dated",
                    ),
                ],
            },
        ),
        migrations.RunSQL(sql_file(__file__, "onward")),
    ]
