"""A grant names the one that it continues."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Reversible: the link is lost, the grants stay."""

    dependencies = [("grants", "0017_sent_bids_and_other_bodies")]

    operations = [
        migrations.AddField(
            model_name="grant",
            name="continues",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="continuations",
                to="grants.grant",
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(("continues__lt", models.F("pk"))), name="grant_continues_an_earlier_one"
            ),
        ),
    ]
