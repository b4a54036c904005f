"""Other names of bodies and funds, by which the search finds them too."""

from django.db import migrations, models

from database.operations import RunRoleSQL, sql_file


class Migration(migrations.Migration):
    """The table lies in the book, since the public search reads it; the desk writes it by one function."""

    dependencies = [("book", "0017_verification")]

    operations = [
        migrations.CreateModel(
            name="OtherName",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("other", models.TextField()),
                ("name", models.TextField()),
                ("in_use", models.BooleanField()),
                ("changed_at", models.DateTimeField()),
            ],
            options={"db_table": '"book"."other_name"', "ordering": ["name", "other"], "managed": False},
        ),
        migrations.RunSQL(sql_file(__file__, "other_names")),
        RunRoleSQL(sql_file(__file__, "other_names_rights")),
    ]
