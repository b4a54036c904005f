"""Papers that were brought to the desk, and where their left-over lines went."""

from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SQL = Path(__file__).parent / "expunge.sql"


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0006_expunge"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Brought",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("data", models.BinaryField(default=b"")),
                ("name", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("placements", models.JSONField(default=dict)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "decision",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="brought",
                        to="decisions.decision",
                    ),
                ),
            ],
        ),
        # Again, because what the law orders removed may stand in the name of what was brought.
        migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop),
    ]
