"""Offices are stored by neutral keys; labels are the profile's."""

from django.db import migrations, models

from database.operations import RunRoleSQL, sql_file


class Migration(migrations.Migration):
    """Renames the keys of what was given before."""

    dependencies = [
        ("accounts", "0004_two_people"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="holding",
            name="holding_of_a_known_office",
        ),
        migrations.AlterField(
            model_name="holding",
            name="office",
            field=models.CharField(max_length=30),
        ),
        migrations.RunSQL(sql_file(__file__, "neutral_offices")),
        migrations.AddConstraint(
            model_name="holding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "office__in",
                        [
                            "originator",
                            "adviser",
                            "endorser",
                            "decider",
                            "checker",
                            "chief_finance_officer",
                            "monitoring_officer",
                            "chief_constable",
                            "publisher",
                            "auditor",
                            "administrator",
                        ],
                    )
                ),
                name="holding_of_a_known_office",
            ),
        ),
        RunRoleSQL("REVOKE INSERT, UPDATE, DELETE ON accounts_office_ability FROM :desk", migrations.RunSQL.noop),
    ]
