from django.db import migrations, models
from django.db.models import Case, F, When


def follow_the_answer(apps, schema_editor):
    """Of a message that was answered the decision comes next."""
    decision = When(answered_at__isnull=False, decide_by__isnull=False, then=F('decide_by'))
    apps.get_model('exchange', 'Message').objects.update(do_by=Case(decision, default=F('due_on')))


class Migration(migrations.Migration):

    dependencies = [
        ('exchange', '0004_inbox'),
    ]

    operations = [
        migrations.AddField(
            model_name='message',
            name='do_by',
            field=models.DateField(editable=False, null=True, verbose_name='volgende stap uiterlijk'),
        ),
        migrations.RunPython(follow_the_answer, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='message',
            name='do_by',
            field=models.DateField(editable=False, verbose_name='volgende stap uiterlijk'),
        ),
        migrations.RemoveIndex(model_name='message', name='message_to_answer'),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('kept_as', ''), _negated=True), fields=['do_by', 'id'], name='message_to_do'),
        ),
    ]
