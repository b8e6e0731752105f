from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('strategy', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('received', 'En fältobservation har kommit in'), ('returned', 'Komplettering är begärd'), ('answered', 'En fältobservation är granskad'), ('asked', 'En förfrågan väntar på ert svar'), ('replied', 'Ett svar på en förfrågan har kommit in'), ('circulated', 'Något är delat till dig för synpunkter'), ('commented', 'Synpunkter har kommit in'), ('responded', 'Dina synpunkter är besvarade'), ('proposed', 'Något väntar på ditt beslut'), ('sent_back', 'Något har kommit tillbaka till dig'), ('approved', 'Något du har skrivit är godkänt'), ('released', 'En rapport är expedierad till er'), ('suggested', 'Ett förslag till arbetsplanen har kommit in'), ('settled', 'Ett förslag från er till arbetsplanen är avgjort'), ('reported', 'En lägesrapport om arbetsplanen har kommit in'), ('instructed', 'En instruktion är skickad till er'), ('due', 'Något ska vara klart inom en vecka'), ('late', 'Något är försenat'), ('deputyship', 'Ett ställföreträdarskap tar slut'), ('handed_over', 'Något är överlämnat till dig'), ('role_ending', 'En roll tar slut, och något väntar på att lämnas över')], max_length=12),
        ),
        migrations.AlterField(
            model_name='noticechoice',
            name='kind',
            field=models.CharField(choices=[('received', 'En fältobservation har kommit in'), ('returned', 'Komplettering är begärd'), ('answered', 'En fältobservation är granskad'), ('asked', 'En förfrågan väntar på ert svar'), ('replied', 'Ett svar på en förfrågan har kommit in'), ('circulated', 'Något är delat till dig för synpunkter'), ('commented', 'Synpunkter har kommit in'), ('responded', 'Dina synpunkter är besvarade'), ('proposed', 'Något väntar på ditt beslut'), ('sent_back', 'Något har kommit tillbaka till dig'), ('approved', 'Något du har skrivit är godkänt'), ('released', 'En rapport är expedierad till er'), ('suggested', 'Ett förslag till arbetsplanen har kommit in'), ('settled', 'Ett förslag från er till arbetsplanen är avgjort'), ('reported', 'En lägesrapport om arbetsplanen har kommit in'), ('instructed', 'En instruktion är skickad till er'), ('due', 'Något ska vara klart inom en vecka'), ('late', 'Något är försenat'), ('deputyship', 'Ett ställföreträdarskap tar slut'), ('handed_over', 'Något är överlämnat till dig'), ('role_ending', 'En roll tar slut, och något väntar på att lämnas över')], max_length=12),
        ),
    ]
