"""Requests for an accessible format, and the one function by which the public sends them."""

from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from database.operations import RunRoleSQL

ASKING = Path(__file__).resolve().with_name("format_requests.sql").read_text()
# The desk notes how a request was answered; it neither writes requests nor takes them away.
RIGHTS = """
REVOKE INSERT, DELETE ON register_formatrequest FROM :desk;
REVOKE ALL ON register_formatrequest FROM :reader;
REVOKE ALL ON FUNCTION book.ask_for_format(text, text, text, text, text, text, text, text) FROM PUBLIC, :desk;
GRANT EXECUTE ON FUNCTION book.ask_for_format(text, text, text, text, text, text, text, text) TO :reader;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0004_transcripts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FormatRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("receipt", models.CharField(max_length=20, unique=True)),
                ("about", models.CharField(max_length=300)),
                ("wanted", models.CharField(max_length=40)),
                ("details", models.TextField(blank=True)),
                ("technology", models.CharField(blank=True, max_length=200)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("email", models.CharField(max_length=254)),
                ("sender", models.CharField(max_length=64)),
                ("asked_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answer", models.TextField(blank=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="format_answers",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("answered_at", None)), fields=["asked_at"], name="format_request_open"
                    ),
                    models.Index(fields=["sender", "asked_at"], name="format_request_sender"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at", None), ("answered_by", None)),
                            models.Q(("answered_at__isnull", False), ("answered_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="format_request_answered_by_somebody",
                    )
                ],
            },
        ),
        migrations.RunSQL(ASKING),
        RunRoleSQL(RIGHTS),
    ]
