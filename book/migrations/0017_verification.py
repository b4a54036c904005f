"""What passkeys signed is verified by the worker before it is published."""

from django.db import migrations, models

from database.operations import RunRoleSQL, sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("book", "0016_evidence"),
    ]

    operations = [
        migrations.CreateModel(
            name="Verification",
            fields=[
                ("payload_sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("problem", models.TextField(blank=True)),
                ("looked_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["looked_at"],
            },
        ),
        migrations.AddField(
            model_name="waiting",
            name="to_verify",
            field=models.BooleanField(
                db_default=False, default=False, help_text="Whether the worker verifies it first; a trigger decides."
            ),
        ),
        migrations.RunSQL(sql_file(__file__, "verification")),
        RunRoleSQL(sql_file(__file__, "verification_rights")),
    ]
