"""The row by which workers take turns."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A table with one row; the worker's role gets its rights from database/roles.py after every migration."""

    initial = True

    dependencies: list[tuple[str, str]] = []

    operations = [
        migrations.CreateModel(
            name="WorkerTurn",
            fields=[("id", models.SmallIntegerField(primary_key=True, serialize=False))],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="one_turn_to_take")],
            },
        ),
        migrations.RunSQL("INSERT INTO operations_workerturn (id) VALUES (1)", migrations.RunSQL.noop),
    ]
