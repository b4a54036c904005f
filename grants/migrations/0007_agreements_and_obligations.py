"""Agreements of grants, what they owe their funders, and people's calendars of it."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import figures.fields
from database.operations import sql_file


class Migration(migrations.Migration):
    """Not reversible: the tables go first."""

    dependencies = [
        ("grants", "0006_actuals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField()),
                ("begins_on", models.DateField()),
                ("sent_on", models.DateField(blank=True, null=True)),
                ("accepted_on", models.DateField(blank=True, null=True)),
                ("accepted_by", models.CharField(blank=True, max_length=200)),
                (
                    "carry_over",
                    models.CharField(
                        choices=[
                            ("none", "Not carried over"),
                            ("with_consent", "Carried over with the funder’s consent"),
                            ("automatic", "Carried over automatically"),
                            ("not_stated", "Not stated"),
                        ],
                        max_length=20,
                    ),
                ),
                ("consent_on", models.DateField(blank=True, null=True)),
                ("consent", models.TextField(blank=True)),
                ("match_percentage", models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True)),
                (
                    "timetables",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                    ),
                ),
                (
                    "non_working_days",
                    models.CharField(
                        choices=[
                            ("as_printed", "It stays as printed"),
                            ("previous", "The working day before counts"),
                            ("next", "The working day after counts"),
                        ],
                        default="as_printed",
                        max_length=20,
                    ),
                ),
                ("days_after", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("kept_at", models.CharField(blank=True, max_length=300)),
                ("note", models.TextField(blank=True)),
                ("recorded_at", models.DateTimeField()),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="agreements", to="grants.grant"
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
                "ordering": ["-version"],
            },
        ),
        migrations.CreateModel(
            name="AgreementCost",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("staff", "Staff"),
                            ("revenue", "Other revenue"),
                            ("capital", "Capital"),
                            ("match", "Match funding"),
                        ],
                        max_length=20,
                    ),
                ),
                ("amount", figures.fields.MoneyColumn()),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="costs", to="grants.agreement"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="CalendarAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(default=1)),
                ("renewed_at", models.DateTimeField()),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "calendar addresses",
            },
        ),
        migrations.CreateModel(
            name="Obligation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("monthly_return", "Monthly return"),
                            ("quarterly_claim", "Quarterly claim"),
                            ("half_yearly_claim", "Half-yearly claim"),
                            ("interim_claim", "Interim claim"),
                            ("final_claim", "Final claim"),
                            ("progress_report", "Progress report"),
                            ("forecast_outturn", "Forecast outturn"),
                            ("underspend_notice", "Underspend notice"),
                            ("outturn_statement", "Outturn statement"),
                            ("usage_statement", "Statement of grant usage"),
                            ("auditors_certificate", "Auditor’s certificate"),
                            ("annual_review", "Annual review"),
                            ("subsidy_notice", "Subsidy-database notice"),
                        ],
                        max_length=40,
                    ),
                ),
                ("period_from", models.DateField(null=True)),
                ("period_to", models.DateField(null=True)),
                ("printed_on", models.DateField()),
                ("due_on", models.DateField()),
                ("note", models.TextField(blank=True)),
                ("needs_certificate", models.BooleanField()),
                ("sequence", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("cancelled_at", models.DateTimeField(null=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="obligations",
                        to="grants.agreement",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="obligations", to="grants.grant"
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ObligationStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("step", models.CharField(max_length=20)),
                (
                    "from_status",
                    models.CharField(
                        choices=[
                            ("due", "Due"),
                            ("prepared", "Prepared"),
                            ("certified", "Certified"),
                            ("sent", "Sent"),
                            ("queried", "Queried"),
                            ("accepted", "Accepted"),
                            ("paid", "Paid"),
                            ("paid_less", "Paid less"),
                            ("recovered", "Recovered"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "to_status",
                    models.CharField(
                        choices=[
                            ("due", "Due"),
                            ("prepared", "Prepared"),
                            ("certified", "Certified"),
                            ("sent", "Sent"),
                            ("queried", "Queried"),
                            ("accepted", "Accepted"),
                            ("paid", "Paid"),
                            ("paid_less", "Paid less"),
                            ("recovered", "Recovered"),
                        ],
                        max_length=20,
                    ),
                ),
                ("happened_on", models.DateField()),
                ("amount", figures.fields.MoneyColumn(blank=True, null=True)),
                ("forecast", figures.fields.MoneyColumn(blank=True, null=True)),
                ("note", models.TextField(blank=True)),
                ("taken_by_name", models.CharField(max_length=200)),
                ("office", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField()),
                (
                    "obligation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="grants.obligation"
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.UniqueConstraint(fields=("grant", "version"), name="agreement_version_once"),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("carry_over__in", ["none", "with_consent", "automatic", "not_stated"])),
                name="agreement_carry_over_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("non_working_days__in", ["as_printed", "previous", "next"])),
                name="agreement_non_working_days_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accepted_by", ""), ("accepted_on__isnull", True)),
                    models.Q(("accepted_on__isnull", False), models.Q(("accepted_by", ""), _negated=True)),
                    _connector="OR",
                ),
                name="agreement_acceptance_names_who",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("consent", ""), ("consent_on__isnull", True)),
                    models.Q(
                        ("carry_over", "with_consent"),
                        ("consent_on__isnull", False),
                        models.Q(("consent", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="agreement_consent_has_evidence",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("match_percentage__isnull", True),
                    models.Q(("match_percentage__gte", 0), ("match_percentage__lte", 100)),
                    _connector="OR",
                ),
                name="agreement_match_percentage_possible",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementcost",
            constraint=models.UniqueConstraint(fields=("agreement", "category"), name="agreement_cost_once"),
        ),
        migrations.AddConstraint(
            model_name="agreementcost",
            constraint=models.CheckConstraint(
                condition=models.Q(("category__in", ["staff", "revenue", "capital", "match"])),
                name="agreement_cost_category_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementcost",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gte", 0)), name="agreement_cost_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="obligation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("agreement__isnull", False), ("cancelled_at__isnull", True)),
                fields=("grant", "kind", "period_from", "period_to"),
                name="obligation_once_per_period",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="obligation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "monthly_return",
                            "quarterly_claim",
                            "half_yearly_claim",
                            "interim_claim",
                            "final_claim",
                            "progress_report",
                            "forecast_outturn",
                            "underspend_notice",
                            "outturn_statement",
                            "usage_statement",
                            "auditors_certificate",
                            "annual_review",
                            "subsidy_notice",
                        ],
                    )
                ),
                name="obligation_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="obligation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("period_from__isnull", True), ("period_to__isnull", True)),
                    ("period_from__lte", models.F("period_to")),
                    _connector="OR",
                ),
                name="obligation_period_possible",
            ),
        ),
        migrations.AddConstraint(
            model_name="obligationstep",
            constraint=models.UniqueConstraint(fields=("obligation", "number"), name="obligation_step_number_once"),
        ),
        migrations.AddConstraint(
            model_name="obligationstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "from_status__in",
                        [
                            "due",
                            "prepared",
                            "certified",
                            "sent",
                            "queried",
                            "accepted",
                            "paid",
                            "paid_less",
                            "recovered",
                        ],
                    ),
                    (
                        "to_status__in",
                        [
                            "due",
                            "prepared",
                            "certified",
                            "sent",
                            "queried",
                            "accepted",
                            "paid",
                            "paid_less",
                            "recovered",
                        ],
                    ),
                ),
                name="obligation_step_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="obligationstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__isnull", True), ("amount__gte", 0), _connector="OR"),
                name="obligation_step_amount_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="obligationstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("forecast__isnull", True), ("forecast__gte", 0), _connector="OR"),
                name="obligation_step_forecast_not_negative",
            ),
        ),
        migrations.RunSQL(sql_file(__file__, "agreements")),
        migrations.RunSQL(sql_file(__file__, "obligations")),
    ]
