"""The passkeys that the worker has seen, which it alone writes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from database.operations import RunRoleSQL


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_closing"),
    ]

    operations = [
        migrations.CreateModel(
            name="KnownPasskey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_key", models.TextField(help_text="COSE, in base64url, as in the evidence of a signature.")),
                ("first_seen_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("person", "public_key"), name="known_passkey_once")],
            },
        ),
        RunRoleSQL("REVOKE INSERT, UPDATE, DELETE ON accounts_knownpasskey FROM :desk", migrations.RunSQL.noop),
    ]
