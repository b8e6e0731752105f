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
        ('dialogue', '0002_observation_sets'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex('commitment', 'commitment_by_state'),
        migrations.RemoveConstraint('commitment', 'commitment_counterpart_named'),
        migrations.RenameField('commitment', 'owner', 'whose'),
        migrations.RenameField('historicalcommitment', 'owner', 'whose'),
        *owned('commitment'),
        *owned('event'),
        *owned('observation'),
        migrations.AddIndex(
            'commitment',
            models.Index(
                fields=['strategy', 'state', 'due_on', 'whose', 'resolved_on', 'event'],
                condition=models.Q(removed_at=None),
                name='commitment_by_state',
            ),
        ),
        migrations.AddConstraint(
            'commitment',
            models.CheckConstraint(
                condition=models.Q(whose='sweden') | models.Q(counterpart__isnull=False),
                name='commitment_counterpart_named',
                violation_error_message='Ange vems utfästelse det är.',
            ),
        ),
        migrations.AddConstraint(
            'commitment',
            models.CheckConstraint(
                condition=models.Q(whose='sweden') | models.Q(owner=None),
                name='commitment_owner_of_own_point',
                violation_error_message='För en utfästelse svarar den som ansvarar för mötet.',
            ),
        ),
    ]
