"""Accepted money stays within authority; what was signed or reported is kept."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "authority.sql"
UNDO = """
DROP TRIGGER spend_return_is_kept ON grants_spendreturn;
DROP TRIGGER grant_is_kept ON grants_grant;
DROP TRIGGER authority_is_fixed ON grants_authority;
DROP TRIGGER tranche_accepted_within_authority ON grants_tranche;
DROP FUNCTION grants_keep(); DROP FUNCTION grants_fix_authority(); DROP FUNCTION grants_hold_authority();
"""


class Migration(migrations.Migration):
    """Triggers of the grants' room."""

    dependencies = [("grants", "0001_initial")]

    operations = [migrations.RunSQL(SQL.read_text(), UNDO)]
