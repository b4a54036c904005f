"""What became of every file of the back catalogue, its faults, and what people put right of readings."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from database.operations import sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0002_readings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="upload",
            name="in_catalogue",
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name="CatalogueFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=500, unique=True)),
                ("sha256", models.CharField(blank=True, db_index=True, max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("entered", "Entered"),
                            ("waits", "Waits for a person"),
                            ("already there", "Already there"),
                            ("refused", "Not entered"),
                        ],
                        max_length=20,
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=40)),
                ("reason", models.CharField(blank=True, max_length=60)),
                ("sentence", models.TextField(blank=True)),
                ("read_at", models.DateTimeField()),
                (
                    "read_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "upload",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="intake.upload",
                    ),
                ),
            ],
            options={
                "ordering": ["path"],
            },
        ),
        migrations.CreateModel(
            name="ReadingCorrection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "fact",
                    models.CharField(
                        choices=[
                            ("reference", "Reference"),
                            ("title", "Title"),
                            ("decided_on", "Date signed"),
                            ("decided_by", "Decision by"),
                            ("executive_summary", "Executive summary"),
                        ],
                        max_length=30,
                    ),
                ),
                ("before", models.TextField(blank=True)),
                ("after", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "upload",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="corrections", to="intake.upload"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="CatalogueFault",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64, unique=True)),
                ("check_code", models.CharField(db_index=True, max_length=60, verbose_name="Check")),
                ("reference", models.CharField(blank=True, max_length=40)),
                ("path", models.CharField(max_length=500)),
                ("sha256", models.CharField(blank=True, db_index=True, max_length=64)),
                ("sentence", models.TextField()),
                ("mend", models.TextField()),
                ("found_at", models.DateTimeField()),
                ("settled_note", models.TextField(blank=True)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["check_code", "path", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at__isnull", True), ("settled_by__isnull", True), ("settled_note", "")),
                            models.Q(
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                                models.Q(("settled_note", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="catalogue_fault_settled_with_a_note",
                    )
                ],
            },
        ),
        migrations.RunSQL(sql_file(__file__, "catalogue")),
    ]
