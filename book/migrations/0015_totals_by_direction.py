"""Money received and money granted have totals of their own."""

from django.db import migrations

from database.operations import sql_file


class Migration(migrations.Migration):
    """Not reversible: sums of both directions together are what nobody wants back."""

    dependencies = [("book", "0014_taking_over")]

    operations = [
        migrations.RunSQL(sql_file(__file__, "totals_by_direction")),
        migrations.AlterModelOptions(
            "total",
            {
                "managed": False,
                "db_table": '"book"."total"',
                "ordering": ["scope", "subject", "direction", "financial_year"],
            },
        ),
    ]
