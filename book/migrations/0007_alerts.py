"""Alerts by e-mail: who follows what, and the functions by which the public asks, confirms, changes and leaves."""

import django.db.models.deletion
from django.db import migrations, models

from database.operations import RunRoleSQL, sql_file


class Migration(migrations.Migration):
    """The public calls the functions and reads none of the tables."""

    dependencies = [
        ("book", "0006_words"),
        ("mail", "0002_unsubscribe"),
    ]

    operations = [
        migrations.CreateModel(
            name="Subscriber",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.CharField(max_length=254)),
                ("secret", models.CharField(max_length=64, unique=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("email",), name="one_subscriber_an_address")],
            },
        ),
        migrations.CreateModel(
            name="Alert",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("query", models.CharField(max_length=1000)),
                (
                    "often",
                    models.CharField(
                        choices=[("at once", "At once"), ("daily", "Once a day"), ("weekly", "Once a week")],
                        max_length=10,
                    ),
                ),
                ("secret", models.CharField(max_length=64, unique=True)),
                ("sender", models.CharField(max_length=64)),
                ("asked_at", models.DateTimeField()),
                ("letter_at", models.DateTimeField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("told_through", models.BigIntegerField(null=True)),
                ("told_at", models.DateTimeField(null=True)),
                (
                    "subscriber",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="alerts", to="book.subscriber"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["sender", "asked_at"], name="alert_sender"),
                    models.Index(
                        condition=models.Q(("confirmed_at", None)), fields=["asked_at"], name="alert_unconfirmed"
                    ),
                    models.Index(
                        condition=models.Q(("confirmed_at__isnull", False)), fields=["told_through"], name="alert_told"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("subscriber", "query"), name="one_alert_of_each_kind"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_at", None),
                            models.Q(
                                ("confirmed_at__isnull", False),
                                ("told_at__isnull", False),
                                ("told_through__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="confirmed_alert_knows_where_it_began",
                    ),
                ],
            },
        ),
        migrations.RunSQL(sql_file(__file__, "alerts")),
        RunRoleSQL(sql_file(__file__, "alert_rights")),
    ]
