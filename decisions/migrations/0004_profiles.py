"""The profiles that the owner loads, and the one that a paper was submitted under."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Tables of the loaded profiles."""

    dependencies = [
        ("decisions", "0003_two_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="LoadedProfile",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("source", models.TextField()),
                ("loaded_at", models.DateTimeField(unique=True)),
            ],
            options={
                "ordering": ["loaded_at"],
            },
        ),
        migrations.AlterField(
            model_name="decision",
            name="series",
            field=models.CharField(blank=True, default="", max_length=8),
        ),
        migrations.AlterField(
            model_name="numbering",
            name="series",
            field=models.CharField(max_length=16, primary_key=True, serialize=False),
        ),
        migrations.AlterField(
            model_name="signature",
            name="office",
            field=models.CharField(max_length=30),
        ),
        migrations.AddField(
            model_name="decision",
            name="profile",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="decisions.loadedprofile",
            ),
        ),
        migrations.CreateModel(
            name="ProfileSeries",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=8)),
                ("counted", models.BooleanField(help_text="Whether its references hold a year or a term.")),
                (
                    "profile",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="series", to="decisions.loadedprofile"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("profile", "code"), name="profile_series_once")],
            },
        ),
        migrations.CreateModel(
            name="ProfileStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=20)),
                ("office", models.CharField(max_length=30)),
                ("from_status", models.CharField(max_length=20)),
                ("to_status", models.CharField(max_length=20)),
                (
                    "profile",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="decisions.loadedprofile"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("profile", "name", "office", "from_status"), name="profile_step_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RequiredSignatory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("office", models.CharField(max_length=30)),
                ("step", models.CharField(max_length=20)),
                ("at_status", models.CharField(max_length=20)),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "profile",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatories",
                        to="decisions.loadedprofile",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("profile", "office"), name="required_signatory_once"),
                    models.CheckConstraint(
                        condition=models.Q(("step__in", ["endorsed", "approved"])), name="required_signatory_step_known"
                    ),
                ],
            },
        ),
    ]
