import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('strategy', '0003_notices'),
    ]

    operations = [
        migrations.CreateModel(
            name='KeptFilter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page', models.CharField(help_text="The name of the page's address.", max_length=60)),
                ('name', models.CharField(max_length=60, verbose_name='namn')),
                ('query', models.CharField(help_text='The query string that narrows and sorts the list.', max_length=1000)),
                ('strategy', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='strategy.strategy')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='kept_filters', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'sparat filter',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('user', 'strategy', 'page', 'name'), name='kept_filter_name_unique', violation_error_message='Du har redan ett filter med det namnet här. Välj ett annat namn.'), models.UniqueConstraint(condition=models.Q(('strategy', None)), fields=('user', 'page', 'name'), name='kept_filter_name_unique_outside', violation_error_message='Du har redan ett filter med det namnet här. Välj ett annat namn.')],
            },
        ),
    ]
