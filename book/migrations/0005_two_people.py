"""What two people must agree about the book, and a lock that no reader can take."""

from django.db import migrations

from database.operations import RunRoleSQL, sql_file


class Migration(migrations.Migration):
    """Triggers are ENABLE ALWAYS, so that no setting of a session switches them off. Not reversible: the tables go first."""

    dependencies = [("book", "0004_hand_overs"), ("accounts", "0004_two_people")]

    operations = [
        migrations.RunSQL(sql_file(__file__, "two_people")),
        RunRoleSQL(sql_file(__file__, "two_people_rights")),
    ]
