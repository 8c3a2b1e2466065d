import datetime
import django.db.models.deletion
import tongban.core.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('messages', '0001_first'),
        ('messages', '0002_deliveries'),
    ]

    initial = True

    dependencies = [
        ('catalog', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('template', models.CharField(max_length=64)),
                ('about', models.CharField(max_length=80)),
                ('params', tongban.core.fields.SealedJSON(default=dict)),
                ('queued_at', models.DateTimeField()),
                ('carry_at', models.DateTimeField(blank=True, null=True)),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('office', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.office')),
                ('to', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='PushDevice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('subscription', tongban.core.fields.SealedText()),
                ('endpoint_index', models.CharField(max_length=64)),
                ('name', models.CharField(blank=True, max_length=60)),
                ('added_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='push_devices', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Sender',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=60)),
                ('authority', models.CharField(max_length=32)),
                ('office', models.CharField(max_length=32)),
                ('secret', tongban.core.fields.SealedText()),
                ('a_day', models.PositiveIntegerField(default=1000)),
                ('created_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('office', 'name'), name='sender_has_one_name')],
            },
        ),
        migrations.CreateModel(
            name='Template',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('name', models.CharField(max_length=60)),
                ('channel', models.CharField(choices=[('sms', 'sms'), ('email', 'email')], max_length=8)),
                ('subjects', models.JSONField(default=dict)),
                ('bodies', models.JSONField(default=dict)),
                ('current', models.BooleanField(default=True)),
                ('written_at', models.DateTimeField()),
                ('sender', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='templates', to='messages.sender')),
            ],
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('channel', models.CharField(choices=[('push', 'Notification of this browser'), ('sms', 'Text message'), ('email', 'E-mail')], max_length=8)),
                ('address', tongban.core.fields.SealedText()),
                ('address_index', models.CharField(max_length=64)),
                ('title', tongban.core.fields.SealedText(blank=True)),
                ('body', tongban.core.fields.SealedText()),
                ('purpose', models.CharField(max_length=40)),
                ('reference', models.CharField(blank=True, max_length=200)),
                ('state', models.CharField(choices=[('waiting', 'Waiting to be sent'), ('taken', 'Under way'), ('sent', 'Sent'), ('delivered', 'Delivered'), ('failed', 'Not delivered')], default='waiting', max_length=12)),
                ('fault', models.CharField(blank=True, choices=[('no_such_address', 'There is no such number or address.'), ('too_late', 'It could not be sent in time.'), ('not_delivered', 'The carrier could not deliver it.')], max_length=20)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('queued_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('not_after', models.DateTimeField()),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('message', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='messages.message')),
                ('sender', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='messages.sender')),
                ('template', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='messages.template')),
            ],
        ),
        migrations.CreateModel(
            name='Unreached',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('opened_at', models.DateTimeField()),
                ('calls', models.PositiveSmallIntegerField(default=0)),
                ('called_at', models.DateTimeField(blank=True, null=True)),
                ('result', models.CharField(blank=True, choices=[('read', 'Read after all'), ('called', 'Reached by phone'), ('letter', 'A letter was sent'), ('given_up', 'Nobody can be reached')], max_length=12)),
                ('note', tongban.core.fields.SealedText(blank=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('message', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='unreached', to='messages.message')),
            ],
        ),
        migrations.CreateModel(
            name='Wishes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channels', models.JSONField(default=dict)),
                ('email', tongban.core.fields.SealedText(blank=True)),
                ('quiet_since', models.TimeField(blank=True, default=datetime.time(22, 0), null=True)),
                ('quiet_until', models.TimeField(blank=True, default=datetime.time(7, 0), null=True)),
                ('changed_at', models.DateTimeField()),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='wishes', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(fields=['to', '-queued_at'], name='message_by_person_and_time'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('carry_at__isnull', False)), fields=['carry_at'], name='message_to_carry_by_time'),
        ),
        migrations.AddConstraint(
            model_name='pushdevice',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('endpoint_index',), name='push_device_is_one_persons'),
        ),
        migrations.AddConstraint(
            model_name='template',
            constraint=models.UniqueConstraint(fields=('public_id', 'version'), name='template_version_is_written_once'),
        ),
        migrations.AddConstraint(
            model_name='template',
            constraint=models.UniqueConstraint(condition=models.Q(('current', True)), fields=('public_id',), name='template_has_one_current'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('state__in', ['waiting', 'taken'])), fields=['due_at'], name='delivery_open_by_due_time'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['address_index', '-queued_at'], name='delivery_by_address'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['sender', '-queued_at', '-id'], name='delivery_by_sender'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(condition=models.Q(('message__isnull', False)), fields=('message', 'channel', 'address_index'), name='message_goes_out_once_to_an_address'),
        ),
        migrations.AddIndex(
            model_name='unreached',
            index=models.Index(condition=models.Q(('closed_at', None)), fields=['opened_at'], name='unreached_open_by_age'),
        ),
        migrations.AddConstraint(
            model_name='unreached',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('result', '')), models.Q(('closed_at__isnull', False), models.Q(('result', ''), _negated=True)), _connector='OR'), name='unreached_is_closed_with_a_result'),
        ),
    ]
