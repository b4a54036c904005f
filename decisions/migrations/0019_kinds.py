"""Kinds of decision beyond grants, and classes of significance, as the body's profile lists them."""

from django.db import migrations, models

from database.operations import sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0018_delegated"),
    ]

    operations = [
        migrations.AddField(
            model_name="decision",
            name="kind",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=40, verbose_name="Kind of decision"
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="significance",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=40, verbose_name="Class of significance"
            ),
        ),
        migrations.RunSQL(sql_file(__file__, "kinds")),
    ]
