"""That a bid was sent is recorded; bodies that a grant passes through or is made jointly with."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Reversible while no bid is recorded as sent."""

    dependencies = [
        ("grants", "0016_onward"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="GrantBody",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("through", "The money passes through it"),
                            ("joint", "The grant is made jointly with it"),
                        ],
                        max_length=20,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
            ],
            options={
                "ordering": ["role", "position"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="grantoutcome",
            name="grant_outcome_known",
        ),
        migrations.AlterField(
            model_name="grantoutcome",
            name="result",
            field=models.CharField(
                choices=[
                    ("submitted", "Sent to the funder"),
                    ("won", "Won in full"),
                    ("in_part", "Won in part"),
                    ("lost", "Lost"),
                    ("withdrawn", "Withdrawn by us"),
                    ("accepted", "Accepted"),
                    ("no_more", "The rest does not come"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="grantoutcome",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("result__in", ["submitted", "won", "in_part", "lost", "withdrawn", "accepted", "no_more"])
                ),
                name="grant_outcome_known",
            ),
        ),
        migrations.AddField(
            model_name="grantbody",
            name="grant",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="bodies", to="grants.grant"
            ),
        ),
        migrations.AddField(
            model_name="grantbody",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="grants.organisation"
            ),
        ),
        migrations.AddConstraint(
            model_name="grantbody",
            constraint=models.UniqueConstraint(fields=("grant", "organisation", "role"), name="grant_body_once"),
        ),
        migrations.AddConstraint(
            model_name="grantbody",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["through", "joint"])), name="grant_body_role_known"
            ),
        ),
    ]
