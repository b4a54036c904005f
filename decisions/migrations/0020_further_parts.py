"""Texts in the body's other language, dates of receipt and effect, and what was weighed, in rows."""

import django.db.models.deletion
from django.db import migrations, models

from database.operations import sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0019_kinds"),
    ]

    operations = [
        migrations.AddField(
            model_name="decision",
            name="effective_from",
            field=models.DateField(blank=True, null=True, verbose_name="In effect from"),
        ),
        migrations.AddField(
            model_name="decision",
            name="executive_summary_translation",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AddField(
            model_name="decision",
            name="language",
            field=models.CharField(db_default="en", default="en", max_length=8),
        ),
        migrations.AddField(
            model_name="decision",
            name="received_on",
            field=models.DateField(blank=True, null=True, verbose_name="Received on"),
        ),
        migrations.AddField(
            model_name="decision",
            name="title_translation",
            field=models.CharField(blank=True, db_default="", default="", max_length=300),
        ),
        migrations.AddField(
            model_name="recommendation",
            name="translation",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.CreateModel(
            name="Consideration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("option", "Option"),
                            ("risk", "Risk"),
                            ("stakeholder", "Who is affected or was asked"),
                        ],
                        max_length=20,
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=300)),
                ("text", models.TextField(blank=True)),
                ("answer", models.TextField(blank=True)),
                ("is_chosen", models.BooleanField(default=False)),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="considerations",
                        to="decisions.decision",
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("decision", "kind", "number"), name="consideration_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["option", "risk", "stakeholder"])), name="consideration_known"
                    ),
                ],
            },
        ),
        migrations.RunSQL(sql_file(__file__, "further_parts")),
    ]
