"""Files of grants: agreements, letters, evidence."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from database.operations import sql_file


class Migration(migrations.Migration):
    """Not reversible: the table goes first."""

    dependencies = [
        ("grants", "0013_confirmed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="GrantFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("agreement", "The agreement itself"),
                            ("consent", "The funder’s consent to carry over"),
                            ("term", "That a condition or restriction was met"),
                            ("actual", "An entry of money"),
                            ("other", "Something else about the grant"),
                        ],
                        max_length=20,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("file_name", models.CharField(max_length=200)),
                ("media_type", models.CharField(max_length=100)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("data", models.BinaryField()),
                ("added_at", models.DateTimeField()),
                (
                    "actual",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="files", to="grants.actual"
                    ),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="grants.agreement",
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="grants.grant"
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="grants.agreementterm",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("grant", "sha256", "about", "agreement", "term", "actual"),
                        name="grant_file_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("about__in", ["agreement", "consent"]),
                                ("actual", None),
                                ("agreement__isnull", False),
                                ("term", None),
                            ),
                            models.Q(("about", "term"), ("actual", None), ("agreement", None), ("term__isnull", False)),
                            models.Q(
                                ("about", "actual"), ("actual__isnull", False), ("agreement", None), ("term", None)
                            ),
                            models.Q(("about", "other"), ("actual", None), ("agreement", None), ("term", None)),
                            _connector="OR",
                        ),
                        name="grant_file_shows_one_thing",
                    ),
                ],
            },
        ),
        migrations.RunSQL(sql_file(__file__, "files")),
    ]
