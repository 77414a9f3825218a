import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from inkoop.base.together import Together


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        Together([
        migrations.CreateModel(
            name='MunicipalityEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='base.municipality')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('code', models.CharField(help_text='CBS-code, vier cijfers.', max_length=4, verbose_name='gemeentecode')),
                ('name', models.CharField(max_length=80, verbose_name='naam')),
                ('received_on', models.DateField(help_text='Eerste levering waarin de gemeente voorkomt.', verbose_name='ontvangen op')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MunicipalityUser',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='municipalities', to=settings.AUTH_USER_MODEL, verbose_name='gebruiker')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='users', to='base.municipality', verbose_name='gemeente')),
            ],
            options={
                'verbose_name': 'gemeente van een gebruiker',
                'verbose_name_plural': 'gemeenten van gebruikers',
                'ordering': ['user', 'municipality'],
                'constraints': [models.UniqueConstraint(fields=('user', 'municipality'), name='municipality_user_once')],
            },
        ),
        migrations.CreateModel(
            name='MunicipalityUserEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='base.municipalityuser')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='gebruiker')),
                ('municipality', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='base.municipality', verbose_name='gemeente')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Parameter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='naam')),
                ('value', models.DecimalField(decimal_places=4, max_digits=14, verbose_name='waarde')),
                ('valid_from', models.DateField(verbose_name='geldig vanaf')),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL, verbose_name='vastgesteld door')),
                ('reason', models.CharField(max_length=300, verbose_name='reden')),
            ],
            options={
                'verbose_name': 'parameter',
                'verbose_name_plural': 'parameters',
                'ordering': ['name', '-valid_from'],
                'constraints': [models.UniqueConstraint(fields=('name', 'valid_from'), name='parameter_once_per_day')],
            },
        ),
        migrations.CreateModel(
            name='ParameterEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='base.parameter')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=60, verbose_name='naam')),
                ('value', models.DecimalField(decimal_places=4, max_digits=14, verbose_name='waarde')),
                ('valid_from', models.DateField(verbose_name='geldig vanaf')),
                ('author', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='vastgesteld door')),
                ('reason', models.CharField(max_length=300, verbose_name='reden')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Team',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='base.municipality', verbose_name='gemeente')),
                ('name', models.CharField(max_length=80, verbose_name='naam')),
            ],
            options={
                'verbose_name': 'team',
                'verbose_name_plural': 'teams',
                'ordering': ['municipality', 'name'],
                'constraints': [models.UniqueConstraint(fields=('municipality', 'name'), name='team_name_once_per_municipality')],
            },
        ),
        migrations.CreateModel(
            name='TeamUser',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='teams', to=settings.AUTH_USER_MODEL, verbose_name='gebruiker')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='users', to='base.team', verbose_name='team')),
            ],
            options={
                'verbose_name': 'team van een gebruiker',
                'verbose_name_plural': 'teams van gebruikers',
                'ordering': ['user', 'team'],
                'constraints': [models.UniqueConstraint(fields=('user', 'team'), name='team_user_once')],
            },
        ),
        migrations.CreateModel(
            name='TeamUserEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='base.teamuser')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='gebruiker')),
                ('team', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='base.team', verbose_name='team')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'gebruiker',
                'verbose_name_plural': 'gebruikers',
                'permissions': [('see_region', 'Mag alle gegevens van de regio zien'), ('see_figures', 'Mag de cijfers van de regio zien, zonder gegevens over jeugdigen')],
                'abstract': False,
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='ClientRead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='door')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='op')),
                ('subject', models.CharField(max_length=60, verbose_name='wat')),
                ('object_id', models.CharField(blank=True, help_text='Leeg bij een lijst.', max_length=64, verbose_name='nummer')),
                ('path', models.CharField(max_length=500, verbose_name='pagina')),
            ],
            options={
                'verbose_name': 'inzage in cliëntgegevens',
                'verbose_name_plural': 'inzage in cliëntgegevens',
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['object_id', '-id'], name='client_read_of_object')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('gemeenten', 'gemeenten'), ('aanbieders', 'aanbieders'), ('productcodes', 'productcodes'), ('contracten', 'contracten'), ('tarieven', 'tarieven'), ('toewijzingen', 'toewijzingen'), ('ibps', "IBP's"), ('verzoeken', 'verzoeken'), ('antwoorden', 'antwoorden op verzoeken'), ('starts', 'starts'), ('stops', 'stops'), ('declaraties', 'declaraties'), ('tevredenheid', 'cliënttevredenheid')], max_length=20, verbose_name='soort')),
                ('file_name', models.CharField(max_length=200, verbose_name='bestand')),
                ('sha256', models.CharField(max_length=64, verbose_name='vingerafdruk (SHA-256)')),
                ('received_on', models.DateField(verbose_name='ontvangen op')),
                ('status', models.CharField(choices=[('wacht', 'wacht op verwerking'), ('bezig', 'wordt geladen'), ('geladen', 'geladen'), ('geweigerd', 'geweigerd: niets geladen'), ('afgebroken', 'afgebroken: niets geladen'), ('proef', 'proef: niets geladen')], max_length=12, verbose_name='status')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='aangemeld op')),
                ('started_at', models.DateTimeField(blank=True, null=True, verbose_name='begonnen op')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='klaar op')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL, verbose_name='aangeleverd door')),
                ('is_trial', models.BooleanField(default=False, verbose_name='proefdraaien')),
                ('is_decision', models.BooleanField(default=False, help_text='Door mensen vastgesteld; er hoort geen bestand bij.', verbose_name='besluit')),
                ('rows_read', models.PositiveIntegerField(default=0, help_text='Voortgang tijdens het laden.', verbose_name='rijen gelezen')),
                ('rows_total', models.PositiveIntegerField(blank=True, null=True, verbose_name='rijen')),
                ('rows_accepted', models.PositiveIntegerField(blank=True, null=True, verbose_name='aanvaard')),
                ('rows_refused', models.PositiveIntegerField(blank=True, null=True, verbose_name='geweigerd')),
                ('rows_unchanged', models.PositiveIntegerField(blank=True, null=True, verbose_name='ongewijzigd')),
                ('message', models.TextField(blank=True, verbose_name='toelichting')),
                ('changes', models.PositiveIntegerField(default=0, help_text='Hoe vaak een besluit van een persoon de geladen regels heeft veranderd.', verbose_name='besluiten na het laden')),
            ],
            options={
                'verbose_name': 'aanlevering',
                'verbose_name_plural': 'aanleveringen',
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['received_on', 'id'], name='delivery_received')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_trial', False), ('status', 'geladen')), fields=('kind', 'sha256'), name='delivery_loaded_once'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'geladen'), _negated=True), ('rows_total', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('rows_accepted'), '+', models.F('rows_refused')), '+', models.F('rows_unchanged'))), _connector='OR'), name='delivery_counts_add_up')],
            },
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='base.delivery', verbose_name='aanlevering')),
                ('row_number', models.PositiveIntegerField(help_text='1 = eerste rij met gegevens.', verbose_name='rij')),
                ('severity', models.CharField(choices=[('fout', 'geweigerd'), ('let op', 'let op')], default='fout', max_length=8, verbose_name='ernst')),
                ('field', models.CharField(blank=True, max_length=40, verbose_name='veld')),
                ('code', models.CharField(max_length=30, verbose_name='code')),
                ('cause', models.CharField(max_length=400, verbose_name='oorzaak')),
                ('found', models.CharField(blank=True, max_length=200, verbose_name='gevonden')),
                ('expected', models.CharField(blank=True, max_length=200, verbose_name='verwacht')),
                ('next_step', models.CharField(blank=True, max_length=300, verbose_name='wat nu')),
            ],
            options={
                'verbose_name': 'bevinding',
                'verbose_name_plural': 'bevindingen',
                'ordering': ['delivery', 'row_number', 'code'],
                'indexes': [models.Index(fields=['delivery', 'row_number'], name='finding_delivery_row')],
            },
        ),
        migrations.CreateModel(
            name='Municipality',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(help_text='CBS-code, vier cijfers.', max_length=4, unique=True, verbose_name='gemeentecode')),
                ('name', models.CharField(max_length=80, verbose_name='naam')),
                ('received_on', models.DateField(help_text='Eerste levering waarin de gemeente voorkomt.', verbose_name='ontvangen op')),
            ],
            options={
                'verbose_name': 'gemeente',
                'verbose_name_plural': 'gemeenten',
                'ordering': ['code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('code__regex', '^[0-9]{4}$')), name='municipality_code_is_four_digits')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='municipality',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "base_municipalityevent" ("code", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on") VALUES (NEW."code", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."received_on"); RETURN NULL;', hash='91e9c9e668da8aae7987b72e008fd0e373734d72', operation='INSERT', pgid='pgtrigger_insert_insert_2e553', table='base_municipality', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='municipality',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "base_municipalityevent" ("code", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on") VALUES (NEW."code", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."received_on"); RETURN NULL;', hash='5dc4b6fdb7311d9d01ea9e0e0b7da6f7ea7bf3ca', operation='UPDATE', pgid='pgtrigger_update_update_8eb91', table='base_municipality', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='clientread',
            trigger=pgtrigger.compiler.Trigger(name='client_read_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='71e8dfce9c4376f76e56faec919f4788d1a086e0', operation='UPDATE OR DELETE', pgid='pgtrigger_client_read_append_only_9a2b4', table='base_clientread', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='municipalityuser',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "base_municipalityuserevent" ("id", "municipality_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."id", NEW."municipality_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."user_id"); RETURN NULL;', hash='9a6ed968f12cf9ee5a429cd905fda4a83389eeda', operation='INSERT', pgid='pgtrigger_insert_insert_1e191', table='base_municipalityuser', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='municipalityuser',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "base_municipalityuserevent" ("id", "municipality_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."id", NEW."municipality_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."user_id"); RETURN NULL;', hash='63ba983c39e2e2cf6aaecab61097596ac4028819', operation='UPDATE', pgid='pgtrigger_update_update_331b0', table='base_municipalityuser', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='parameter',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "base_parameterevent" ("author_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "valid_from", "value") VALUES (NEW."author_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."valid_from", NEW."value"); RETURN NULL;', hash='ea6fd140f62335016f203e845ac0fb161739c08e', operation='INSERT', pgid='pgtrigger_insert_insert_5ead5', table='base_parameter', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='parameter',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "base_parameterevent" ("author_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "valid_from", "value") VALUES (NEW."author_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."valid_from", NEW."value"); RETURN NULL;', hash='2a74f5090beb3f87605ee815c8cde028d39fbe03', operation='UPDATE', pgid='pgtrigger_update_update_b0681', table='base_parameter', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='teamuser',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "base_teamuserevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "team_id", "user_id") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."team_id", NEW."user_id"); RETURN NULL;', hash='7b8c4ee39bd8a8169cffcf3035de1906226e7a90', operation='INSERT', pgid='pgtrigger_insert_insert_c96a5', table='base_teamuser', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='teamuser',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "base_teamuserevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "team_id", "user_id") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."team_id", NEW."user_id"); RETURN NULL;', hash='f2334b376b2201137a912e3aad68cd2d1ef06ff8', operation='UPDATE', pgid='pgtrigger_update_update_cff26', table='base_teamuser', when='AFTER')),
        ),
        ]),
    ]
