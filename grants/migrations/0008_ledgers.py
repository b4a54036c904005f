"""Ledger files: how they are read, whose codes they hold, and which lines are in."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from database.operations import sql_file


class Migration(migrations.Migration):
    """Not reversible: the tables go first."""

    dependencies = [
        ("grants", "0007_agreements_and_obligations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LedgerMap",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True)),
                ("day", models.CharField(max_length=200)),
                ("amount", models.CharField(blank=True, max_length=200)),
                ("debit", models.CharField(blank=True, max_length=200)),
                ("credit", models.CharField(blank=True, max_length=200)),
                ("code", models.CharField(max_length=200)),
                ("key", models.CharField(blank=True, max_length=500)),
                ("unit", models.CharField(blank=True, max_length=200)),
                ("category", models.CharField(blank=True, max_length=200)),
                ("categories", models.TextField(blank=True)),
                ("evidence", models.CharField(blank=True, max_length=500)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("spent", "Spent"),
                            ("returned", "Returned to the funder"),
                            ("carried_in", "Carried in from the year before"),
                            ("carried_out", "Carried out to the next year"),
                        ],
                        default="spent",
                        max_length=20,
                    ),
                ),
                ("turned", models.BooleanField(default=False)),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.AddField(
            model_name="actual",
            name="ledger_key",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="actual",
            name="ledger_line",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="LedgerCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=80)),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ledger_codes", to="grants.grant"
                    ),
                ),
            ],
            options={
                "ordering": ["code", "grant"],
            },
        ),
        migrations.CreateModel(
            name="LedgerFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("data", models.BinaryField()),
                ("brought_at", models.DateTimeField()),
                ("entered_at", models.DateTimeField(null=True)),
                ("entries", models.PositiveIntegerField(default=0)),
                (
                    "brought_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.AddField(
            model_name="actual",
            name="ledger_file",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="actuals",
                to="grants.ledgerfile",
            ),
        ),
        migrations.AddConstraint(
            model_name="actual",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ledger_key", ""), _negated=True),
                fields=("ledger_key",),
                name="actual_ledger_line_once",
            ),
        ),
        migrations.AddField(
            model_name="ledgermap",
            name="changed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="ledgerfile",
            name="map",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="files", to="grants.ledgermap"
            ),
        ),
        migrations.AddConstraint(
            model_name="ledgercode",
            constraint=models.UniqueConstraint(fields=("grant", "code"), name="ledger_code_once_per_grant"),
        ),
        migrations.AddConstraint(
            model_name="ledgermap",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(models.Q(("amount", ""), _negated=True), ("credit", ""), ("debit", "")),
                    models.Q(
                        ("amount", ""), models.Q(("debit", ""), _negated=True), models.Q(("credit", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="ledger_map_has_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="ledgermap",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["received", "spent", "returned", "carried_in", "carried_out"])),
                name="ledger_map_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="ledgerfile",
            constraint=models.UniqueConstraint(
                condition=models.Q(("entered_at__isnull", False)), fields=("sha256",), name="ledger_file_entered_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="ledgerfile",
            constraint=models.CheckConstraint(
                condition=models.Q(("entered_at__isnull", True), ("data", b""), _connector="OR"),
                name="ledger_file_is_let_go",
            ),
        ),
        migrations.RunSQL(sql_file(__file__, "ledgers")),
    ]
