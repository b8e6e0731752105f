import django.db.models.deletion
from django.db import migrations, models

from strategy.search import store


def make_store(apps, schema_editor):
    store.make(schema_editor.connection)


def unmake_store(apps, schema_editor):
    store.unmake(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("strategy", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=40)),
                ("key", models.BigIntegerField()),
                ("day", models.DateField(null=True)),
                ("title", models.TextField()),
                ("text", models.TextField()),
                ("goals", models.TextField(help_text="Their keys, a blank between.")),
                ("shown", models.JSONField(help_text="What a hit shows of it; see `index.shown_of`.")),
                (
                    "strategy",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="strategy.strategy",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "key"), name="search_entry_unique")],
            },
        ),
        migrations.RunPython(make_store, unmake_store),
    ]
