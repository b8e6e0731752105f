import django.db.models.functions.text
from django.db import migrations, models


def lower(apps, schema_editor):
    """Addresses from before were stored as they were typed, and could then not be found at sign-in."""
    for name in ("User", "Invitation"):
        rows = apps.get_model("strategy", name).objects
        for pk, email in rows.values_list("pk", "email"):
            if email != email.lower():
                rows.filter(pk=pk).update(email=email.lower())


class Migration(migrations.Migration):
    dependencies = [("strategy", "0007_entry")]

    operations = [
        migrations.RunPython(lower, migrations.RunPython.noop),
        migrations.RemoveConstraint(
            model_name='invitation',
            name='invitation_one_open',
        ),
        migrations.RemoveConstraint(
            model_name='invitation',
            name='invitation_one_open_admin',
        ),
        migrations.RemoveConstraint(
            model_name='user',
            name='user_email_unique',
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='invitation_email_in_small_letters'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(condition=models.Q(('accepted_at', None), ('revoked_at', None), ('strategy__isnull', False)), fields=('email', 'strategy', 'role'), name='invitation_one_open', violation_error_message='Det finns redan en inbjudan till adressen. Skicka den på nytt i stället.'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(condition=models.Q(('accepted_at', None), ('revoked_at', None), ('strategy', None)), fields=('email',), name='invitation_one_open_admin', violation_error_message='Det finns redan en inbjudan till adressen. Skicka den på nytt i stället.'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='user_email_in_small_letters'),
        ),
    ]
