"""What two people agreed on serves once, and is not dated ahead."""

from django.db import migrations

from database.operations import RunRoleSQL, sql_file


class Migration(migrations.Migration):
    """A table that the desk reads and the owner's function alone writes. Not reversible: the tables go first."""

    dependencies = [("accounts", "0008_known_passkeys")]

    operations = [
        migrations.RunSQL(sql_file(__file__, "served_once")),
        RunRoleSQL("REVOKE INSERT, UPDATE, DELETE ON accounts_proposal_served FROM :desk", migrations.RunSQL.noop),
    ]
