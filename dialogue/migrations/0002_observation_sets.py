import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dialogue', '0001_initial'),
        ('strategy', '0004_kept_filters'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ObservationSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('file_name', models.CharField(max_length=200)),
                ('sha256', models.CharField(max_length=64)),
                ('content', models.BinaryField(null=True)),
                ('rows', models.PositiveIntegerField()),
                ('problems', models.JSONField(default=list)),
                ('state', models.CharField(choices=[('reading', 'läses in'), ('refused', 'inte inläst'), ('ready', 'inläst som utkast'), ('sending', 'skickas in'), ('sent', 'inskickad'), ('discarding', 'kastas')], max_length=10)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('observations', models.ManyToManyField(related_name='sets', to='dialogue.observation')),
                ('strategy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='strategy.strategy')),
            ],
            options={
                'verbose_name': 'inläst fil med observationer',
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'refused'), _negated=True), fields=('by', 'strategy', 'sha256'), name='observation_set_once')],
            },
        ),
    ]
