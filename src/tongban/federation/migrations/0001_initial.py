import tongban.core.fields
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('federation', '0001_first'),
        ('federation', '0002_exchange'),
    ]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('peer', models.CharField(max_length=40, unique=True)),
                ('leased_by', models.CharField(blank=True, max_length=40)),
                ('leased_until', models.DateTimeField(blank=True, null=True)),
                ('next_at', models.DateTimeField(blank=True, null=True)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('most', models.PositiveIntegerField(default=0)),
                ('trouble', models.CharField(blank=True, max_length=64)),
                ('troubled_at', models.DateTimeField(blank=True, null=True)),
                ('reached_at', models.DateTimeField(blank=True, null=True)),
                ('heard_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.CharField(blank=True, max_length=40)),
                ('registry', models.PositiveIntegerField(blank=True, null=True)),
                ('skew', models.FloatField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Peer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, unique=True)),
                ('names', models.JSONField(default=dict)),
                ('role', models.CharField(max_length=8)),
                ('address', models.CharField(max_length=200)),
                ('regions', models.JSONField(default=list)),
                ('authorities', models.JSONField(default=list)),
                ('keys', models.JSONField(default=list)),
                ('sealing', models.JSONField(default=dict)),
                ('parent', models.CharField(blank=True, max_length=40)),
                ('features', models.JSONField(default=list)),
                ('revoked', models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name='Registry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hub', models.CharField(max_length=40, unique=True)),
                ('version', models.PositiveIntegerField()),
                ('issued_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('document', models.TextField()),
                ('digest', models.CharField(max_length=64)),
                ('address', models.CharField(max_length=200)),
                ('fetched_at', models.DateTimeField()),
                ('trouble', models.CharField(blank=True, max_length=64)),
                ('troubled_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Comparison',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('peer', models.CharField(max_length=40)),
                ('hour', models.DateTimeField()),
                ('sent', models.PositiveIntegerField()),
                ('stored', models.PositiveIntegerField()),
                ('agreed', models.BooleanField()),
                ('resent', models.PositiveIntegerField(default=0)),
                ('compared_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('agreed', False)), fields=['hour'], name='comparison_disagreeing')],
                'constraints': [models.UniqueConstraint(fields=('peer', 'hour'), name='hour_is_compared_once_per_peer')],
            },
        ),
        migrations.CreateModel(
            name='Incoming',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=40)),
                ('event_id', models.UUIDField()),
                ('topic', models.CharField(max_length=64)),
                ('about', models.CharField(max_length=80)),
                ('data', tongban.core.fields.SealedJSON(default=dict)),
                ('happened_at', models.DateTimeField()),
                ('stored_at', models.DateTimeField()),
                ('again', models.PositiveIntegerField(default=0)),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('next_at', models.DateTimeField()),
                ('applied_at', models.DateTimeField(blank=True, null=True)),
                ('dead_at', models.DateTimeField(blank=True, null=True)),
                ('why', models.CharField(blank=True, max_length=64)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('applied_at', None), ('dead_at', None)), fields=['next_at', 'id'], name='incoming_waiting'), models.Index(condition=models.Q(('dead_at__isnull', False)), fields=['dead_at'], name='incoming_dead'), models.Index(fields=['source', 'happened_at'], name='incoming_by_source_and_hour')],
                'constraints': [models.UniqueConstraint(fields=('source', 'event_id'), name='event_is_stored_once_per_source')],
            },
        ),
        migrations.CreateModel(
            name='Motion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('join', 'Wants to join'), ('revoke', 'To be excluded')], max_length=8)),
                ('node', models.CharField(max_length=40)),
                ('entry', models.JSONField(default=dict)),
                ('fingerprint', models.CharField(blank=True, max_length=64)),
                ('made_at', models.DateTimeField()),
                ('first_by', models.UUIDField(blank=True, null=True)),
                ('first_at', models.DateTimeField(blank=True, null=True)),
                ('second_by', models.UUIDField(blank=True, null=True)),
                ('second_at', models.DateTimeField(blank=True, null=True)),
                ('dropped_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('second_by', None), models.Q(('first_by__isnull', False), models.Q(('first_by', models.F('second_by')), _negated=True)), _connector='OR'), name='motion_is_carried_by_two_operators'), models.UniqueConstraint(condition=models.Q(('dropped_at', None), ('second_at', None)), fields=('kind', 'node'), name='motion_is_open_once_per_node')],
            },
        ),
        migrations.CreateModel(
            name='Nonce',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=40)),
                ('nonce', models.CharField(max_length=64)),
                ('until', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['until'], name='nonce_by_end')],
                'constraints': [models.UniqueConstraint(fields=('source', 'nonce'), name='nonce_is_used_once')],
            },
        ),
        migrations.CreateModel(
            name='Outgoing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('topic', models.CharField(max_length=64)),
                ('to', models.CharField(max_length=40)),
                ('about', models.CharField(max_length=80)),
                ('data', tongban.core.fields.SealedJSON(default=dict)),
                ('happened_at', models.DateTimeField()),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('again', models.PositiveIntegerField(default=0)),
                ('received_at', models.DateTimeField(blank=True, null=True)),
                ('dead_at', models.DateTimeField(blank=True, null=True)),
                ('why', models.CharField(blank=True, max_length=64)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('dead_at', None), ('received_at', None)), fields=['to', 'id'], name='outgoing_waiting_by_peer'), models.Index(condition=models.Q(('dead_at__isnull', False)), fields=['dead_at'], name='outgoing_dead'), models.Index(fields=['to', 'happened_at'], name='outgoing_by_peer_and_hour')],
                'constraints': [models.UniqueConstraint(fields=('event_id', 'to'), name='event_is_promised_once_per_peer')],
            },
        ),
    ]
