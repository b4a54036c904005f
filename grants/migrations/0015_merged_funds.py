"""Funds that staff say are one: the name of a merged fund leads to the one that stands."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What was entered under a merged fund stays with it, so that it can be taken apart again."""

    dependencies = [("grants", "0014_files")]

    operations = [
        migrations.AddField(
            model_name="fund",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="grants.fund",
            ),
        ),
        migrations.AddConstraint(
            model_name="fund",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into", models.F("id")), _negated=True), name="fund_merged_with_another"
            ),
        ),
    ]
