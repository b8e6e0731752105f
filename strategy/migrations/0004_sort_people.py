from django.db import migrations

from strategy.sorting import swedish_sort_key


def sort_people(apps, schema_editor):
    """Accounts from before names had a Swedish order stored beside them."""
    people = apps.get_model("strategy", "User").objects
    for user in people.filter(sort_key=""):
        people.filter(pk=user.pk).update(sort_key=swedish_sort_key(user.name))


class Migration(migrations.Migration):
    dependencies = [("strategy", "0003_accounts")]

    operations = [migrations.RunPython(sort_people, migrations.RunPython.noop)]
