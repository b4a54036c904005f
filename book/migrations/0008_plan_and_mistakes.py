"""The forward plan that staff publish, and mistakes that the public tells of."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from database.operations import RunRoleSQL, sql_file


class Migration(migrations.Migration):
    """The plan lies in the book and is written by one function; reports are sent in by another and not read back."""

    dependencies = [
        ("book", "0007_alerts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Planned",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("title", models.TextField()),
                (
                    "kind",
                    models.TextField(
                        choices=[("bid", "Bid"), ("offer", "Offer"), ("award", "Award"), ("other", "Other")]
                    ),
                ),
                ("expected_on", models.DateField()),
                ("office", models.TextField()),
                (
                    "state",
                    models.TextField(choices=[("planned", "Planned"), ("dropped", "Dropped"), ("decided", "Decided")]),
                ),
                ("note", models.TextField()),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "db_table": '"book"."planned"',
                "ordering": ["expected_on", "id"],
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="MistakeReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("receipt", models.CharField(max_length=20, unique=True)),
                ("reference", models.CharField(max_length=60)),
                ("wrong", models.TextField()),
                ("source", models.CharField(blank=True, max_length=500)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("email", models.CharField(blank=True, max_length=254)),
                ("credited", models.BooleanField(default=False)),
                ("sender", models.CharField(max_length=64)),
                ("told_at", models.DateTimeField()),
                ("is_right", models.BooleanField(null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answer", models.TextField(blank=True)),
                (
                    "answered_by",
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
                "ordering": ["told_at", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("answered_at", None)), fields=["told_at"], name="mistake_report_open"
                    ),
                    models.Index(fields=["sender", "told_at"], name="mistake_report_sender"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at", None), ("answered_by", None), ("is_right", None)),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                ("is_right__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="mistake_report_answered_by_somebody",
                    )
                ],
            },
        ),
        migrations.RunSQL(sql_file(__file__, "forward_plan")),
        migrations.RunSQL(sql_file(__file__, "mistakes")),
        RunRoleSQL(sql_file(__file__, "plan_rights")),
    ]
