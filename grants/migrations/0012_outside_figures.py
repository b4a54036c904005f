"""Tables that funders publish, their figures beside ours, and what people said of them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import figures.fields
from database.operations import sql_file


class Migration(migrations.Migration):
    """Not reversible: the tables go first."""

    dependencies = [
        ("grants", "0011_agreement_terms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OutsideSource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=300)),
                ("address", models.CharField(blank=True, max_length=500)),
                ("published_on", models.DateField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("bid", "Bid for"),
                            ("offered", "Allocated or offered"),
                            ("accepted", "Awarded and accepted"),
                            ("received", "Paid to us"),
                            ("spent", "Spent by us"),
                            ("returned", "Returned by us"),
                        ],
                        max_length=20,
                    ),
                ),
                ("recipients", models.CharField(max_length=500)),
                ("file_name", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("others", models.PositiveIntegerField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "funder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="grants.organisation"
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
                "ordering": ["-published_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="OutsideFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fund", models.CharField(max_length=300)),
                ("year", figures.fields.YearColumn(verbose_name="Financial year")),
                ("amount", figures.fields.MoneyColumn()),
                ("lines", models.CharField(max_length=500)),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="figures", to="grants.outsidesource"
                    ),
                ),
            ],
            options={
                "ordering": ["-year", "fund", "pk"],
            },
        ),
        migrations.CreateModel(
            name="OutsideRuling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ruling",
                    models.CharField(
                        choices=[
                            ("same", "It is the same money"),
                            ("explained", "The difference is explained"),
                            ("not_ours", "It is not our money"),
                            ("wrong", "The published figure is wrong"),
                        ],
                        max_length=20,
                    ),
                ),
                ("ours", figures.fields.MoneyColumn(null=True)),
                ("reason", models.TextField()),
                ("ruled_at", models.DateTimeField()),
                (
                    "figure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rulings", to="grants.outsidefigure"
                    ),
                ),
                (
                    "fund",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="grants.fund"
                    ),
                ),
                (
                    "ruled_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ruling__in", ["same", "explained", "not_ours", "wrong"])),
                        name="outside_ruling_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="outside_ruling_says_why"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="outsidesource",
            constraint=models.UniqueConstraint(fields=("sha256", "kind"), name="outside_source_once"),
        ),
        migrations.AddConstraint(
            model_name="outsidesource",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["bid", "offered", "accepted", "received", "spent", "returned"])),
                name="outside_source_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="outsidefigure",
            constraint=models.UniqueConstraint(fields=("source", "fund", "year"), name="outside_figure_once"),
        ),
        migrations.AddConstraint(
            model_name="outsidefigure",
            constraint=models.CheckConstraint(
                condition=models.Q(("year__gte", 1900), ("year__lte", 2198)), name="outside_figure_year_possible"
            ),
        ),
        migrations.RunSQL(sql_file(__file__, "outside")),
    ]
