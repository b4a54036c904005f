"""Evidence records over sealed papers (RFC 4998), and by when each is due."""

from django.db import migrations, models

from database.operations import sql_file


class Migration(migrations.Migration):
    """A kind of entry, a role of files, and one table of the desk."""

    dependencies = [("book", "0015_totals_by_direction")]

    operations = [
        migrations.RunSQL(sql_file(__file__, "evidence")),
        migrations.CreateModel(
            name="EvidenceDue",
            fields=[
                ("pdf_sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("entry", models.BigIntegerField()),
                ("due_on", models.DateField(db_index=True)),
                ("tried_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
    ]
