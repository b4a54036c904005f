"""A return is certified, a year closed and a closed year corrected with a fresh proof."""

from django.db import migrations, models

from database.operations import sql_file


class Migration(migrations.Migration):
    """Not reversible: the columns go first."""

    dependencies = [
        ("grants", "0012_outside_figures"),
    ]

    operations = [
        migrations.AddField(
            model_name="actual",
            name="confirmed_how",
            field=models.CharField(blank=True, db_default="", default="", max_length=20),
        ),
        migrations.AddField(
            model_name="actual",
            name="passkey_answer",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="closedyear",
            name="confirmed_how",
            field=models.CharField(blank=True, db_default="", default="", max_length=20),
        ),
        migrations.AddField(
            model_name="closedyear",
            name="passkey_answer",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="obligationstep",
            name="confirmed_how",
            field=models.CharField(blank=True, db_default="", default="", max_length=20),
        ),
        migrations.AddField(
            model_name="obligationstep",
            name="passkey_answer",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.RunSQL(sql_file(__file__, "confirmed")),
    ]
