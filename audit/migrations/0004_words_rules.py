"""Words of the history are kept apart from it, as they were written."""

from django.db import migrations

from database.operations import RunRoleSQL, sql_file


class Migration(migrations.Migration):
    """Triggers are ENABLE ALWAYS, so that no setting of a session switches them off. Not reversible: the tables go first."""

    dependencies = [("audit", "0003_words")]

    operations = [
        migrations.RunSQL(sql_file(__file__, "words")),
        RunRoleSQL(
            "REVOKE UPDATE, DELETE ON audit_words FROM :desk; REVOKE EXECUTE ON FUNCTION audit_forget(text[]) FROM :desk",
            migrations.RunSQL.noop,
        ),
    ]
