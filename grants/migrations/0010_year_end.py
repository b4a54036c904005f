"""Forecasts by month, the end of the year, and money that was said to be coming."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import figures.fields
from database.operations import sql_file


class Migration(migrations.Migration):
    """Not reversible: the tables go first."""

    dependencies = [
        ("grants", "0009_reminders"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AnticipatedMoney",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", figures.fields.YearColumn(verbose_name="Financial year")),
                ("amount", figures.fields.MoneyColumn()),
                ("said_in", models.CharField(max_length=200)),
                ("said_on", models.DateField()),
                ("note", models.CharField(blank=True, max_length=500)),
                ("recorded_at", models.DateTimeField()),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="anticipated", to="grants.grant"
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
                "ordering": ["said_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="AnticipationOutcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("note", models.CharField(blank=True, max_length=500)),
                ("happened_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "anticipated",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcome",
                        to="grants.anticipatedmoney",
                    ),
                ),
                (
                    "came_as",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="grants.tranche",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ClosedYear",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", figures.fields.YearColumn()),
                ("note", models.TextField(blank=True)),
                ("closed_at", models.DateTimeField()),
                (
                    "closed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="closed_years", to="grants.grant"
                    ),
                ),
            ],
            options={
                "ordering": ["year"],
            },
        ),
        migrations.CreateModel(
            name="ClosingTick",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", figures.fields.YearColumn()),
                (
                    "item",
                    models.CharField(
                        choices=[
                            ("ledger", "Every line of the ledger for the year is entered"),
                            ("underspend", "The funder knows what was not spent, or nothing was left"),
                            (
                                "advance",
                                "Money in hand is returned, carried over with consent, or stands as received in advance",
                            ),
                            ("evidence", "The evidence for what was spent is filed"),
                        ],
                        max_length=20,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                ("ticked_at", models.DateTimeField()),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="closing_ticks", to="grants.grant"
                    ),
                ),
                (
                    "ticked_by",
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
            name="Forecast",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("budget", "Budget"),
                            ("committed", "Committed: ordered and not yet paid"),
                            ("spend", "Forecast of spend"),
                        ],
                        max_length=20,
                    ),
                ),
                ("made_on", models.DateField()),
                ("note", models.CharField(blank=True, max_length=500)),
                ("recorded_at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "tranche",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="forecasts", to="grants.tranche"
                    ),
                ),
            ],
            options={
                "ordering": ["made_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ForecastMonth",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField()),
                ("amount", figures.fields.MoneyColumn()),
                (
                    "forecast",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="months", to="grants.forecast"
                    ),
                ),
            ],
            options={
                "ordering": ["month"],
            },
        ),
        migrations.AddConstraint(
            model_name="anticipatedmoney",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="anticipated_is_some"),
        ),
        migrations.AddConstraint(
            model_name="anticipatedmoney",
            constraint=models.CheckConstraint(
                condition=models.Q(("said_in", ""), _negated=True), name="anticipated_says_where"
            ),
        ),
        migrations.AddConstraint(
            model_name="anticipationoutcome",
            constraint=models.CheckConstraint(
                condition=models.Q(("came_as__isnull", False), models.Q(("note", ""), _negated=True), _connector="OR"),
                name="anticipation_not_come_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="closedyear",
            constraint=models.UniqueConstraint(fields=("grant", "year"), name="closed_year_once"),
        ),
        migrations.AddConstraint(
            model_name="closingtick",
            constraint=models.UniqueConstraint(fields=("grant", "year", "item"), name="closing_tick_once"),
        ),
        migrations.AddConstraint(
            model_name="closingtick",
            constraint=models.CheckConstraint(
                condition=models.Q(("item__in", ["ledger", "underspend", "advance", "evidence"])),
                name="closing_item_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="forecast",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["budget", "committed", "spend"])), name="forecast_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="forecastmonth",
            constraint=models.UniqueConstraint(fields=("forecast", "month"), name="forecast_month_once"),
        ),
        migrations.AddConstraint(
            model_name="forecastmonth",
            constraint=models.CheckConstraint(
                condition=models.Q(("month__day", 1)), name="forecast_month_by_first_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="forecastmonth",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gte", 0)), name="forecast_not_negative"),
        ),
        migrations.RunSQL(sql_file(__file__, "year_end")),
    ]
