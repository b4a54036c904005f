"""The database's owner alone keeps the statement by which the keys of a closed register retire."""

from django.db import migrations

from database.operations import RunRoleSQL

RIGHTS = "REVOKE EXECUTE ON FUNCTION book.add_retirement(text, text, timestamptz) FROM PUBLIC, :desk, :reader;"


class Migration(migrations.Migration):
    """As with the last entry itself: it takes more than the desk's password."""

    dependencies = [("book", "0012_closing")]

    operations = [RunRoleSQL(RIGHTS)]
