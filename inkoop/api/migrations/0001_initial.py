import django.contrib.postgres.fields
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
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        Together([
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='api_tokens', to=settings.AUTH_USER_MODEL, verbose_name='namens')),
                ('name', models.CharField(help_text='Bijvoorbeeld: Power BI van de gemeente.', max_length=80, verbose_name='waarvoor')),
                ('digest', models.CharField(editable=False, max_length=64, unique=True, verbose_name='vingerafdruk')),
                ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('lezen', 'lezen, zonder gegevens over jeugdigen'), ('clienten', 'ook gegevens over jeugdigen (met pseudoniem)'), ('schrijven', 'aanleveren')], max_length=10), default=list, size=None, verbose_name='mag')),
                ('expires_on', models.DateField(verbose_name='geldig t/m')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='gemaakt op')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='gemaakt door')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='ingetrokken op')),
            ],
            options={
                'verbose_name': 'API-sleutel',
                'verbose_name_plural': 'API-sleutels',
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('scopes__len__gte', 1)), name='api_token_opens_something'), models.CheckConstraint(condition=models.Q(('revoked_at__isnull', True), ('revoked_at__gte', models.F('made_at')), _connector='OR'), name='api_token_revoked_after_made')],
            },
        ),
        migrations.CreateModel(
            name='ApiTokenEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='api.apitoken')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='namens')),
                ('name', models.CharField(help_text='Bijvoorbeeld: Power BI van de gemeente.', max_length=80, verbose_name='waarvoor')),
                ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('lezen', 'lezen, zonder gegevens over jeugdigen'), ('clienten', 'ook gegevens over jeugdigen (met pseudoniem)'), ('schrijven', 'aanleveren')], max_length=10), default=list, size=None, verbose_name='mag')),
                ('expires_on', models.DateField(verbose_name='geldig t/m')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='gemaakt op')),
                ('made_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='gemaakt door')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='ingetrokken op')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='apitoken',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "api_apitokenevent" ("expires_on", "id", "made_at", "made_by_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at", "scopes", "user_id") VALUES (NEW."expires_on", NEW."id", NEW."made_at", NEW."made_by_id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."revoked_at", NEW."scopes", NEW."user_id"); RETURN NULL;', hash='b94b9d6207c237aabd871eb157adbc28e8fd6b13', operation='INSERT', pgid='pgtrigger_insert_insert_d7986', table='api_apitoken', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='apitoken',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."expires_on" IS DISTINCT FROM (NEW."expires_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."made_by_id" IS DISTINCT FROM (NEW."made_by_id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."revoked_at" IS DISTINCT FROM (NEW."revoked_at") OR OLD."scopes" IS DISTINCT FROM (NEW."scopes") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id"))', func='INSERT INTO "api_apitokenevent" ("expires_on", "id", "made_at", "made_by_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at", "scopes", "user_id") VALUES (NEW."expires_on", NEW."id", NEW."made_at", NEW."made_by_id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."revoked_at", NEW."scopes", NEW."user_id"); RETURN NULL;', hash='b3954e65ef75a6d2eb10c2147d338f5d24fec708', operation='UPDATE', pgid='pgtrigger_update_update_55b1f', table='api_apitoken', when='AFTER')),
        ),
        ]),
    ]
