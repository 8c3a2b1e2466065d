import django.db.models.deletion
import tongban.core.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('hotline', '0001_first'),
        ('hotline', '0002_lessons'),
        ('hotline', '0003_loop'),
        ('hotline', '0004_boxes'),
    ]

    initial = True

    dependencies = [
        ('catalog', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Taught',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('content', models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name='Request',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('reference', models.CharField(max_length=24, unique=True)),
                ('kind', models.CharField(choices=[('consultation', 'Question'), ('help', 'Call for help'), ('complaint', 'Complaint'), ('report', 'Report of a wrong'), ('suggestion', 'Suggestion'), ('praise', 'Praise'), ('why', 'Ask why'), ('objection', 'Objection'), ('correction', 'Correction of data')], max_length=16)),
                ('category', models.CharField(blank=True, max_length=6)),
                ('caller', tongban.core.fields.SealedJSON(default=dict)),
                ('may_publish', models.BooleanField(default=False)),
                ('confidential', models.BooleanField(default=False)),
                ('text', tongban.core.fields.SealedText()),
                ('place', tongban.core.fields.SealedJSON(default=dict)),
                ('about', models.CharField(blank=True, max_length=80)),
                ('region', models.CharField(blank=True, max_length=12)),
                ('suggested', models.JSONField(default=dict)),
                ('channel', models.CharField(choices=[('portal', 'Online'), ('phone', 'By telephone'), ('counter', 'At a counter'), ('api', 'By a program'), ('open311', 'By an Open311 program')], max_length=16)),
                ('status', models.CharField(choices=[('received', 'Received'), ('dispatched', 'With the authority'), ('handling', 'Being dealt with'), ('answered', 'Answered'), ('closed', 'Closed'), ('merged', 'Joined with another'), ('not_accepted', 'Not accepted'), ('withdrawn', 'Withdrawn')], max_length=16)),
                ('urgency', models.CharField(default='usual', max_length=8)),
                ('emergency', models.CharField(blank=True, max_length=8)),
                ('abusive', models.BooleanField(default=False)),
                ('level', models.CharField(choices=[('authority', 'The authority'), ('superior', 'Its superior'), ('government', 'The government of the place')], default='authority', max_length=16)),
                ('bounces', models.PositiveSmallIntegerField(default=0)),
                ('contests', models.PositiveSmallIntegerField(default=0)),
                ('answer', tongban.core.fields.SealedText(blank=True)),
                ('evidence', tongban.core.fields.SealedText(blank=True)),
                ('solved', models.BooleanField(null=True)),
                ('opened_at', models.DateTimeField()),
                ('due_on', models.DateField(blank=True, null=True)),
                ('due_provisional', models.BooleanField(default=False)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('visited_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('supervised_at', models.DateTimeField(blank=True, null=True)),
                ('progress', models.PositiveIntegerField(default=0)),
                ('origin', models.CharField(blank=True, default='', max_length=40)),
                ('custodian', models.CharField(blank=True, default='', max_length=40)),
                ('epoch', models.PositiveIntegerField(default=1)),
                ('idempotency_key', models.CharField(blank=True, max_length=80, null=True)),
                ('request_digest', models.CharField(blank=True, max_length=64)),
                ('asker', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('authority', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.authority')),
                ('center', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.office')),
                ('desk', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.office')),
                ('handler', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('main', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='joined', to='hotline.request')),
                ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.office')),
            ],
        ),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('text', models.TextField()),
                ('answer', models.TextField()),
                ('published_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hotline.request')),
            ],
        ),
        migrations.CreateModel(
            name='Problem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('source', models.CharField(choices=[('complaint', 'Complaint'), ('rating', 'Bad rating'), ('stuck', 'Could not get it done'), ('search', 'Vain search')], max_length=12)),
                ('about', models.CharField(max_length=160)),
                ('what', tongban.core.fields.SealedText()),
                ('region', models.CharField(blank=True, max_length=12)),
                ('status', models.CharField(choices=[('open', 'Open'), ('dated', 'Promised for a day'), ('fixed', 'Put right'), ('dismissed', 'Not put right, with the reason')], default='open', max_length=12)),
                ('count', models.PositiveIntegerField(default=1)),
                ('opened_at', models.DateTimeField()),
                ('due_on', models.DateField()),
                ('called_at', models.DateTimeField(blank=True, null=True)),
                ('promised_on', models.DateField(blank=True, null=True)),
                ('malicious', models.BooleanField(null=True)),
                ('contested_at', models.DateTimeField(blank=True, null=True)),
                ('result', tongban.core.fields.SealedText(blank=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.office')),
                ('owner', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('rater', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hotline.request')),
            ],
        ),
        migrations.CreateModel(
            name='Photo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('purpose', models.CharField(max_length=16)),
                ('kind', models.CharField(max_length=24)),
                ('size', models.PositiveIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('stored_as', models.CharField(blank=True, max_length=32)),
                ('node', models.CharField(blank=True, default='', max_length=40)),
                ('at', models.DateTimeField()),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='photos', to='hotline.request')),
            ],
        ),
        migrations.CreateModel(
            name='RequestStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('action', models.CharField(max_length=24)),
                ('status', models.CharField(choices=[('received', 'Received'), ('dispatched', 'With the authority'), ('handling', 'Being dealt with'), ('answered', 'Answered'), ('closed', 'Closed'), ('merged', 'Joined with another'), ('not_accepted', 'Not accepted'), ('withdrawn', 'Withdrawn')], max_length=16)),
                ('note', tongban.core.fields.SealedText(blank=True)),
                ('inside', models.BooleanField(default=False)),
                ('who', models.JSONField(default=dict)),
                ('node', models.CharField(blank=True, default='', max_length=40)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.post')),
                ('request', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='hotline.request')),
            ],
        ),
        migrations.AddIndex(
            model_name='request',
            index=models.Index(fields=['asker', '-opened_at'], name='request_by_asker'),
        ),
        migrations.AddIndex(
            model_name='request',
            index=models.Index(fields=['desk', 'due_on'], name='request_by_desk_and_due'),
        ),
        migrations.AddIndex(
            model_name='request',
            index=models.Index(fields=['center', 'status', 'due_on'], name='request_by_center_and_due'),
        ),
        migrations.AddIndex(
            model_name='request',
            index=models.Index(fields=['center', 'status', 'answered_at'], name='request_by_center_to_visit'),
        ),
        migrations.AddIndex(
            model_name='request',
            index=models.Index(fields=['handler', 'due_on'], name='request_by_handler'),
        ),
        migrations.AddIndex(
            model_name='request',
            index=models.Index(fields=['office', '-opened_at'], name='request_by_office_and_time'),
        ),
        migrations.AddIndex(
            model_name='request',
            index=models.Index(fields=['center', '-opened_at'], name='request_by_center_and_time'),
        ),
        migrations.AddIndex(
            model_name='request',
            index=models.Index(condition=models.Q(('status', 'answered')), fields=['status', 'answered_at'], name='request_answered_by_time'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.UniqueConstraint(fields=('asker', 'idempotency_key'), name='request_is_created_once_per_key'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(('desk', None), ('status__in', ['received', 'dispatched', 'handling', 'answered']), _connector='OR'), name='request_lies_on_a_desk_while_open'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'closed'), _negated=True), ('closed_at__isnull', False), _connector='OR'), name='closed_request_has_its_time'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'merged'), _negated=True), ('main__isnull', False), _connector='OR'), name='merged_request_names_its_main_one'),
        ),
        migrations.AddIndex(
            model_name='publication',
            index=models.Index(fields=['-published_at'], name='publication_by_time'),
        ),
        migrations.AddIndex(
            model_name='problem',
            index=models.Index(fields=['office', 'status', 'due_on'], name='problem_by_office'),
        ),
        migrations.AddConstraint(
            model_name='problem',
            constraint=models.UniqueConstraint(fields=('source', 'about'), name='problem_is_told_once'),
        ),
        migrations.AddConstraint(
            model_name='problem',
            constraint=models.CheckConstraint(condition=models.Q(('closed_at', None), models.Q(('status', 'open'), _negated=True), _connector='OR'), name='closed_problem_has_a_result'),
        ),
        migrations.AddIndex(
            model_name='photo',
            index=models.Index(condition=models.Q(('stored_as', '')), fields=['at'], name='photo_to_fetch'),
        ),
        migrations.AddConstraint(
            model_name='photo',
            constraint=models.UniqueConstraint(fields=('request', 'digest', 'purpose'), name='photo_is_kept_once'),
        ),
        migrations.AddConstraint(
            model_name='requeststep',
            constraint=models.UniqueConstraint(fields=('request', 'number'), name='request_step_is_taken_once'),
        ),
    ]
