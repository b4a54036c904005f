"""Money received, spent, returned and carried over, as entries that are only added to."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import figures.fields
from database.operations import sql_file


class Migration(migrations.Migration):
    """Not reversible: the tables go first."""

    dependencies = [
        ("grants", "0005_outcomes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Actual",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("spent", "Spent"),
                            ("returned", "Returned to the funder"),
                            ("carried_in", "Carried in from the year before"),
                            ("carried_out", "Carried out to the next year"),
                        ],
                        max_length=20,
                    ),
                ),
                ("amount", figures.fields.MoneyColumn()),
                ("happened_on", models.DateField()),
                (
                    "cost_category",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not stated"),
                            ("staff", "Staff"),
                            ("revenue", "Other revenue"),
                            ("capital", "Capital"),
                            ("match", "Match funding"),
                        ],
                        max_length=20,
                    ),
                ),
                ("unit", models.CharField(blank=True, max_length=200)),
                ("evidence", models.CharField(blank=True, max_length=500)),
                (
                    "source",
                    models.CharField(
                        choices=[("typed", "Typed"), ("return", "From a return"), ("ledger", "Ledger")],
                        default="typed",
                        max_length=20,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("recorded_at", models.DateTimeField()),
                (
                    "corrects",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="correction",
                        to="grants.actual",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "tranche",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="actuals", to="grants.tranche"
                    ),
                ),
            ],
            options={
                "ordering": ["-happened_on", "-pk"],
                "indexes": [models.Index(fields=["tranche", "kind", "happened_on"], name="actual_by_tranche")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["received", "spent", "returned", "carried_in", "carried_out"])
                        ),
                        name="actual_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cost_category__in", ["", "staff", "revenue", "capital", "match"])),
                        name="actual_category_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source__in", ["typed", "return", "ledger"])), name="actual_source_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("corrects__isnull", True), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="actual_correction_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount", 0), _negated=True), ("corrects__isnull", False), _connector="OR"
                        ),
                        name="actual_nil_only_corrects",
                    ),
                ],
            },
        ),
        migrations.RunSQL(sql_file(__file__, "actuals")),
    ]
