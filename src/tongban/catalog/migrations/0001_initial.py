import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('catalog', '0001_first'),
        ('catalog', '0002_offers'),
        ('catalog', '0003_custody'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Theme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True)),
                ('names', models.JSONField(default=dict)),
                ('icon', models.CharField(blank=True, max_length=40)),
                ('audience', models.CharField(max_length=16)),
                ('position', models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Authority',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=32, unique=True)),
                ('names', models.JSONField(default=dict)),
                ('short_name', models.CharField(blank=True, max_length=60)),
                ('level', models.CharField(blank=True, max_length=24)),
                ('uscc', models.CharField(blank=True, max_length=18)),
                ('confidence', models.CharField(blank=True, max_length=24)),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.authority')),
            ],
        ),
        migrations.CreateModel(
            name='Region',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=12, unique=True)),
                ('name', models.CharField(max_length=60)),
                ('names', models.JSONField(default=dict)),
                ('level', models.CharField(max_length=16)),
                ('pinyin', models.CharField(blank=True, max_length=120)),
                ('initials', models.CharField(blank=True, max_length=40)),
                ('lon', models.FloatField(null=True)),
                ('lat', models.FloatField(null=True)),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='catalog.region')),
            ],
        ),
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('code', models.CharField(max_length=32, unique=True)),
                ('names', models.JSONField(default=dict)),
                ('address', models.CharField(blank=True, max_length=200)),
                ('hours', models.CharField(blank=True, max_length=200)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('confidence', models.CharField(blank=True, max_length=24)),
                ('synthetic', models.BooleanField(default=False)),
                ('authority', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offices', to='catalog.authority')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offices', to='catalog.region')),
            ],
        ),
        migrations.CreateModel(
            name='SearchMiss',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('query', models.CharField(max_length=100)),
                ('region', models.CharField(blank=True, max_length=12)),
                ('language', models.CharField(blank=True, max_length=10)),
                ('count', models.PositiveIntegerField(default=1)),
                ('last_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('query', 'region', 'language'), name='search_miss_is_counted_once')],
            },
        ),
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('code', models.SlugField(max_length=64, unique=True)),
                ('names', models.JSONField(default=dict)),
                ('summary', models.JSONField(default=dict)),
                ('aliases', models.JSONField(default=list)),
                ('kind', models.CharField(max_length=24)),
                ('for_person', models.BooleanField(default=True)),
                ('for_organisation', models.BooleanField(default=False)),
                ('basic_code', models.CharField(blank=True, max_length=40)),
                ('item_code', models.CharField(blank=True, max_length=80)),
                ('online', models.BooleanField(default=False)),
                ('elsewhere', models.JSONField(default=dict)),
                ('bundle', models.JSONField(default=list)),
                ('source', models.JSONField(default=dict)),
                ('node', models.CharField(blank=True, max_length=40)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='services', to='catalog.authority')),
                ('region', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.region')),
            ],
        ),
        migrations.CreateModel(
            name='ServiceVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('package', models.JSONField()),
                ('published_at', models.DateTimeField()),
                ('node', models.CharField(blank=True, max_length=40)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='catalog.service')),
            ],
        ),
        migrations.AddField(
            model_name='service',
            name='version',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.serviceversion'),
        ),
        migrations.AddField(
            model_name='service',
            name='themes',
            field=models.ManyToManyField(related_name='services', to='catalog.theme'),
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('role', models.CharField(choices=[('clerk', 'Counter clerk'), ('officer', 'Case officer'), ('chief', 'Chief'), ('operator', 'Operator')], max_length=16)),
                ('title', models.CharField(blank=True, max_length=60)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='catalog.office')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('person', 'office', 'role'), name='post_is_held_once')],
            },
        ),
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('node', models.CharField(blank=True, max_length=40)),
                ('code', models.SlugField(max_length=64)),
                ('digest', models.CharField(max_length=64)),
                ('package', models.JSONField(null=True)),
                ('item_code', models.CharField(blank=True, max_length=80)),
                ('document', models.TextField(blank=True)),
                ('published_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('heard', models.JSONField(default=list)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='catalog.service')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('service', 'node'), name='offer_is_one_per_node'), models.UniqueConstraint(fields=('node', 'code'), name='offer_is_named_once_per_node')],
            },
        ),
        migrations.AddConstraint(
            model_name='serviceversion',
            constraint=models.UniqueConstraint(fields=('service', 'node', 'number'), name='service_version_is_numbered_once'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(('online', False), ('version__isnull', False), _connector='OR'), name='online_service_has_a_version'),
        ),
    ]
