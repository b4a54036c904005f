"""Which hash algorithm each evidence record rests on, and how far the papers were looked at."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column and one index."""

    dependencies = [("book", "0020_row_locks")]

    operations = [
        migrations.AddField(
            model_name="evidencedue",
            name="algorithm",
            field=models.CharField(blank=True, db_default="", default="", max_length=20),
        ),
        migrations.AlterField(
            model_name="evidencedue",
            name="entry",
            field=models.BigIntegerField(db_index=True),
        ),
    ]
