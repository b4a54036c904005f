"""Conditions and restrictions of agreements, and that they were met."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from database.operations import sql_file


class Migration(migrations.Migration):
    """Not reversible: the tables go first."""

    dependencies = [
        ("grants", "0010_year_end"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AgreementTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("condition", "Condition"), ("restriction", "Restriction")], max_length=20
                    ),
                ),
                ("text", models.TextField()),
                ("due_on", models.DateField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField()),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="terms", to="grants.agreement"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="TermMet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("met_on", models.DateField()),
                ("evidence", models.TextField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "term",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="met", to="grants.agreementterm"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "terms met",
            },
        ),
        migrations.AddConstraint(
            model_name="agreementterm",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["condition", "restriction"])), name="agreement_term_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementterm",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="agreement_term_says_what"
            ),
        ),
        migrations.AddConstraint(
            model_name="termmet",
            constraint=models.CheckConstraint(
                condition=models.Q(("evidence", ""), _negated=True), name="term_met_has_evidence"
            ),
        ),
        migrations.RunSQL(sql_file(__file__, "terms")),
    ]
