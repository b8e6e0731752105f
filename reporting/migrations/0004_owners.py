import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def owner(**more):
    return models.ForeignKey(
        blank=True, null=True, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ansvarig handläggare', **more
    )


def owned(model):
    history = {'db_constraint': False, 'on_delete': django.db.models.deletion.DO_NOTHING}
    return [
        migrations.AddField(model, 'owner', owner(on_delete=django.db.models.deletion.PROTECT)),
        migrations.AddField(f'historical{model}', 'owner', owner(**history)),
    ]


class Migration(migrations.Migration):

    dependencies = [
        ('reporting', '0003_rounds_in_words'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *owned('assessment'),
        *owned('overallassessment'),
    ]
