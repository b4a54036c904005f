"""The columns of a ledger's file that say who uploaded it, and when, are named for that."""

from django.db import migrations


class Migration(migrations.Migration):
    """Renames two columns; values are as they were."""

    dependencies = [("grants", "0018_continuations")]

    operations = [
        migrations.RenameField("ledgerfile", "brought_by", "uploaded_by"),
        migrations.RenameField("ledgerfile", "brought_at", "uploaded_at"),
    ]
