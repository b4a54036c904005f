"""The decision on each recommendation, with its conditions, and what shows that these were met."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import figures.fields
from database.operations import sql_file


class Migration(migrations.Migration):
    """Not reversible: the tables go first."""

    dependencies = [
        ("decisions", "0005_profile_rules"),
        ("grants", "0004_conditions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="signature",
            name="rulings_digest",
            field=models.CharField(blank=True, db_default="", default="", max_length=64),
        ),
        migrations.CreateModel(
            name="Condition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveSmallIntegerField()),
                ("number", models.PositiveSmallIntegerField()),
                ("recommendation", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("text", models.TextField()),
                ("by_when", models.DateField(blank=True, null=True, verbose_name="By when")),
                ("whose", models.CharField(blank=True, max_length=200, verbose_name="Whose task it is")),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("nothing", "Nothing waits for it"),
                            ("acceptance", "No money is accepted before it is met"),
                        ],
                        default="nothing",
                        max_length=20,
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="conditions", to="decisions.decision"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="ConditionMet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField(verbose_name="Met on")),
                ("evidence", models.TextField(verbose_name="What shows it")),
                ("by_name", models.CharField(max_length=200)),
                ("agreed_by_name", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "condition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="met", to="decisions.condition"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Ruling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveSmallIntegerField()),
                ("number", models.PositiveSmallIntegerField(verbose_name="Recommendation")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("approved", "Approve as recommended"),
                            ("approved_with_changes", "Approve with changes"),
                            ("refused", "Refuse"),
                        ],
                        max_length=30,
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="The decision where it differs")),
                ("amount", figures.fields.MoneyColumn(blank=True, null=True)),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rulings", to="decisions.decision"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.AddConstraint(
            model_name="condition",
            constraint=models.UniqueConstraint(fields=("decision", "round", "number"), name="condition_number_once"),
        ),
        migrations.AddConstraint(
            model_name="condition",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="condition_says_what"
            ),
        ),
        migrations.AddConstraint(
            model_name="condition",
            constraint=models.CheckConstraint(
                condition=models.Q(("before__in", ["nothing", "acceptance"])), name="condition_before_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="conditionmet",
            constraint=models.CheckConstraint(
                condition=models.Q(("evidence", ""), _negated=True), name="condition_met_has_evidence"
            ),
        ),
        migrations.AddConstraint(
            model_name="ruling",
            constraint=models.UniqueConstraint(
                fields=("decision", "round", "number"), name="ruling_once_per_recommendation"
            ),
        ),
        migrations.AddConstraint(
            model_name="ruling",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["approved", "approved_with_changes", "refused"])),
                name="ruling_outcome_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="ruling",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "refused"), _negated=True), ("amount__isnull", True), _connector="OR"
                ),
                name="ruling_refused_allows_nothing",
            ),
        ),
        migrations.AddConstraint(
            model_name="ruling",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__isnull", True), ("amount__gte", 0), _connector="OR"),
                name="ruling_not_negative",
            ),
        ),
        migrations.RunSQL(sql_file(__file__, "rulings")),
    ]
