"""Sections of a board report keep the report's own headings."""

from django.db import migrations, models

from database.operations import sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0013_attachments"),
    ]

    operations = [
        migrations.AddField(
            model_name="section",
            name="heading",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.RunSQL(sql_file(__file__, "own_headings")),
    ]
