import datetime
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from strategy.search import store
from strategy.tools.first_migration import FirstMigration


def make_store(apps, schema_editor):
    store.make(schema_editor.connection)


def unmake_store(apps, schema_editor):
    store.unmake(schema_editor.connection)


class Migration(FirstMigration):

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        migrations.CreateModel(
            name='MailHold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('begun_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'uppehåll med brev',
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(unique=True)),
                ('kind', models.CharField(choices=[('ministry', 'departement'), ('agency', 'myndighet'), ('mission', 'utlandsmyndighet'), ('international', 'internationell organisation')], max_length=20, verbose_name='slag')),
                ('name', models.CharField(max_length=200, verbose_name='namn')),
                ('name_en', models.CharField(blank=True, max_length=200, verbose_name='namn på engelska')),
                ('abbreviation', models.CharField(blank=True, max_length=20, verbose_name='förkortning')),
                ('sort_key', models.CharField(editable=False, max_length=400)),
            ],
            options={
                'verbose_name': 'organisation',
                'ordering': ['sort_key'],
            },
        ),
        migrations.CreateModel(
            name='SecrecyProvision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=40, unique=True, verbose_name='bestämmelse')),
                ('concerns', models.CharField(max_length=200, verbose_name='avser')),
                ('order', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['order', 'reference'],
            },
        ),
        migrations.CreateModel(
            name='SignOfLife',
            fields=[
                ('name', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('email', models.EmailField(error_messages={'unique': 'E-postadressen används redan.'}, max_length=254, unique=True, verbose_name='e-post')),
                ('name', models.CharField(max_length=200, verbose_name='namn')),
                ('language', models.CharField(choices=[('sv', 'Svenska'), ('en', 'English')], default='sv', max_length=2, verbose_name='språk')),
                ('is_active', models.BooleanField(default=True, verbose_name='aktiv')),
                ('joined_at', models.DateTimeField(auto_now_add=True)),
                ('sort_key', models.CharField(default='', editable=False, max_length=600)),
            ],
            options={
                'verbose_name': 'konto',
                'ordering': ['sort_key', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='user_email_in_small_letters')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalOrganisation',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('key', models.SlugField()),
                ('kind', models.CharField(choices=[('ministry', 'departement'), ('agency', 'myndighet'), ('mission', 'utlandsmyndighet'), ('international', 'internationell organisation')], max_length=20, verbose_name='slag')),
                ('name', models.CharField(max_length=200, verbose_name='namn')),
                ('name_en', models.CharField(blank=True, max_length=200, verbose_name='namn på engelska')),
                ('abbreviation', models.CharField(blank=True, max_length=20, verbose_name='förkortning')),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical organisation',
                'verbose_name_plural': 'historical organisations',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalUser',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('email', models.EmailField(db_index=True, error_messages={'unique': 'E-postadressen används redan.'}, max_length=254, verbose_name='e-post')),
                ('name', models.CharField(max_length=200, verbose_name='namn')),
                ('language', models.CharField(choices=[('sv', 'Svenska'), ('en', 'English')], default='sv', max_length=2, verbose_name='språk')),
                ('is_active', models.BooleanField(default=True, verbose_name='aktiv')),
                ('joined_at', models.DateTimeField(blank=True, editable=False)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical konto',
                'verbose_name_plural': 'historical kontos',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('frequency', models.CharField(choices=[('at_once', 'Genast'), ('daily', 'Varje morgon'), ('weekly', 'Måndagar'), ('never', 'Inte med e-post')], max_length=10)),
                ('period', models.CharField(blank=True, max_length=10)),
                ('message_id', models.CharField(max_length=120, unique=True)),
                ('state', models.CharField(choices=[('queued', 'väntar'), ('sending', 'skickas'), ('sent', 'skickat'), ('empty', 'inget kvar att säga'), ('uncertain', 'osäkert om det kom fram'), ('refused', 'avvisat'), ('bounced', 'studsade')], default='queued', max_length=10)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('not_before', models.DateTimeField(help_text='Where the mail server could not be reached: when to try next.', null=True)),
                ('answer', models.CharField(blank=True, help_text="The mail server's code and the like; never its words.", max_length=200)),
                ('made_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='letters', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'brev',
                'ordering': ['-made_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='LetterRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('sign_in', 'Sign In'), ('password', 'Password')], max_length=20)),
                ('address_key', models.CharField(db_index=True, max_length=64)),
                ('origin_key', models.CharField(db_index=True, max_length=64)),
                ('asked_at', models.DateTimeField()),
                ('rung_at', models.DateTimeField(help_text='When a worker was last told.', null=True)),
                ('begun_at', models.DateTimeField(help_text='When a worker last began to write; a link is good from then.', null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('answered_at', models.DateTimeField(null=True)),
                ('base', models.CharField(default='', help_text='Where the product was asked: scheme and host.', max_length=300)),
                ('token_hash', models.CharField(max_length=64, null=True, unique=True)),
                ('used_at', models.DateTimeField(null=True)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='NoticeChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('received', 'En fältobservation har kommit in'), ('returned', 'Komplettering är begärd'), ('answered', 'En fältobservation är granskad'), ('asked', 'En förfrågan väntar på ert svar'), ('replied', 'Ett svar på en förfrågan har kommit in'), ('circulated', 'Något är delat till dig för synpunkter'), ('commented', 'Synpunkter har kommit in'), ('responded', 'Dina synpunkter är besvarade'), ('proposed', 'Något väntar på ditt beslut'), ('sent_back', 'Något har kommit tillbaka till dig'), ('approved', 'Något du har skrivit är godkänt'), ('released', 'En rapport är expedierad till er'), ('suggested', 'Ett förslag till arbetsplanen har kommit in'), ('settled', 'Ett förslag från er till arbetsplanen är avgjort'), ('reported', 'En lägesrapport om arbetsplanen har kommit in'), ('instructed', 'En instruktion är skickad till er'), ('due', 'Något ska vara klart inom en vecka'), ('late', 'Något är försenat'), ('deputyship', 'Ett ställföreträdarskap tar slut'), ('handed_over', 'Något är överlämnat till dig'), ('role_ending', 'En roll tar slut, och något väntar på att lämnas över')], max_length=12)),
                ('frequency', models.CharField(choices=[('at_once', 'Genast'), ('daily', 'Varje morgon'), ('weekly', 'Måndagar'), ('never', 'Inte med e-post')], max_length=10)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notice_choices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'val av besked',
            },
        ),
        migrations.CreateModel(
            name='RateWindow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scope', models.CharField(max_length=40)),
                ('holder', models.CharField(max_length=64)),
                ('begins_at', models.DateTimeField(db_index=True)),
                ('count', models.PositiveIntegerField(default=1)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('scope', 'holder'), name='rate_window_one_each')],
            },
        ),
        migrations.CreateModel(
            name='Sending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField()),
                ('address', models.CharField(max_length=300)),
                ('digest', models.CharField(max_length=64)),
                ('at', models.DateTimeField(db_index=True)),
                ('location', models.CharField(blank=True, max_length=500)),
                ('object_id', models.PositiveBigIntegerField(null=True)),
                ('content_type', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contenttypes.contenttype')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('session_key', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='session key')),
                ('session_data', models.TextField(verbose_name='session data')),
                ('expire_date', models.DateTimeField(db_index=True, verbose_name='expire date')),
                ('handle', models.UUIDField(db_index=True, null=True)),
                ('begun_at', models.DateTimeField(null=True)),
                ('used_at', models.DateTimeField(null=True)),
                ('browser', models.CharField(blank=True, max_length=40)),
                ('system', models.CharField(blank=True, max_length=40)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'session',
            },
        ),
        migrations.CreateModel(
            name='Strategy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(unique=True, verbose_name='kortnamn i adresser')),
                ('title', models.CharField(max_length=300, verbose_name='titel')),
                ('title_en', models.CharField(blank=True, max_length=300, verbose_name='titel på engelska')),
                ('short_name', models.CharField(max_length=60, verbose_name='kortnamn')),
                ('start', models.DateField(verbose_name='första dag')),
                ('end', models.DateField(verbose_name='sista dag')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='beslutad den')),
                ('registry_number', models.CharField(blank=True, max_length=60, verbose_name='diarienummer')),
                ('responsible_ministry', models.CharField(blank=True, max_length=200, verbose_name='ansvarigt departement')),
                ('responsible_unit', models.CharField(blank=True, max_length=200, verbose_name='ansvarig enhet')),
                ('status', models.CharField(choices=[('draft', 'utkast'), ('in_force', 'gällande'), ('closed', 'avslutad'), ('archived', 'arkiverad')], default='draft', max_length=20, verbose_name='läge')),
                ('blind_spot_months', models.PositiveSmallIntegerField(default=6, verbose_name='månader utan dialog innan ett mål syns')),
                ('demonstration_on', models.DateField(blank=True, help_text='The day on which the demonstration set stands; null for real material.', null=True)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='strategies', to='strategy.organisation', verbose_name='organisation')),
                ('predecessor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='successors', to='strategy.strategy', verbose_name='efterträder')),
            ],
            options={
                'verbose_name': 'strategi',
            },
        ),
        migrations.CreateModel(
            name='Section',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('level', models.PositiveSmallIntegerField(default=1)),
                ('title', models.CharField(max_length=300)),
                ('strategy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='strategy.strategy')),
            ],
            options={
                'ordering': ['order'],
            },
        ),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=40)),
                ('key', models.BigIntegerField()),
                ('day', models.DateField(null=True)),
                ('title', models.TextField()),
                ('text', models.TextField()),
                ('goals', models.TextField(help_text='Their keys, a blank between.')),
                ('is_secret', models.BooleanField()),
                ('shown', models.JSONField(help_text='What a hit shows of it; see `index.shown_of`.')),
                ('strategy', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='strategy.strategy')),
            ],
        ),
        migrations.CreateModel(
            name='Reference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('label', models.CharField(max_length=300)),
                ('strategy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='strategy.strategy')),
            ],
            options={
                'ordering': ['order'],
            },
        ),
        migrations.CreateModel(
            name='Recipient',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('label', models.CharField(max_length=300)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='distributions', to='strategy.organisation')),
                ('strategy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='strategy.strategy')),
            ],
            options={
                'ordering': ['order'],
            },
        ),
        migrations.CreateModel(
            name='Paragraph',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('paragraph', 'Paragraph'), ('list_item', 'List Item'), ('goal', 'Goal'), ('preamble', 'Preamble'), ('distribution', 'Distribution')], default='paragraph', max_length=20)),
                ('text', models.TextField(help_text="With the decision's emphasis as *…*.")),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='paragraphs', to='strategy.section')),
                ('strategy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='strategy.strategy')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('received', 'En fältobservation har kommit in'), ('returned', 'Komplettering är begärd'), ('answered', 'En fältobservation är granskad'), ('asked', 'En förfrågan väntar på ert svar'), ('replied', 'Ett svar på en förfrågan har kommit in'), ('circulated', 'Något är delat till dig för synpunkter'), ('commented', 'Synpunkter har kommit in'), ('responded', 'Dina synpunkter är besvarade'), ('proposed', 'Något väntar på ditt beslut'), ('sent_back', 'Något har kommit tillbaka till dig'), ('approved', 'Något du har skrivit är godkänt'), ('released', 'En rapport är expedierad till er'), ('suggested', 'Ett förslag till arbetsplanen har kommit in'), ('settled', 'Ett förslag från er till arbetsplanen är avgjort'), ('reported', 'En lägesrapport om arbetsplanen har kommit in'), ('instructed', 'En instruktion är skickad till er'), ('due', 'Något ska vara klart inom en vecka'), ('late', 'Något är försenat'), ('deputyship', 'Ett ställföreträdarskap tar slut'), ('handed_over', 'Något är överlämnat till dig'), ('role_ending', 'En roll tar slut, och något väntar på att lämnas över')], max_length=12)),
                ('model', models.CharField(help_text='Of the thing, as `app.model`.', max_length=60)),
                ('key', models.BigIntegerField()),
                ('occasion', models.CharField(blank=True, help_text='Tells this time from others: a step, a day.', max_length=40)),
                ('day', models.DateField(help_text='By when, where there is a day.', null=True)),
                ('at', models.DateTimeField()),
                ('read_at', models.DateTimeField(null=True)),
                ('frequency', models.CharField(choices=[('at_once', 'Genast'), ('daily', 'Varje morgon'), ('weekly', 'Måndagar'), ('never', 'Inte med e-post')], max_length=10)),
                ('letter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='notices', to='strategy.letter')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL)),
                ('strategy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='strategy.strategy')),
            ],
            options={
                'verbose_name': 'besked',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('officer', 'handläggare'), ('head', 'enhetschef'), ('delegation', 'delegation'), ('reader', 'läsare'), ('contact', 'kontaktperson'), ('admin', 'administratör')], max_length=20, verbose_name='roll')),
                ('since', models.DateField(verbose_name='från och med')),
                ('until', models.DateField(blank=True, null=True, verbose_name='till och med')),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('deputy_for', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deputies', to='strategy.membership')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='strategy.organisation')),
                ('strategy', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='strategy.strategy')),
            ],
            options={
                'verbose_name': 'roll',
            },
        ),
        migrations.CreateModel(
            name='MandateArea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=300)),
                ('text_en', models.CharField(blank=True, max_length=300)),
                ('strategy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='strategy.strategy')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='KeptFilter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page', models.CharField(help_text="The name of the page's address.", max_length=60)),
                ('name', models.CharField(max_length=60, verbose_name='namn')),
                ('query', models.CharField(help_text='The query string that narrows and sorts the list.', max_length=1000)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='kept_filters', to=settings.AUTH_USER_MODEL)),
                ('strategy', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='strategy.strategy')),
            ],
            options={
                'verbose_name': 'sparat filter',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('subject_id', models.PositiveBigIntegerField()),
                ('state', models.CharField(choices=[('queued', 'i kö'), ('running', 'pågår'), ('done', 'klart'), ('failed', 'misslyckades'), ('cancelled', 'avbrutet')], default='queued', max_length=20)),
                ('attempt', models.PositiveSmallIntegerField(default=0)),
                ('claim', models.UUIDField(null=True)),
                ('lease_until', models.DateTimeField(null=True)),
                ('heartbeat_at', models.DateTimeField(null=True)),
                ('step', models.CharField(blank=True, max_length=40)),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(null=True)),
                ('failure', models.TextField(blank=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('rung_at', models.DateTimeField(help_text='When a worker was last woken for it.', null=True)),
                ('started_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('cancelled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('strategy', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='jobs', to='strategy.strategy')),
            ],
            options={
                'verbose_name': 'bakgrundsarbete',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='e-post')),
                ('role', models.CharField(choices=[('officer', 'handläggare'), ('head', 'enhetschef'), ('delegation', 'delegation'), ('reader', 'läsare'), ('contact', 'kontaktperson'), ('admin', 'administratör')], max_length=20, verbose_name='roll')),
                ('token_digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('issued_at', models.DateTimeField(editable=False, help_text='When the link in force was made.')),
                ('expires_at', models.DateTimeField(editable=False)),
                ('accepted_at', models.DateTimeField(editable=False, null=True)),
                ('revoked_at', models.DateTimeField(editable=False, null=True)),
                ('accepted_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revoked_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='strategy.organisation', verbose_name='organisation')),
                ('strategy', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='strategy.strategy', verbose_name='strategi')),
            ],
            options={
                'verbose_name': 'inbjudan',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalMembership',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('role', models.CharField(choices=[('officer', 'handläggare'), ('head', 'enhetschef'), ('delegation', 'delegation'), ('reader', 'läsare'), ('contact', 'kontaktperson'), ('admin', 'administratör')], max_length=20, verbose_name='roll')),
                ('since', models.DateField(verbose_name='från och med')),
                ('until', models.DateField(blank=True, null=True, verbose_name='till och med')),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('deputy_for', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='strategy.membership')),
                ('organisation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='strategy.organisation')),
                ('strategy', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='strategy.strategy')),
            ],
            options={
                'verbose_name': 'historical roll',
                'verbose_name_plural': 'historical rolls',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalInvitation',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='e-post')),
                ('role', models.CharField(choices=[('officer', 'handläggare'), ('head', 'enhetschef'), ('delegation', 'delegation'), ('reader', 'läsare'), ('contact', 'kontaktperson'), ('admin', 'administratör')], max_length=20, verbose_name='roll')),
                ('created_at', models.DateTimeField(blank=True, editable=False)),
                ('issued_at', models.DateTimeField(editable=False, help_text='When the link in force was made.')),
                ('expires_at', models.DateTimeField(editable=False)),
                ('accepted_at', models.DateTimeField(editable=False, null=True)),
                ('revoked_at', models.DateTimeField(editable=False, null=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('accepted_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revoked_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='strategy.organisation', verbose_name='organisation')),
                ('strategy', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='strategy.strategy', verbose_name='strategi')),
            ],
            options={
                'verbose_name': 'historical inbjudan',
                'verbose_name_plural': 'historical inbjudans',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Footnote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('offset', models.PositiveIntegerField()),
                ('text', models.TextField()),
                ('paragraph', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='footnotes', to='strategy.paragraph')),
                ('strategy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='strategy.strategy')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='när')),
                ('through', models.CharField(choices=[('page', 'sida'), ('command', 'kommando'), ('task', 'bakgrundsarbete')], max_length=10)),
                ('program', models.CharField(blank=True, help_text='Which command or kind of task.', max_length=60)),
                ('operator', models.CharField(blank=True, help_text='Whose account on the machine ran the command.', max_length=100)),
                ('verb', models.CharField(db_index=True, max_length=20)),
                ('object_id', models.PositiveBigIntegerField(null=True)),
                ('label', models.CharField(blank=True, max_length=200)),
                ('version', models.PositiveIntegerField(null=True)),
                ('history_id', models.PositiveBigIntegerField(null=True)),
                ('details', models.JSONField(default=dict)),
                ('about_account', models.BooleanField(default=False, help_text='Of people and their way in, not of the material.')),
                ('is_private', models.BooleanField(default=False, help_text="Of a draft that is its writer's alone.")),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('content_type', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
                ('strategy', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='strategy.strategy')),
            ],
            options={
                'verbose_name': 'rad i loggen',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Amendment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('new_end', models.DateField(verbose_name='ny sista dag')),
                ('decided_on', models.DateField(verbose_name='beslutad den')),
                ('source', models.CharField(max_length=300, verbose_name='källa')),
                ('strategy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='amendments', to='strategy.strategy')),
            ],
            options={
                'ordering': ['decided_on'],
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(max_length=300)),
                ('key', models.CharField(blank=True, max_length=36)),
                ('content', models.TextField(help_text="The form's fields, as a browser sends them.")),
                ('saved_at', models.DateTimeField(db_index=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-saved_at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('user', 'address', 'key'), name='draft_one_each')],
            },
        ),
        migrations.AddIndex(
            model_name='letter',
            index=models.Index(fields=['state', 'not_before'], name='letter_by_state'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.UniqueConstraint(condition=models.Q(('period', ''), _negated=True), fields=('user', 'frequency', 'period'), name='letter_once_a_period'),
        ),
        migrations.AddConstraint(
            model_name='noticechoice',
            constraint=models.UniqueConstraint(fields=('user', 'kind'), name='notice_choice_once'),
        ),
        migrations.AddConstraint(
            model_name='sending',
            constraint=models.UniqueConstraint(fields=('user', 'key', 'address'), name='sending_once'),
        ),
        migrations.AddConstraint(
            model_name='strategy',
            constraint=models.CheckConstraint(condition=models.Q(('end__gte', models.F('start'))), name='strategy_end_after_start', violation_error_message='Sista dagen ligger före den första.'),
        ),
        migrations.AddConstraint(
            model_name='strategy',
            constraint=models.CheckConstraint(condition=models.Q(('start__range', (datetime.date(1950, 1, 1), datetime.date(2100, 12, 31)))), name='strategy_strategy_start_can_be', violation_error_message='Dagar och år ska ligga mellan 1950 och 2100.'),
        ),
        migrations.AddConstraint(
            model_name='strategy',
            constraint=models.CheckConstraint(condition=models.Q(('end__range', (datetime.date(1950, 1, 1), datetime.date(2100, 12, 31)))), name='strategy_strategy_end_can_be', violation_error_message='Dagar och år ska ligga mellan 1950 och 2100.'),
        ),
        migrations.AddConstraint(
            model_name='strategy',
            constraint=models.CheckConstraint(condition=models.Q(('decided_on__range', (datetime.date(1950, 1, 1), datetime.date(2100, 12, 31)))), name='strategy_strategy_decided_on_can_be', violation_error_message='Dagar och år ska ligga mellan 1950 och 2100.'),
        ),
        migrations.AddConstraint(
            model_name='strategy',
            constraint=models.CheckConstraint(condition=models.Q(('demonstration_on__range', (datetime.date(1950, 1, 1), datetime.date(2100, 12, 31)))), name='strategy_strategy_demonstration_on_can_be', violation_error_message='Dagar och år ska ligga mellan 1950 och 2100.'),
        ),
        migrations.AddConstraint(
            model_name='section',
            constraint=models.UniqueConstraint(fields=('strategy', 'order'), name='section_order_unique'),
        ),
        migrations.AddConstraint(
            model_name='searchentry',
            constraint=models.UniqueConstraint(fields=('kind', 'key'), name='search_entry_unique'),
        ),
        migrations.AddConstraint(
            model_name='searchentry',
            constraint=models.CheckConstraint(condition=models.Q(('day__range', (datetime.date(1950, 1, 1), datetime.date(2100, 12, 31)))), name='strategy_searchentry_day_can_be', violation_error_message='Dagar och år ska ligga mellan 1950 och 2100.'),
        ),
        migrations.AddConstraint(
            model_name='reference',
            constraint=models.UniqueConstraint(fields=('strategy', 'label'), name='reference_label_unique'),
        ),
        migrations.AddConstraint(
            model_name='recipient',
            constraint=models.UniqueConstraint(fields=('strategy', 'order'), name='recipient_order_unique'),
        ),
        migrations.AddConstraint(
            model_name='paragraph',
            constraint=models.UniqueConstraint(fields=('strategy', 'number'), name='paragraph_number_unique'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(fields=['user', 'read_at'], name='notice_by_user'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('letter', None), ('read_at', None)), fields=['frequency', 'user'], name='notice_to_be_mailed'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(fields=('user', 'kind', 'model', 'key', 'occasion'), name='notice_once'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('day__range', (datetime.date(1950, 1, 1), datetime.date(2100, 12, 31)))), name='strategy_notice_day_can_be', violation_error_message='Dagar och år ska ligga mellan 1950 och 2100.'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('role', 'admin'), ('strategy', None)), models.Q(models.Q(('role', 'admin'), _negated=True), ('strategy__isnull', False)), _connector='OR'), name='membership_strategy_unless_admin', violation_error_message='Alla roller utom administratör gäller en strategi.'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('role__in', ['contact', 'delegation']), _negated=True), ('organisation__isnull', False), _connector='OR'), name='membership_organisation_of_contact', violation_error_message='Kontaktpersoner och delegation hör till en organisation.'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='membership_until_after_since', violation_error_message='Slutdagen ligger före startdagen.'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at', None), ('until__isnull', False), _connector='OR'), name='membership_ended_has_last_day', violation_error_message='En avslutad roll har en sista dag.'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('deputy_for', None), models.Q(('role', 'head'), ('until__isnull', False)), _connector='OR'), name='membership_deputy_is_head_for_a_time', violation_error_message='En ställföreträdare är enhetschef till en bestämd dag.'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(condition=models.Q(('until', None)), fields=('user', 'strategy', 'role'), name='membership_one_active', violation_error_message='Personen har redan rollen.'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(condition=models.Q(('strategy', None), ('until', None)), fields=('user',), name='membership_one_active_admin', violation_error_message='Personen är redan administratör.'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('since__range', (datetime.date(1950, 1, 1), datetime.date(2100, 12, 31)))), name='strategy_membership_since_can_be', violation_error_message='Dagar och år ska ligga mellan 1950 och 2100.'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('until__range', (datetime.date(1950, 1, 1), datetime.date(2100, 12, 31)))), name='strategy_membership_until_can_be', violation_error_message='Dagar och år ska ligga mellan 1950 och 2100.'),
        ),
        migrations.AddConstraint(
            model_name='mandatearea',
            constraint=models.UniqueConstraint(fields=('strategy', 'number'), name='mandate_area_number_unique'),
        ),
        migrations.AddConstraint(
            model_name='keptfilter',
            constraint=models.UniqueConstraint(fields=('user', 'strategy', 'page', 'name'), name='kept_filter_name_unique', violation_error_message='Du har redan ett filter med det namnet här. Välj ett annat namn.'),
        ),
        migrations.AddConstraint(
            model_name='keptfilter',
            constraint=models.UniqueConstraint(condition=models.Q(('strategy', None)), fields=('user', 'page', 'name'), name='kept_filter_name_unique_outside', violation_error_message='Du har redan ett filter med det namnet här. Välj ett annat namn.'),
        ),
        migrations.AddIndex(
            model_name='job',
            index=models.Index(fields=['state', 'lease_until'], name='job_by_lease'),
        ),
        migrations.AddConstraint(
            model_name='job',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['queued', 'running'])), fields=('kind', 'subject_id'), name='job_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='job',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'failed'), _negated=True), models.Q(('failure', ''), _negated=True), _connector='OR'), name='job_failure_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='job',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'running'), _negated=True), models.Q(('claim__isnull', False), ('lease_until__isnull', False)), _connector='OR'), name='job_running_is_claimed'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('role', 'admin'), ('strategy', None)), models.Q(models.Q(('role', 'admin'), _negated=True), ('strategy__isnull', False)), _connector='OR'), name='invitation_strategy_unless_admin', violation_error_message='Alla roller utom administratör gäller en strategi.'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('role__in', ['contact', 'delegation']), _negated=True), ('organisation__isnull', False), _connector='OR'), name='invitation_organisation_of_contact', violation_error_message='Kontaktpersoner och delegation hör till en organisation.'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='invitation_email_in_small_letters'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('accepted_at', None), ('revoked_at', None), _connector='OR'), name='invitation_accepted_or_revoked'),
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
            model_name='footnote',
            constraint=models.UniqueConstraint(fields=('strategy', 'number'), name='footnote_number_unique'),
        ),
        migrations.AddIndex(
            model_name='auditentry',
            index=models.Index(fields=['strategy', '-id'], name='audit_by_strategy'),
        ),
        migrations.AddIndex(
            model_name='auditentry',
            index=models.Index(fields=['content_type', 'object_id'], name='audit_by_thing'),
        ),
        migrations.AddIndex(
            model_name='auditentry',
            index=models.Index(fields=['by', '-id'], name='audit_by_person'),
        ),
        migrations.AddConstraint(
            model_name='auditentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('content_type', None), ('object_id', None)), models.Q(('content_type__isnull', False), ('object_id__isnull', False)), _connector='OR'), name='audit_thing_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='amendment',
            constraint=models.CheckConstraint(condition=models.Q(('new_end__range', (datetime.date(1950, 1, 1), datetime.date(2100, 12, 31)))), name='strategy_amendment_new_end_can_be', violation_error_message='Dagar och år ska ligga mellan 1950 och 2100.'),
        ),
        migrations.AddConstraint(
            model_name='amendment',
            constraint=models.CheckConstraint(condition=models.Q(('decided_on__range', (datetime.date(1950, 1, 1), datetime.date(2100, 12, 31)))), name='strategy_amendment_decided_on_can_be', violation_error_message='Dagar och år ska ligga mellan 1950 och 2100.'),
        ),
        migrations.RunPython(make_store, unmake_store),
    ]
