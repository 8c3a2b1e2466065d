import django.db.models.deletion
import tongban.core.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('ratings', '0001_first'),
        ('ratings', '0002_platform'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Norm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=8, unique=True)),
                ('level', models.PositiveSmallIntegerField()),
                ('names', models.JSONField(default=dict)),
                ('in_use', models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name='Rating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('about', models.CharField(max_length=80)),
                ('service', models.CharField(max_length=64)),
                ('office', models.CharField(blank=True, max_length=32)),
                ('node', models.CharField(blank=True, max_length=40)),
                ('level', models.PositiveSmallIntegerField()),
                ('norms', models.JSONField(default=list)),
                ('comment', tongban.core.fields.SealedText(blank=True)),
                ('channel', models.CharField(max_length=16)),
                ('obtained', models.CharField(max_length=16)),
                ('idempotency_key', models.CharField(blank=True, max_length=80, null=True)),
                ('rated_at', models.DateTimeField()),
                ('sealed_at', models.DateTimeField(blank=True, null=True)),
                ('rater', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ratings', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['service', 'sealed_at'], name='rating_by_service')],
                'constraints': [models.UniqueConstraint(fields=('about', 'rater'), name='rating_is_given_once'), models.UniqueConstraint(fields=('rater', 'idempotency_key'), name='rating_is_created_once_per_key'), models.CheckConstraint(condition=models.Q(('level__gte', 1), ('level__lte', 5)), name='rating_level_is_one_to_five')],
            },
        ),
    ]
