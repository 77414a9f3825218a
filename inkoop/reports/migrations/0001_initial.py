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
        ('kpis', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        Together([
        migrations.CreateModel(
            name='Shielding',
            fields=[
                ('computation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='kpis.computation', verbose_name='berekening')),
                ('fingerprint', models.CharField(max_length=64, verbose_name='vingerafdruk van de cijfers')),
            ],
            options={
                'verbose_name': 'afscherming',
                'verbose_name_plural': 'afschermingen',
            },
        ),
        migrations.CreateModel(
            name='BoardDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('decided_on', models.DateField(verbose_name='besloten op')),
                ('subject', models.CharField(max_length=120, verbose_name='onderwerp')),
                ('decision', models.TextField(verbose_name='besluit')),
                ('owner', models.CharField(max_length=120, verbose_name='wie')),
                ('due_on', models.DateField(verbose_name='uiterlijk op')),
                ('state', models.CharField(choices=[('open', 'loopt'), ('uitgevoerd', 'uitgevoerd'), ('vervallen', 'vervallen')], default='open', max_length=10, verbose_name='stand')),
                ('outcome', models.TextField(blank=True, verbose_name='wat ervan kwam')),
                ('publication', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='reports.publication', verbose_name='bij rapportage')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL, verbose_name='vastgelegd door')),
            ],
            options={
                'verbose_name': 'besluit van het regio-overleg',
                'verbose_name_plural': 'besluiten van het regio-overleg',
                'ordering': ['state', 'due_on', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('due_on__gte', models.F('decided_on'))), name='board_decision_due_not_before'), models.CheckConstraint(condition=models.Q(('state', 'open'), models.Q(('outcome', ''), _negated=True), _connector='OR'), name='board_decision_ended_says_how')],
            },
        ),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('gemeente', 'gemeenterapportage'), ('regio', 'KPI-rapport regio-overleg')], max_length=10, verbose_name='soort')),
                ('municipality', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='base.municipality', verbose_name='gemeente')),
                ('year', models.PositiveSmallIntegerField(verbose_name='jaar')),
                ('number', models.PositiveSmallIntegerField(verbose_name='nummer')),
                ('peildatum', models.DateField(verbose_name='peildatum')),
                ('content', models.JSONField(verbose_name='inhoud')),
                ('sha256', models.CharField(max_length=64, verbose_name='vingerafdruk (SHA-256)')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='toelichting')),
                ('published_at', models.DateTimeField(auto_now_add=True, verbose_name='vastgesteld op')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL, verbose_name='vastgesteld door')),
            ],
            options={
                'verbose_name': 'vastgestelde rapportage',
                'verbose_name_plural': 'vastgestelde rapportages',
                'ordering': ['-published_at', '-id'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'municipality', 'year', 'number'), name='publication_numbered_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'gemeente'), ('municipality__isnull', False)), models.Q(models.Q(('kind', 'gemeente'), _negated=True), ('municipality__isnull', True)), _connector='OR'), name='publication_of_one_place')],
            },
        ),
        migrations.CreateModel(
            name='BoardDecisionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reports.boarddecision')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('decided_on', models.DateField(verbose_name='besloten op')),
                ('subject', models.CharField(max_length=120, verbose_name='onderwerp')),
                ('decision', models.TextField(verbose_name='besluit')),
                ('owner', models.CharField(max_length=120, verbose_name='wie')),
                ('due_on', models.DateField(verbose_name='uiterlijk op')),
                ('state', models.CharField(choices=[('open', 'loopt'), ('uitgevoerd', 'uitgevoerd'), ('vervallen', 'vervallen')], default='open', max_length=10, verbose_name='stand')),
                ('outcome', models.TextField(blank=True, verbose_name='wat ervan kwam')),
                ('publication', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reports.publication', verbose_name='bij rapportage')),
                ('by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='vastgelegd door')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL, verbose_name='gebruiker')),
                ('kind', models.CharField(choices=[('gemeente', 'gemeenterapportage'), ('regio', 'KPI-rapport regio-overleg')], max_length=10, verbose_name='soort')),
                ('municipality', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to='base.municipality', verbose_name='gemeente')),
            ],
            options={
                'verbose_name': 'abonnement op een rapportage',
                'verbose_name_plural': 'abonnementen op rapportages',
                'constraints': [models.UniqueConstraint(fields=('user', 'kind', 'municipality'), name='subscribed_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'gemeente'), ('municipality__isnull', False)), models.Q(models.Q(('kind', 'gemeente'), _negated=True), ('municipality__isnull', True)), _connector='OR'), name='subscription_of_one_place')],
            },
        ),
        migrations.CreateModel(
            name='HiddenUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('computation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='kpis.computation', verbose_name='berekening')),
                ('municipality_code', models.CharField(blank=True, max_length=4, verbose_name='gemeentecode')),
                ('year', models.PositiveSmallIntegerField(verbose_name='jaar')),
                ('dimension', models.CharField(choices=[('geheel', 'alles samen'), ('categorie', 'productcategorie'), ('productcode', 'productcode'), ('zorgvorm', 'zorgvorm'), ('verwijzer', 'verwijzer'), ('team', 'team')], max_length=12, verbose_name='uitgesplitst naar')),
                ('part', models.CharField(blank=True, max_length=80, verbose_name='deel')),
            ],
            options={
                'verbose_name': 'afgeschermd cijfer',
                'verbose_name_plural': 'afgeschermde cijfers',
                'constraints': [models.UniqueConstraint(fields=('computation', 'municipality_code', 'year', 'dimension', 'part'), name='use_hidden_once')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='publication',
            trigger=pgtrigger.compiler.Trigger(name='publication_is_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0e103c9110d665a42ba604d8ca8a221b20e0dba8', operation='UPDATE OR DELETE', pgid='pgtrigger_publication_is_frozen_9d2bb', table='reports_publication', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='boarddecision',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reports_boarddecisionevent" ("by_id", "decided_on", "decision", "due_on", "id", "outcome", "owner", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publication_id", "state", "subject") VALUES (NEW."by_id", NEW."decided_on", NEW."decision", NEW."due_on", NEW."id", NEW."outcome", NEW."owner", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."publication_id", NEW."state", NEW."subject"); RETURN NULL;', hash='cc6ea0d258341e8ddef1a9376cdf518bbabd0ee4', operation='INSERT', pgid='pgtrigger_insert_insert_9fec9', table='reports_boarddecision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='boarddecision',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "reports_boarddecisionevent" ("by_id", "decided_on", "decision", "due_on", "id", "outcome", "owner", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publication_id", "state", "subject") VALUES (NEW."by_id", NEW."decided_on", NEW."decision", NEW."due_on", NEW."id", NEW."outcome", NEW."owner", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."publication_id", NEW."state", NEW."subject"); RETURN NULL;', hash='a8592ca13ebab9f2b06ad62fc2db0b033b8b0f16', operation='UPDATE', pgid='pgtrigger_update_update_73177', table='reports_boarddecision', when='AFTER')),
        ),
        ]),
    ]
