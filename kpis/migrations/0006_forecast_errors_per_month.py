from django.db import migrations, models

# Errors of whole quarters say nothing of a month; they are computed again with the prognoses.
FORGET = """
DELETE FROM kpis_forecasterror;
UPDATE kpis_computation SET fingerprint = 'ouder' WHERE name = 'prognose' AND fingerprint <> '';
"""


class Migration(migrations.Migration):

    dependencies = [
        ('kpis', '0005_ibps_by_provider_and_words_of_the_norm'),
    ]

    operations = [
        migrations.RunSQL(FORGET, migrations.RunSQL.noop),
        migrations.RemoveConstraint(
            model_name='forecasterror',
            name='forecast_error_once',
        ),
        migrations.AlterModelOptions(
            name='forecasterror',
            options={'ordering': ['computation', 'made_on', 'ahead', 'municipality', 'category'], 'verbose_name': 'toets van een prognose', 'verbose_name_plural': 'toetsen van prognoses'},
        ),
        migrations.AddField(
            model_name='forecasterror',
            name='ahead',
            field=models.SmallIntegerField(default=0, verbose_name='maanden vooruit'),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name='forecasterror',
            constraint=models.UniqueConstraint(fields=('computation', 'made_on', 'ahead', 'municipality', 'category'), name='forecast_error_once'),
        ),
    ]
