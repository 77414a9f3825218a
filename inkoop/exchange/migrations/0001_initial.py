import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from inkoop.base.together import Together


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('base', '0001_initial'),
        ('contracts', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('providers', '0001_initial'),
    ]

    operations = [
        Together([
        migrations.CreateModel(
            name='WaitingFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('delivery', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='waiting_file', to='base.delivery', verbose_name='aanlevering')),
                ('name', models.CharField(max_length=32, unique=True, verbose_name='naam in de kluis')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='keren geprobeerd')),
            ],
            options={
                'verbose_name': 'wachtend bestand',
                'verbose_name_plural': 'wachtende bestanden',
            },
        ),
        migrations.CreateModel(
            name='LocalRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('contract', models.ForeignKey(blank=True, help_text='Leeg = de hele regio.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.contract', verbose_name='contract')),
                ('kind', models.CharField(choices=[('laat', 'te laat gedeclareerd'), ('geen start', 'geen startbericht ontvangen'), ('na stop', 'maand na het stopbericht'), ('halve maand', 'gebroken maand te kort')], max_length=12, verbose_name='soort')),
                ('threshold', models.PositiveSmallIntegerField(blank=True, help_text='Te laat: dagen na het einde van de dienstmaand. Gebroken maand: hoeveel dagen zij ten minste telt.', null=True, verbose_name='grens (dagen)')),
                ('effect', models.CharField(choices=[('waarschuwing', 'waarschuwing'), ('aanhouden', 'aanhouden')], max_length=12, verbose_name='gevolg')),
                ('explanation', models.CharField(help_text='Waar is dit afgesproken, en waarom? Staat bij elke waarschuwing.', max_length=300, verbose_name='toelichting')),
                ('valid_from', models.DateField(help_text='Eerste dag van ontvangst waarvoor de regel telt.', verbose_name='geldig vanaf')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='geldig t/m')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='vastgesteld door')),
            ],
            options={
                'verbose_name': 'lokale regel',
                'verbose_name_plural': 'lokale regels',
                'ordering': ['kind', 'contract', '-valid_from'],
                'constraints': [models.UniqueConstraint(fields=('contract', 'kind', 'valid_from'), name='local_rule_once_per_day', nulls_distinct=False, violation_error_message='Er is al een regel van deze soort die op deze dag ingaat.'), models.CheckConstraint(condition=models.Q(('effect__in', ['waarschuwing', 'aanhouden'])), name='local_rule_never_refuses'), models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['laat', 'halve maand']), ('threshold__isnull', False)), models.Q(('kind__in', ['geen start', 'na stop']), ('threshold', None)), _connector='OR'), name='local_rule_has_the_threshold_of_its_kind'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('valid_from')), _connector='OR'), name='local_rule_end_not_before_begin', violation_error_message='De laatste dag ligt voor de eerste.')],
            },
        ),
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holds', to='exchange.message', verbose_name='bericht')),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchange.localrule', verbose_name='lokale regel')),
                ('lines', models.PositiveIntegerField(verbose_name='regels')),
                ('released_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='vrijgegeven door')),
                ('released_at', models.DateTimeField(null=True, verbose_name='vrijgegeven op')),
                ('released_because', models.CharField(blank=True, max_length=400, verbose_name='reden van vrijgeven')),
            ],
            options={
                'verbose_name': 'aanhouding',
                'verbose_name_plural': 'aanhoudingen',
                'ordering': ['message', 'rule'],
                'permissions': [('release_hold', 'Mag aangehouden antwoorden vrijgeven')],
                'constraints': [models.UniqueConstraint(fields=('message', 'rule'), name='one_hold_per_message_and_rule'), models.CheckConstraint(condition=models.Q(models.Q(('released_at', None), ('released_because', ''), ('released_by', None)), models.Q(('released_at__isnull', False), ('released_by__isnull', False), models.Q(('released_because', ''), _negated=True)), _connector='OR'), name='hold_is_released_by_somebody_for_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='LocalRuleEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='exchange.localrule')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('contract', models.ForeignKey(blank=True, db_constraint=False, help_text='Leeg = de hele regio.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='contracts.contract', verbose_name='contract')),
                ('kind', models.CharField(choices=[('laat', 'te laat gedeclareerd'), ('geen start', 'geen startbericht ontvangen'), ('na stop', 'maand na het stopbericht'), ('halve maand', 'gebroken maand te kort')], max_length=12, verbose_name='soort')),
                ('threshold', models.PositiveSmallIntegerField(blank=True, help_text='Te laat: dagen na het einde van de dienstmaand. Gebroken maand: hoeveel dagen zij ten minste telt.', null=True, verbose_name='grens (dagen)')),
                ('effect', models.CharField(choices=[('waarschuwing', 'waarschuwing'), ('aanhouden', 'aanhouden')], max_length=12, verbose_name='gevolg')),
                ('explanation', models.CharField(help_text='Waar is dit afgesproken, en waarom? Staat bij elke waarschuwing.', max_length=300, verbose_name='toelichting')),
                ('valid_from', models.DateField(help_text='Eerste dag van ontvangst waarvoor de regel telt.', verbose_name='geldig vanaf')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='geldig t/m')),
                ('author', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='vastgesteld door')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('delivery', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='message_received', to='base.delivery', verbose_name='aanlevering')),
                ('name', models.CharField(max_length=5, verbose_name='bericht')),
                ('sender', models.CharField(max_length=8, verbose_name='afzender')),
                ('receiver', models.CharField(max_length=8, verbose_name='ontvanger')),
                ('identification', models.CharField(max_length=12, verbose_name='identificatie')),
                ('dated_on', models.DateField(verbose_name='dagtekening')),
                ('refused_with', models.CharField(blank=True, max_length=4, verbose_name='retourcode van het bericht')),
                ('declaration_refused_with', models.CharField(blank=True, max_length=4, verbose_name='retourcode van de declaratie')),
                ('kept_as', models.CharField(blank=True, max_length=32, verbose_name='naam in de kluis')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='beantwoord op')),
                ('answered_by', models.ForeignKey(blank=True, help_text='Leeg als een opdracht het antwoord schreef.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='beantwoord door')),
                ('due_on', models.DateField(editable=False, verbose_name='uiterlijk')),
                ('decide_by', models.DateField(editable=False, null=True, verbose_name='besluit uiterlijk')),
                ('do_by', models.DateField(editable=False, verbose_name='volgende stap uiterlijk')),
            ],
            options={
                'verbose_name': 'bericht',
                'verbose_name_plural': 'berichten',
                'permissions': [('answer_message', 'Mag berichten beantwoorden')],
                'indexes': [models.Index(condition=models.Q(('kept_as', ''), _negated=True), fields=['do_by', 'id'], name='message_to_do')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('refused_with__in', ['0001', '9056']), _negated=True), fields=('sender', 'name', 'identification'), name='message_identification_once_per_sender')],
            },
        ),
        migrations.CreateModel(
            name='HoldEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='exchange.hold')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('message', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='exchange.message', verbose_name='bericht')),
                ('rule', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='exchange.localrule', verbose_name='lokale regel')),
                ('lines', models.PositiveIntegerField(verbose_name='regels')),
                ('released_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='vrijgegeven door')),
                ('released_at', models.DateTimeField(null=True, verbose_name='vrijgegeven op')),
                ('released_because', models.CharField(blank=True, max_length=400, verbose_name='reden van vrijgeven')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Overrule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='overrules', to='exchange.message', verbose_name='bericht')),
                ('row_number', models.PositiveIntegerField(verbose_name='rij')),
                ('line', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.declarationline', verbose_name='aanvaarde regel')),
                ('allocation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.allocation', verbose_name='toewijzing')),
                ('amount', models.BigIntegerField(verbose_name='bedrag (eurocent)')),
                ('codes', models.CharField(max_length=60, verbose_name='codes')),
                ('reason', models.CharField(max_length=400, verbose_name='reden')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='besloten door')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='besloten op')),
                ('before', models.JSONField(verbose_name='vooraf')),
                ('after', models.JSONField(verbose_name='achteraf')),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='teruggenomen door')),
                ('undone_at', models.DateTimeField(null=True, verbose_name='teruggenomen op')),
                ('undone_because', models.CharField(blank=True, max_length=400, verbose_name='reden van terugnemen')),
            ],
            options={
                'verbose_name': 'besluit over een geweigerde regel',
                'verbose_name_plural': 'besluiten over geweigerde regels',
                'ordering': ['-id'],
                'permissions': [('overrule_line', 'Mag geweigerde regels alsnog aanvaarden')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('message', 'row_number'), name='line_overruled_once'), models.CheckConstraint(condition=models.Q(models.Q(('line__isnull', False), ('undone_at', None), ('undone_because', ''), ('undone_by', None)), models.Q(('line', None), ('undone_at__isnull', False), ('undone_by__isnull', False), models.Q(('undone_because', ''), _negated=True)), _connector='OR'), name='overrule_has_a_line_or_was_undone')],
            },
        ),
        migrations.CreateModel(
            name='OverruleEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='exchange.overrule')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('message', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='exchange.message', verbose_name='bericht')),
                ('row_number', models.PositiveIntegerField(verbose_name='rij')),
                ('line', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='contracts.declarationline', verbose_name='aanvaarde regel')),
                ('allocation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='contracts.allocation', verbose_name='toewijzing')),
                ('amount', models.BigIntegerField(verbose_name='bedrag (eurocent)')),
                ('codes', models.CharField(max_length=60, verbose_name='codes')),
                ('reason', models.CharField(max_length=400, verbose_name='reden')),
                ('by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='besloten door')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='besloten op')),
                ('before', models.JSONField(verbose_name='vooraf')),
                ('after', models.JSONField(verbose_name='achteraf')),
                ('undone_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='teruggenomen door')),
                ('undone_at', models.DateTimeField(null=True, verbose_name='teruggenomen op')),
                ('undone_because', models.CharField(blank=True, max_length=400, verbose_name='reden van terugnemen')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProviderDelivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('delivery', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='sent_by_provider', to='base.delivery', verbose_name='aanlevering')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='providers.provider', verbose_name='aanbieder')),
                ('kept_as', models.CharField(blank=True, max_length=32, verbose_name='naam in de kluis')),
                ('sent_as', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='tried_before', to='base.delivery', verbose_name='daarna aangeleverd als')),
            ],
            options={
                'verbose_name': 'aanlevering van een aanbieder',
                'verbose_name_plural': 'aanleveringen van aanbieders',
                'ordering': ['-delivery'],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='localrule',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "exchange_localruleevent" ("author_id", "contract_id", "effect", "ends_on", "explanation", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "threshold", "valid_from") VALUES (NEW."author_id", NEW."contract_id", NEW."effect", NEW."ends_on", NEW."explanation", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."threshold", NEW."valid_from"); RETURN NULL;', hash='781b90c538f5d1c008fd30cb0713bc78bec0e203', operation='INSERT', pgid='pgtrigger_insert_insert_52e30', table='exchange_localrule', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='localrule',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "exchange_localruleevent" ("author_id", "contract_id", "effect", "ends_on", "explanation", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "threshold", "valid_from") VALUES (NEW."author_id", NEW."contract_id", NEW."effect", NEW."ends_on", NEW."explanation", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."threshold", NEW."valid_from"); RETURN NULL;', hash='f1ec125d1802e9fe070a972a4f9d385fe8660c46', operation='UPDATE', pgid='pgtrigger_update_update_3b584', table='exchange_localrule', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='hold',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "exchange_holdevent" ("id", "lines", "message_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "released_at", "released_because", "released_by_id", "rule_id") VALUES (NEW."id", NEW."lines", NEW."message_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."released_at", NEW."released_because", NEW."released_by_id", NEW."rule_id"); RETURN NULL;', hash='457005a500d9bc1865129b2c8c1e686b380d3eca', operation='INSERT', pgid='pgtrigger_insert_insert_54a0b', table='exchange_hold', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='hold',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "exchange_holdevent" ("id", "lines", "message_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "released_at", "released_because", "released_by_id", "rule_id") VALUES (NEW."id", NEW."lines", NEW."message_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."released_at", NEW."released_because", NEW."released_by_id", NEW."rule_id"); RETURN NULL;', hash='fa41f091a57c7a4857a35b9554bfc070c63cc7e1', operation='UPDATE', pgid='pgtrigger_update_update_c0f77', table='exchange_hold', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='overrule',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "exchange_overruleevent" ("after", "allocation_id", "amount", "at", "before", "by_id", "codes", "id", "line_id", "message_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "row_number", "undone_at", "undone_because", "undone_by_id") VALUES (NEW."after", NEW."allocation_id", NEW."amount", NEW."at", NEW."before", NEW."by_id", NEW."codes", NEW."id", NEW."line_id", NEW."message_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."row_number", NEW."undone_at", NEW."undone_because", NEW."undone_by_id"); RETURN NULL;', hash='674b07c442056921320b8c333539df5c4f2239c3', operation='INSERT', pgid='pgtrigger_insert_insert_b3b25', table='exchange_overrule', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='overrule',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "exchange_overruleevent" ("after", "allocation_id", "amount", "at", "before", "by_id", "codes", "id", "line_id", "message_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "row_number", "undone_at", "undone_because", "undone_by_id") VALUES (NEW."after", NEW."allocation_id", NEW."amount", NEW."at", NEW."before", NEW."by_id", NEW."codes", NEW."id", NEW."line_id", NEW."message_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."row_number", NEW."undone_at", NEW."undone_because", NEW."undone_by_id"); RETURN NULL;', hash='955d79d4c7aa8e2e1bcfffcd2fb93a2c4a8a88ea', operation='UPDATE', pgid='pgtrigger_update_update_53b7d', table='exchange_overrule', when='AFTER')),
        ),
        ]),
    ]
