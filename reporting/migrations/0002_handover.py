import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reporting', '0001_initial'),
        ('strategy', '0002_handover'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='överlämnad')),
                ('effective_classification', models.CharField(choices=[('open', 'offentlig'), ('working', 'arbetsmaterial'), ('secret', 'sekretessmarkerad')], max_length=10)),
                ('content', models.TextField()),
                ('sha256', models.CharField(max_length=64)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('leaver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='från')),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='strategy.organisation')),
                ('receiver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='till')),
                ('strategy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='strategy.strategy')),
            ],
            options={
                'verbose_name': 'överlämning',
                'verbose_name_plural': 'Överlämningar',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='HandoverCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('size', models.PositiveIntegerField()),
                ('pages', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('file', models.FileField(upload_to='handovers/')),
                ('handover', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='copy', to='reporting.handover')),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
