"""What was read of an upload is kept with it, and goes when the paper is expunged."""

from django.db import migrations, models

from database.operations import sql_file


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_tables")]

    operations = [
        migrations.AddField("upload", "sha256", models.CharField(db_index=True, default="", max_length=64)),
        migrations.AddField("upload", "reading", models.JSONField(null=True)),
        migrations.AddField("upload", "ours_because", models.TextField(default="")),
        migrations.RunSQL(
            sql_file(__file__, "uploads"),
            "DROP TRIGGER intake_upload_forgets ON intake_upload; DROP FUNCTION intake_upload_forget()",
        ),
    ]
