from typing import Any

from django.db import migrations


def name_the_organisation(apps: Any, schema_editor: Any) -> None:
    apps.get_model("priorities", "Goal").objects.filter(actor="iom").update(actor="organisation")


def name_iom(apps: Any, schema_editor: Any) -> None:
    apps.get_model("priorities", "Goal").objects.filter(actor="organisation").update(actor="iom")


class Migration(migrations.Migration):
    dependencies = [("priorities", "0002_without_areas_and_whichever_organisation")]

    operations = [migrations.RunPython(name_the_organisation, name_iom)]
