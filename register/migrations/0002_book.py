"""The tables of the schema `book`, its guards, the functions that alone write it, and who may do what.

The SQL lies beside. There is no way back: a book is never unmade.
"""

from pathlib import Path

from django.db import migrations

from database.operations import RunRoleSQL

HERE = Path(__file__).resolve().parent


def sql(name: str) -> str:
    """One of the SQL files of this folder."""
    return (HERE / f"{name}.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("register", "0001_initial")]

    operations = [
        *(migrations.RunSQL(sql(name)) for name in ("tables", "log", "projecting", "publishing", "guards")),
        RunRoleSQL(sql("rights")),
    ]
