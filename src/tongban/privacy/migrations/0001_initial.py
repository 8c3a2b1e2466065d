import django.db.models.deletion
import tongban.core.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('privacy', '0001_first'),
        ('privacy', '0002_widened'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Purpose',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40)),
                ('names', models.JSONField(default=dict)),
                ('says', models.JSONField(default=dict)),
                ('basis', models.CharField(max_length=16)),
                ('law', models.JSONField(default=dict)),
                ('fields', models.JSONField(default=list)),
                ('reads', models.JSONField(default=dict)),
                ('keeps', models.JSONField(default=list)),
                ('confidence', models.CharField(max_length=24)),
                ('position', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('code',), name='purpose_is_registered_once')],
            },
        ),
        migrations.CreateModel(
            name='Access',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('official', 'An official'), ('verifier', 'A place where codes are checked'), ('node', 'Another platform'), ('program', 'A program'), ('relative', 'Somebody who may act for you')], default='official', max_length=10)),
                ('who', tongban.core.fields.SealedText(blank=True)),
                ('under', models.CharField(max_length=80)),
                ('post', models.JSONField(default=dict)),
                ('office', models.JSONField(default=dict)),
                ('authority', models.CharField(blank=True, max_length=40)),
                ('region', models.CharField(blank=True, max_length=12)),
                ('node', models.CharField(blank=True, max_length=40)),
                ('about', models.CharField(max_length=80)),
                ('matter', models.JSONField(default=dict)),
                ('fields', models.JSONField(default=list)),
                ('labels', models.JSONField(default=dict)),
                ('purpose', models.CharField(blank=True, max_length=40)),
                ('reason', tongban.core.fields.SealedText()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accesses', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['person', '-at'], name='access_by_person_and_time'), models.Index(fields=['at'], name='access_by_time')],
                'constraints': [models.CheckConstraint(condition=models.Q(('by__isnull', False), models.Q(('kind', 'official'), ('node', ''), _negated=True), _connector='OR'), name='access_of_an_official_names_one')],
            },
        ),
        migrations.CreateModel(
            name='Closing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('kept_at', models.DateTimeField(blank=True, null=True)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='closings', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('done_at', None), ('kept_at', None)), fields=['due_at'], name='closing_waiting')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('done_at', None), ('kept_at', None)), fields=('person',), name='account_is_closed_once_at_a_time')],
            },
        ),
    ]
