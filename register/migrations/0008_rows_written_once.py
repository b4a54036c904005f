"""A decision that nothing is linked with is written once, whole: each writing costs an entry in every index."""

from pathlib import Path

from django.db import migrations

from database.operations import RunRoleSQL

PROJECTING = Path(__file__).resolve().with_name("projecting.sql").read_text()
RIGHTS = "REVOKE EXECUTE ON FUNCTION book.facets_of(text[], text, boolean) FROM PUBLIC, :desk, :reader"


class Migration(migrations.Migration):
    dependencies = [("register", "0007_changed_by_others")]

    operations = [migrations.RunSQL(PROJECTING), RunRoleSQL(RIGHTS)]
