"""When the author of a published paper was written to; whoever's paper was published earlier knows."""

from django.conf import settings
from django.db import migrations, models

_KNOWN = "UPDATE decisions_decision SET author_told_at = authorised_at WHERE publish_from <= now()"


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0009_notes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="decision",
            name="author_told_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(
                fields=["reference_key"],
                condition=models.Q(author_told_at__isnull=True, authorised_at__isnull=False),
                name="decision_author_to_be_told",
            ),
        ),
        migrations.RunSQL(_KNOWN, migrations.RunSQL.noop),
    ]
