"""Files that are published beside a paper; part of what is signed."""

import django.db.models.constraints
import django.db.models.deletion
from django.db import migrations, models

from database.operations import sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0012_urgent_papers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("file_name", models.CharField(max_length=200)),
                ("media_type", models.CharField(max_length=80)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("data", models.BinaryField()),
                (
                    "accessible",
                    models.CharField(
                        choices=[
                            ("yes", "It can be read with a screen reader"),
                            ("other", "Another attachment holds the same in an accessible form"),
                            ("no", "It has no accessible form"),
                        ],
                        max_length=10,
                    ),
                ),
                ("accessible_in", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="attachments", to="decisions.decision"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("decision", "number"),
                        name="attachment_number_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("accessible", "other"), ("accessible_in__isnull", False)),
                            models.Q(("accessible__in", ["yes", "no"]), ("accessible_in__isnull", True)),
                            _connector="OR",
                        ),
                        name="attachment_says_how_it_is_read",
                    ),
                ],
            },
        ),
        migrations.RunSQL(sql_file(__file__, "attachments")),
    ]
