"""The address that ends letters of alerts."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Empty for letters of the work."""

    dependencies = [
        ("mail", "0001_tables"),
    ]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="unsubscribe",
            field=models.URLField(blank=True, max_length=500),
        ),
    ]
