"""The tables of the schema `book`, its guards, the functions that alone write it, and who may do what."""

from django.db import migrations

from database.operations import RunRoleSQL, sql_file


class Migration(migrations.Migration):
    """Triggers are ENABLE ALWAYS, so that no setting of a session switches them off. Not reversible: the tables go first."""

    dependencies = [("book", "0001_tables")]

    operations = [
        *(
            migrations.RunSQL(sql_file(__file__, name))
            for name in ("tables", "log", "projecting", "publishing", "guards", "heads", "format_requests")
        ),
        RunRoleSQL(sql_file(__file__, "rights")),
    ]
