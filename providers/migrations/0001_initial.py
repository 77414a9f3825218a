import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
import providers.models.evidence
import providers.models.validators
from django.conf import settings
from django.db import migrations, models

from inkoop.base.together import Together


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('base', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        Together([
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='providers.provider', verbose_name='aanbieder')),
                ('name', models.CharField(max_length=80, verbose_name='naam')),
                ('role', models.CharField(choices=[('bestuur', 'bestuurder'), ('contract', 'contractzaken'), ('kwaliteit', 'kwaliteit'), ('declaraties', 'declaraties en berichten'), ('zorg', 'zorginhoud en plaatsing')], default='contract', max_length=12, verbose_name='rol')),
                ('email', models.EmailField(max_length=120, verbose_name='e-mail')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='telefoon')),
            ],
            options={
                'verbose_name': 'contactpersoon',
                'verbose_name_plural': 'contactpersonen',
                'ordering': ['provider', 'role', 'name'],
                'constraints': [models.UniqueConstraint(fields=('provider', 'email'), name='contact_email_once')],
            },
        ),
        migrations.CreateModel(
            name='Location',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='locations', to='providers.provider', verbose_name='aanbieder')),
                ('name', models.CharField(max_length=80, verbose_name='naam')),
                ('branch', models.CharField(blank=True, max_length=12, validators=[providers.models.validators.check_branch], verbose_name='vestigingsnummer')),
                ('street', models.CharField(blank=True, max_length=100, verbose_name='straat en nummer')),
                ('postcode', models.CharField(blank=True, max_length=7, validators=[providers.models.validators.check_postcode], verbose_name='postcode')),
                ('city', models.CharField(max_length=80, verbose_name='plaats')),
                ('has_stay', models.BooleanField(default=False, help_text='Jeugdigen kunnen hier overnachten.', verbose_name='verblijf')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='gesloten per')),
            ],
            options={
                'verbose_name': 'locatie',
                'verbose_name_plural': 'locaties',
                'ordering': ['provider', 'name'],
                'constraints': [models.UniqueConstraint(fields=('provider', 'name'), name='location_name_once')],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='providers.provider', verbose_name='aanbieder')),
                ('kind', models.CharField(choices=[('gva', 'gedragsverklaring aanbesteden (GVA)'), ('belastingdienst', 'verklaring Belastingdienst'), ('kvk', 'uittreksel KvK'), ('skj', 'SKJ-registratie'), ('hkz', 'HKZ-certificaat'), ('iso', 'ISO 9001-certificaat'), ('vog', 'VOG rechtspersoon'), ('ubo', 'uittreksel UBO-register'), ('beleid', 'plan of beleidsstuk'), ('overig', 'overig bewijs')], max_length=16, verbose_name='soort')),
                ('issued_on', models.DateField(verbose_name='afgegeven op')),
                ('expires_on', models.DateField(blank=True, null=True, verbose_name='geldig t/m')),
                ('file', models.FileField(blank=True, max_length=80, storage=providers.models.evidence.documents, upload_to=providers.models.evidence.unguessable, verbose_name='bestand')),
                ('file_name', models.CharField(blank=True, max_length=120, verbose_name='bestandsnaam')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='toelichting')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='vastgelegd door')),
            ],
            options={
                'verbose_name': 'bewijsstuk',
                'verbose_name_plural': 'bewijsstukken',
                'ordering': ['provider', 'kind', '-issued_on'],
                'indexes': [models.Index(fields=['expires_on'], name='evidence_expiring')],
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_on__isnull', True), ('expires_on__gte', models.F('issued_on')), _connector='OR'), name='evidence_expires_after_issue')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='providers.provider', verbose_name='aanbieder')),
                ('email', models.EmailField(max_length=120, verbose_name='e-mail')),
                ('role', models.CharField(choices=[('beheerder', 'beheerder'), ('financieel', 'financieel'), ('inhoudelijk', 'inhoudelijk')], max_length=12, verbose_name='rol')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uitgenodigd door')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='uitgenodigd op')),
                ('expires_at', models.DateTimeField(verbose_name='geldig tot')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='ingetrokken op')),
                ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='gebruikt door')),
                ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='gebruikt op')),
            ],
            options={
                'verbose_name': 'uitnodiging voor het portaal',
                'verbose_name_plural': 'uitnodigingen voor het portaal',
                'ordering': ['-at'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('accepted_at__isnull', True), ('accepted_by__isnull', True)), models.Q(('accepted_at__isnull', False), ('accepted_by__isnull', False)), _connector='OR'), name='invitation_is_used_by_somebody_on_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Provider',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='base.delivery', verbose_name='aanlevering')),
                ('row_number', models.PositiveIntegerField(verbose_name='rij')),
                ('received_on', models.DateField(verbose_name='ontvangen op')),
                ('agb', models.CharField(help_text='Acht cijfers.', max_length=8, unique=True, validators=[providers.models.validators.check_agb], verbose_name='AGB-code')),
                ('name', models.CharField(max_length=120, verbose_name='naam')),
                ('kvk', models.CharField(blank=True, max_length=8, validators=[providers.models.validators.check_kvk], verbose_name='KvK-nummer')),
                ('legal_form', models.CharField(blank=True, max_length=60, verbose_name='rechtsvorm')),
                ('segment', models.CharField(default='overig', help_text='Gebruikelijk: strategisch, groot of overig.', max_length=40, verbose_name='segment')),
                ('city', models.CharField(blank=True, max_length=80, verbose_name='plaats')),
                ('email', models.EmailField(blank=True, max_length=120, verbose_name='e-mail')),
                ('status', models.CharField(choices=[('actief', 'actief'), ('gestopt', 'gestopt'), ('uitgesloten', 'uitgesloten')], default='actief', max_length=12, verbose_name='status')),
                ('excluded_until', models.DateField(blank=True, null=True, verbose_name='uitgesloten tot en met')),
                ('account_holder', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='accounts', to=settings.AUTH_USER_MODEL, verbose_name='accounthouder')),
            ],
            options={
                'verbose_name': 'aanbieder',
                'verbose_name_plural': 'aanbieders',
                'ordering': ['name', 'agb'],
                'constraints': [models.CheckConstraint(condition=models.Q(('agb__regex', '^[0-9]{8}$')), name='provider_agb_is_eight_digits')],
            },
        ),
        migrations.CreateModel(
            name='LocationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='providers.location')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('provider', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='providers.provider', verbose_name='aanbieder')),
                ('name', models.CharField(max_length=80, verbose_name='naam')),
                ('branch', models.CharField(blank=True, max_length=12, validators=[providers.models.validators.check_branch], verbose_name='vestigingsnummer')),
                ('street', models.CharField(blank=True, max_length=100, verbose_name='straat en nummer')),
                ('postcode', models.CharField(blank=True, max_length=7, validators=[providers.models.validators.check_postcode], verbose_name='postcode')),
                ('city', models.CharField(max_length=80, verbose_name='plaats')),
                ('has_stay', models.BooleanField(default=False, help_text='Jeugdigen kunnen hier overnachten.', verbose_name='verblijf')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='gesloten per')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='InvitationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='providers.invitation')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('provider', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='providers.provider', verbose_name='aanbieder')),
                ('email', models.EmailField(max_length=120, verbose_name='e-mail')),
                ('role', models.CharField(choices=[('beheerder', 'beheerder'), ('financieel', 'financieel'), ('inhoudelijk', 'inhoudelijk')], max_length=12, verbose_name='rol')),
                ('by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uitgenodigd door')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='uitgenodigd op')),
                ('expires_at', models.DateTimeField(verbose_name='geldig tot')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='ingetrokken op')),
                ('accepted_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='gebruikt door')),
                ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='gebruikt op')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='EvidenceEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='providers.evidence')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('provider', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='providers.provider', verbose_name='aanbieder')),
                ('kind', models.CharField(choices=[('gva', 'gedragsverklaring aanbesteden (GVA)'), ('belastingdienst', 'verklaring Belastingdienst'), ('kvk', 'uittreksel KvK'), ('skj', 'SKJ-registratie'), ('hkz', 'HKZ-certificaat'), ('iso', 'ISO 9001-certificaat'), ('vog', 'VOG rechtspersoon'), ('ubo', 'uittreksel UBO-register'), ('beleid', 'plan of beleidsstuk'), ('overig', 'overig bewijs')], max_length=16, verbose_name='soort')),
                ('issued_on', models.DateField(verbose_name='afgegeven op')),
                ('expires_on', models.DateField(blank=True, null=True, verbose_name='geldig t/m')),
                ('file', models.FileField(blank=True, max_length=80, storage=providers.models.evidence.documents, upload_to=providers.models.evidence.unguessable, verbose_name='bestand')),
                ('file_name', models.CharField(blank=True, max_length=120, verbose_name='bestandsnaam')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='toelichting')),
                ('by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='vastgelegd door')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Download',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='providers.provider', verbose_name='aanbieder')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='door')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='op')),
                ('what', models.CharField(max_length=60, verbose_name='wat')),
                ('object_id', models.CharField(blank=True, max_length=40, verbose_name='nummer')),
            ],
            options={
                'verbose_name': 'download uit het portaal',
                'verbose_name_plural': 'downloads uit het portaal',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='ContactEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='providers.contact')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('provider', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='providers.provider', verbose_name='aanbieder')),
                ('name', models.CharField(max_length=80, verbose_name='naam')),
                ('role', models.CharField(choices=[('bestuur', 'bestuurder'), ('contract', 'contractzaken'), ('kwaliteit', 'kwaliteit'), ('declaraties', 'declaraties en berichten'), ('zorg', 'zorginhoud en plaatsing')], default='contract', max_length=12, verbose_name='rol')),
                ('email', models.EmailField(max_length=120, verbose_name='e-mail')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='telefoon')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProviderEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='providers.provider')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('delivery', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='base.delivery', verbose_name='aanlevering')),
                ('row_number', models.PositiveIntegerField(verbose_name='rij')),
                ('received_on', models.DateField(verbose_name='ontvangen op')),
                ('agb', models.CharField(help_text='Acht cijfers.', max_length=8, validators=[providers.models.validators.check_agb], verbose_name='AGB-code')),
                ('name', models.CharField(max_length=120, verbose_name='naam')),
                ('kvk', models.CharField(blank=True, max_length=8, validators=[providers.models.validators.check_kvk], verbose_name='KvK-nummer')),
                ('legal_form', models.CharField(blank=True, max_length=60, verbose_name='rechtsvorm')),
                ('segment', models.CharField(default='overig', help_text='Gebruikelijk: strategisch, groot of overig.', max_length=40, verbose_name='segment')),
                ('city', models.CharField(blank=True, max_length=80, verbose_name='plaats')),
                ('email', models.EmailField(blank=True, max_length=120, verbose_name='e-mail')),
                ('status', models.CharField(choices=[('actief', 'actief'), ('gestopt', 'gestopt'), ('uitgesloten', 'uitgesloten')], default='actief', max_length=12, verbose_name='status')),
                ('excluded_until', models.DateField(blank=True, null=True, verbose_name='uitgesloten tot en met')),
                ('account_holder', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='accounthouder')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProviderSegment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='base.delivery', verbose_name='aanlevering')),
                ('row_number', models.PositiveIntegerField(verbose_name='rij')),
                ('received_on', models.DateField(verbose_name='ontvangen op')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='segments', to='providers.provider', verbose_name='aanbieder')),
                ('segment', models.CharField(max_length=40, verbose_name='segment')),
            ],
            options={
                'verbose_name': 'segmentindeling',
                'verbose_name_plural': 'segmentindelingen',
                'ordering': ['provider', 'received_on'],
                'constraints': [models.UniqueConstraint(fields=('provider', 'delivery'), name='segment_once_per_delivery')],
            },
        ),
        migrations.CreateModel(
            name='ProviderUser',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='users', to='providers.provider', verbose_name='aanbieder')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL, verbose_name='gebruiker')),
                ('role', models.CharField(choices=[('beheerder', 'beheerder'), ('financieel', 'financieel'), ('inhoudelijk', 'inhoudelijk')], max_length=12, verbose_name='rol')),
                ('began_at', models.DateTimeField(auto_now_add=True, verbose_name='sinds')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='tot')),
            ],
            options={
                'verbose_name': 'gebruiker van het portaal',
                'verbose_name_plural': 'gebruikers van het portaal',
                'ordering': ['provider', 'user__username'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('provider', 'user'), name='one_role_per_provider_and_user'), models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('ended_at__gte', models.F('began_at')), _connector='OR'), name='membership_ends_after_it_began')],
            },
        ),
        migrations.CreateModel(
            name='ProviderUserEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='providers.provideruser')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('provider', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='providers.provider', verbose_name='aanbieder')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='gebruiker')),
                ('role', models.CharField(choices=[('beheerder', 'beheerder'), ('financieel', 'financieel'), ('inhoudelijk', 'inhoudelijk')], max_length=12, verbose_name='rol')),
                ('began_at', models.DateTimeField(auto_now_add=True, verbose_name='sinds')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='tot')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Subcontracting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subcontractors', to='providers.provider', verbose_name='hoofdaannemer')),
                ('name', models.CharField(max_length=120, verbose_name='naam onderaannemer')),
                ('kvk', models.CharField(max_length=8, validators=[providers.models.validators.check_kvk], verbose_name='KvK-nummer')),
                ('known_as', models.ForeignKey(blank=True, help_text='Als de onderaannemer zelf ook aanbieder is.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='works_for', to='providers.provider', verbose_name='aanbieder in het register')),
                ('is_self_employed', models.BooleanField(default=False, help_text='Toestemming is dan niet nodig.', verbose_name="zzp'er")),
                ('begin', models.DateField(verbose_name='begin')),
                ('end', models.DateField(blank=True, null=True, verbose_name='eind (t/m)')),
                ('consented_on', models.DateField(blank=True, null=True, verbose_name='schriftelijke toestemming op')),
            ],
            options={
                'verbose_name': 'onderaannemer',
                'verbose_name_plural': 'onderaannemers',
                'ordering': ['provider', 'name', 'begin'],
                'constraints': [models.UniqueConstraint(fields=('provider', 'kvk', 'begin'), name='subcontractor_once'), models.CheckConstraint(condition=models.Q(('end__isnull', True), ('end__gte', models.F('begin')), _connector='OR'), name='subcontracting_end_not_before_begin'), models.CheckConstraint(condition=models.Q(('known_as__isnull', True), models.Q(('known_as', models.F('provider')), _negated=True), _connector='OR'), name='subcontractor_is_another')],
            },
        ),
        migrations.CreateModel(
            name='SubcontractingEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='providers.subcontracting')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('provider', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='providers.provider', verbose_name='hoofdaannemer')),
                ('name', models.CharField(max_length=120, verbose_name='naam onderaannemer')),
                ('kvk', models.CharField(max_length=8, validators=[providers.models.validators.check_kvk], verbose_name='KvK-nummer')),
                ('known_as', models.ForeignKey(blank=True, db_constraint=False, help_text='Als de onderaannemer zelf ook aanbieder is.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='providers.provider', verbose_name='aanbieder in het register')),
                ('is_self_employed', models.BooleanField(default=False, help_text='Toestemming is dan niet nodig.', verbose_name="zzp'er")),
                ('begin', models.DateField(verbose_name='begin')),
                ('end', models.DateField(blank=True, null=True, verbose_name='eind (t/m)')),
                ('consented_on', models.DateField(blank=True, null=True, verbose_name='schriftelijke toestemming op')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SurveyResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='base.delivery', verbose_name='aanlevering')),
                ('row_number', models.PositiveIntegerField(verbose_name='rij')),
                ('received_on', models.DateField(verbose_name='ontvangen op')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='survey_results', to='providers.provider', verbose_name='aanbieder')),
                ('municipality', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='base.municipality', verbose_name='gemeente')),
                ('begin', models.DateField(verbose_name='periode van')),
                ('end', models.DateField(verbose_name='periode t/m')),
                ('question', models.CharField(choices=[('nut', 'tevredenheid over nut (cijfer)'), ('zonder_hulp', 'verder zonder hulp'), ('doelen', 'afgesproken doelen gehaald')], max_length=12, verbose_name='vraag')),
                ('respondent', models.CharField(choices=[('jeugdige', 'jeugdige'), ('ouder', 'ouder')], max_length=10, verbose_name='wie')),
                ('set_version', models.PositiveSmallIntegerField(help_text='Versie van de landelijke outcomeset waarmee is gevraagd.', verbose_name='versie van de set')),
                ('invited', models.PositiveIntegerField(verbose_name='uitgenodigd')),
                ('answered', models.PositiveIntegerField(verbose_name='ingevuld')),
                ('total', models.PositiveIntegerField(verbose_name='som')),
            ],
            options={
                'verbose_name': 'uitkomst van een cliëntmeting',
                'verbose_name_plural': 'uitkomsten van cliëntmetingen',
                'ordering': ['-end', 'provider', 'question', 'respondent'],
                'constraints': [models.UniqueConstraint(fields=('provider', 'municipality', 'begin', 'end', 'question', 'respondent', 'received_on'), name='survey_result_once_per_delivery', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('end__gte', models.F('begin'))), name='survey_result_period_in_order'), models.CheckConstraint(condition=models.Q(('answered__lte', models.F('invited'))), name='survey_result_answered_within_invited'), models.CheckConstraint(condition=models.Q(models.Q(('question', 'nut'), ('total__gte', models.F('answered')), ('total__lte', django.db.models.expressions.CombinedExpression(models.F('answered'), '*', models.Value(10)))), models.Q(models.Q(('question', 'nut'), _negated=True), ('total__lte', models.F('answered'))), _connector='OR'), name='survey_result_total_fits')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='provider',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "providers_providerevent" ("account_holder_id", "agb", "city", "delivery_id", "email", "excluded_until", "id", "kvk", "legal_form", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "row_number", "segment", "status") VALUES (NEW."account_holder_id", NEW."agb", NEW."city", NEW."delivery_id", NEW."email", NEW."excluded_until", NEW."id", NEW."kvk", NEW."legal_form", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."received_on", NEW."row_number", NEW."segment", NEW."status"); RETURN NULL;', hash='388820d4f8d319385fffee9692521939126df9c3', operation='INSERT', pgid='pgtrigger_insert_insert_c2891', table='providers_provider', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='provider',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "providers_providerevent" ("account_holder_id", "agb", "city", "delivery_id", "email", "excluded_until", "id", "kvk", "legal_form", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "row_number", "segment", "status") VALUES (NEW."account_holder_id", NEW."agb", NEW."city", NEW."delivery_id", NEW."email", NEW."excluded_until", NEW."id", NEW."kvk", NEW."legal_form", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."received_on", NEW."row_number", NEW."segment", NEW."status"); RETURN NULL;', hash='d478149e1ce697b21c139e18c68eccc60b3b9ccd', operation='UPDATE', pgid='pgtrigger_update_update_b4a7f', table='providers_provider', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='location',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "providers_locationevent" ("branch", "city", "closed_on", "has_stay", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "postcode", "provider_id", "street") VALUES (NEW."branch", NEW."city", NEW."closed_on", NEW."has_stay", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."postcode", NEW."provider_id", NEW."street"); RETURN NULL;', hash='5c017cc3ef595a60fa0251cc3e7c10283819ace7', operation='INSERT', pgid='pgtrigger_insert_insert_51dee', table='providers_location', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='location',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "providers_locationevent" ("branch", "city", "closed_on", "has_stay", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "postcode", "provider_id", "street") VALUES (NEW."branch", NEW."city", NEW."closed_on", NEW."has_stay", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."postcode", NEW."provider_id", NEW."street"); RETURN NULL;', hash='5e1f16e94aa9f0f2866734d6385410beb43ad3f0', operation='UPDATE', pgid='pgtrigger_update_update_9eede', table='providers_location', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='invitation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "providers_invitationevent" ("accepted_at", "accepted_by_id", "at", "by_id", "email", "expires_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider_id", "role", "withdrawn_at") VALUES (NEW."accepted_at", NEW."accepted_by_id", NEW."at", NEW."by_id", NEW."email", NEW."expires_at", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."provider_id", NEW."role", NEW."withdrawn_at"); RETURN NULL;', hash='68d59f8ebb2d57cc4e854904c64d96c5e3be0611', operation='INSERT', pgid='pgtrigger_insert_insert_80ce6', table='providers_invitation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='invitation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "providers_invitationevent" ("accepted_at", "accepted_by_id", "at", "by_id", "email", "expires_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider_id", "role", "withdrawn_at") VALUES (NEW."accepted_at", NEW."accepted_by_id", NEW."at", NEW."by_id", NEW."email", NEW."expires_at", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."provider_id", NEW."role", NEW."withdrawn_at"); RETURN NULL;', hash='e9243f222ba54e23c9c775cb05b7f3450f3bd871', operation='UPDATE', pgid='pgtrigger_update_update_7b24f', table='providers_invitation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='evidence',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "providers_evidenceevent" ("by_id", "expires_on", "file", "file_name", "id", "issued_on", "kind", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider_id") VALUES (NEW."by_id", NEW."expires_on", NEW."file", NEW."file_name", NEW."id", NEW."issued_on", NEW."kind", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."provider_id"); RETURN NULL;', hash='95ffc471c3a09fc713d0133d09be5f39c3c6b31c', operation='INSERT', pgid='pgtrigger_insert_insert_1e4ae', table='providers_evidence', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='evidence',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "providers_evidenceevent" ("by_id", "expires_on", "file", "file_name", "id", "issued_on", "kind", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider_id") VALUES (NEW."by_id", NEW."expires_on", NEW."file", NEW."file_name", NEW."id", NEW."issued_on", NEW."kind", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."provider_id"); RETURN NULL;', hash='f4b15e5c894df55339931afc4c28ad546458089b', operation='UPDATE', pgid='pgtrigger_update_update_73f02', table='providers_evidence', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='download',
            trigger=pgtrigger.compiler.Trigger(name='download_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='401808c9b11c6abd1b3021fb403a69ec6994f82b', operation='UPDATE OR DELETE', pgid='pgtrigger_download_append_only_b8d4b', table='providers_download', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contact',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "providers_contactevent" ("email", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "provider_id", "role") VALUES (NEW."email", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."provider_id", NEW."role"); RETURN NULL;', hash='d735b5684fdf168403f4a017083048a4877d62c1', operation='INSERT', pgid='pgtrigger_insert_insert_e272d', table='providers_contact', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contact',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "providers_contactevent" ("email", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "provider_id", "role") VALUES (NEW."email", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."provider_id", NEW."role"); RETURN NULL;', hash='1c2f15f879ec925239a8e6da594c3a055653e213', operation='UPDATE', pgid='pgtrigger_update_update_4c089', table='providers_contact', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='provideruser',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "providers_provideruserevent" ("began_at", "ended_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider_id", "role", "user_id") VALUES (NEW."began_at", NEW."ended_at", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."provider_id", NEW."role", NEW."user_id"); RETURN NULL;', hash='75ba577d172695f1003fb053b1aca8ac2f944ef2', operation='INSERT', pgid='pgtrigger_insert_insert_7effc', table='providers_provideruser', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='provideruser',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "providers_provideruserevent" ("began_at", "ended_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider_id", "role", "user_id") VALUES (NEW."began_at", NEW."ended_at", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."provider_id", NEW."role", NEW."user_id"); RETURN NULL;', hash='09c1db6e4ff81fdac472709d690112409c51d3e0', operation='UPDATE', pgid='pgtrigger_update_update_0f1ca', table='providers_provideruser', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='subcontracting',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "providers_subcontractingevent" ("begin", "consented_on", "end", "id", "is_self_employed", "known_as_id", "kvk", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider_id") VALUES (NEW."begin", NEW."consented_on", NEW."end", NEW."id", NEW."is_self_employed", NEW."known_as_id", NEW."kvk", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."provider_id"); RETURN NULL;', hash='f488fd4633e25da992e7d7d1c25d33fb606c97e9', operation='INSERT', pgid='pgtrigger_insert_insert_14579', table='providers_subcontracting', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='subcontracting',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "providers_subcontractingevent" ("begin", "consented_on", "end", "id", "is_self_employed", "known_as_id", "kvk", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider_id") VALUES (NEW."begin", NEW."consented_on", NEW."end", NEW."id", NEW."is_self_employed", NEW."known_as_id", NEW."kvk", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."provider_id"); RETURN NULL;', hash='6084e003e527c0bfbb783f5b68279f980035d188', operation='UPDATE', pgid='pgtrigger_update_update_22e41', table='providers_subcontracting', when='AFTER')),
        ),
        ]),
    ]
