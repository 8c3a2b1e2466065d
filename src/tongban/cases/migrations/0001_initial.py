import django.db.models.deletion
import tongban.core.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('cases', '0001_first'),
        ('cases', '0002_custody'),
        ('cases', '0003_bundles'),
        ('cases', '0004_nothing_brought'),
        ('cases', '0005_vouchers'),
        ('cases', '0006_consultations'),
        ('cases', '0007_stage_nodes'),
        ('cases', '0008_fields'),
    ]

    initial = True

    dependencies = [
        ('catalog', '0001_initial'),
        ('certificates', '0001_initial'),
        ('identity', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('reference', models.CharField(max_length=24, unique=True)),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Submitted'), ('correction', 'Please correct'), ('not_accepted', 'Not accepted'), ('accepted', 'Accepted'), ('reviewing', 'Under review'), ('paused', 'Paused'), ('granted', 'Granted'), ('refused', 'Refused'), ('delivered', 'Delivered'), ('closed', 'Closed'), ('withdrawn', 'Withdrawn'), ('in_parts', 'In parts')], default='draft', max_length=16)),
                ('channel', models.CharField(choices=[('mobile', 'Phone'), ('web', 'Web'), ('counter', 'Counter'), ('api', 'Another program')], default='mobile', max_length=12)),
                ('answers', tongban.core.fields.SealedJSON(default=dict)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('idempotency_key', models.CharField(blank=True, max_length=80, null=True)),
                ('request_digest', models.CharField(blank=True, max_length=64)),
                ('started_at', models.DateTimeField()),
                ('saved_at', models.DateTimeField()),
                ('submitted_at', models.DateTimeField(blank=True, null=True)),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('due_provisional', models.BooleanField(default=False)),
                ('decision_reason', tongban.core.fields.SealedText(blank=True)),
                ('decided_by_rule', models.CharField(blank=True, max_length=64)),
                ('rule_explained', models.JSONField(default=dict)),
                ('result', tongban.core.fields.SealedJSON(default=dict)),
                ('custodian', models.CharField(blank=True, default='', max_length=40)),
                ('epoch', models.PositiveIntegerField(default=1)),
                ('progress', models.PositiveIntegerField(default=0)),
                ('arrived', models.BooleanField(default=True)),
                ('origin', models.CharField(blank=True, default='', max_length=40)),
                ('holders', models.JSONField(default=list)),
                ('mode', models.CharField(blank=True, choices=[('full_online', 'Entirely online'), ('collect_for', 'Handed in nearby'), ('joint', 'Done by several together')], max_length=12)),
                ('stage', models.CharField(blank=True, max_length=48)),
                ('region', models.CharField(blank=True, max_length=12)),
                ('stage_nodes', models.JSONField(default=dict)),
                ('brought', tongban.core.fields.SealedJSON(null=True)),
                ('elsewhere', models.JSONField(default=dict)),
                ('applicant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to=settings.AUTH_USER_MODEL)),
                ('bundle', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='cases.case')),
                ('certificate', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='certificates.certificate')),
                ('desk', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.office')),
                ('handler', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.office')),
                ('organisation', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='identity.organisation')),
                ('service', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.service')),
                ('version', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.serviceversion')),
            ],
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('key', models.CharField(max_length=48)),
                ('name', tongban.core.fields.SealedText()),
                ('number_index', models.CharField(max_length=64)),
                ('asked_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('given', models.BooleanField(default=False)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='cases.case')),
            ],
        ),
        migrations.CreateModel(
            name='Consultation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('key', models.CharField(max_length=48)),
                ('register', models.CharField(max_length=40)),
                ('names', models.JSONField(default=dict)),
                ('owner', models.CharField(max_length=32)),
                ('owner_names', models.JSONField(default=dict)),
                ('lines', tongban.core.fields.SealedJSON(default=list)),
                ('outcome', models.CharField(max_length=12)),
                ('call', models.CharField(blank=True, max_length=80)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='consultations', to='cases.case')),
            ],
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('defects', tongban.core.fields.SealedJSON(default=list)),
                ('asked_at', models.DateTimeField()),
                ('due_on', models.DateField()),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='cases.case')),
            ],
        ),
        migrations.CreateModel(
            name='Pause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('hearing', 'Hearing'), ('expert', 'Expert review'), ('inspection', 'Inspection or test'), ('publicity', 'Public notice period'), ('other_authority', 'Waiting for another authority')], max_length=24)),
                ('reason', tongban.core.fields.SealedText()),
                ('started_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pauses', to='cases.case')),
            ],
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('action', models.CharField(max_length=32)),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Submitted'), ('correction', 'Please correct'), ('not_accepted', 'Not accepted'), ('accepted', 'Accepted'), ('reviewing', 'Under review'), ('paused', 'Paused'), ('granted', 'Granted'), ('refused', 'Refused'), ('delivered', 'Delivered'), ('closed', 'Closed'), ('withdrawn', 'Withdrawn'), ('in_parts', 'In parts')], max_length=16)),
                ('note', tongban.core.fields.SealedText(blank=True)),
                ('stage', models.CharField(blank=True, max_length=48)),
                ('node', models.CharField(blank=True, default='', max_length=40)),
                ('to', models.CharField(blank=True, max_length=40)),
                ('who', models.JSONField(default=dict)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='cases.case')),
                ('post', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.post')),
            ],
        ),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', tongban.core.fields.SealedText()),
                ('kind', models.CharField(max_length=40)),
                ('size', models.PositiveIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('stored_as', models.CharField(max_length=32, unique=True)),
                ('awaited_from', models.CharField(blank=True, max_length=40)),
                ('at', models.DateTimeField()),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Material',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=48)),
                ('fields', models.JSONField(default=list)),
                ('held', models.BooleanField(default=False)),
                ('reason', models.CharField(blank=True, choices=[('wrong', 'My certificate says something wrong or old'), ('somebody_else', 'It is about somebody else'), ('told_to', 'An office told me to hand it in'), ('rather_not', 'I would rather not present my certificate')], max_length=16)),
                ('at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='materials', to='cases.case')),
                ('certificate', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='certificates.certificate')),
                ('upload', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='materials', to='cases.upload')),
            ],
        ),
        migrations.CreateModel(
            name='Voucher',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('code', tongban.core.fields.SealedText(blank=True)),
                ('index', models.CharField(max_length=64, null=True, unique=True)),
                ('grounds', models.CharField(blank=True, max_length=80)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('taken_at', models.DateTimeField(blank=True, null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='vouchers', to='cases.case')),
                ('post', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.post')),
            ],
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['applicant', '-started_at'], name='case_by_applicant'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['organisation', '-started_at'], name='case_by_organisation'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['desk', 'due_on', 'id'], name='case_by_desk_and_due'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['handler', 'due_on', 'id'], name='case_by_handler_and_due'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['office', '-decided_at', '-id'], name='case_by_office_and_end'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['service', '-decided_at'], name='case_by_service_and_end'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('custodian', ''), _negated=True), fields=['office', '-submitted_at', '-id'], name='case_elsewhere_by_office'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(fields=('applicant', 'idempotency_key'), name='case_is_created_once_per_key'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(condition=models.Q(('organisation', None), ('status', 'draft')), fields=('applicant', 'service'), name='person_has_one_draft_per_service'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(condition=models.Q(('organisation__isnull', False), ('status', 'draft')), fields=('organisation', 'service'), name='organisation_has_one_draft_per_service'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('desk__isnull', False), ('status__in', ['accepted', 'paused', 'reviewing', 'submitted'])), models.Q(models.Q(('status__in', ['accepted', 'paused', 'reviewing', 'submitted']), _negated=True), ('desk', None)), models.Q(models.Q(('custodian', ''), _negated=True), ('desk', None)), _connector='OR'), name='case_is_on_a_desk_while_officials_have_it'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('custodian', ''), ('desk', None), _connector='OR'), name='case_elsewhere_lies_on_no_desk_here'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('custodian', ''), models.Q(('status', 'draft'), _negated=True), _connector='OR'), name='draft_is_where_it_was_begun'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('arrived', True), models.Q(('custodian', ''), _negated=True), _connector='OR'), name='case_that_is_here_has_arrived'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('version__isnull', False), models.Q(('custodian', ''), _negated=True), _connector='OR'), name='case_that_is_here_has_a_version'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(condition=models.Q(('bundle__isnull', False)), fields=('bundle', 'service'), name='bundle_has_each_part_once'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('epoch__gte', 1)), name='case_has_had_a_custodian'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('desk', None), ('due_on__isnull', False), _connector='OR'), name='case_on_a_desk_has_a_due_day'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'withdrawn']), ('submitted_at__isnull', False), _connector='OR'), name='case_is_draft_or_submitted'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['granted', 'refused', 'delivered']), _negated=True), ('decided_at__isnull', False), _connector='OR'), name='decided_case_has_a_time'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'withdrawn', 'not_accepted', 'in_parts', 'closed']), ('office__isnull', False), models.Q(('custodian', ''), _negated=True), _connector='OR'), name='submitted_case_has_an_office'),
        ),
        migrations.AddIndex(
            model_name='consent',
            index=models.Index(condition=models.Q(('answered_at', None)), fields=['number_index'], name='consent_waiting_by_number'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.UniqueConstraint(fields=('case', 'key'), name='consent_is_asked_once'),
        ),
        migrations.AddIndex(
            model_name='consultation',
            index=models.Index(fields=['case', '-at'], name='consultation_by_case'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.UniqueConstraint(condition=models.Q(('answered_at', None)), fields=('case',), name='case_has_one_open_correction'),
        ),
        migrations.AddConstraint(
            model_name='pause',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('case',), name='case_is_paused_once'),
        ),
        migrations.AddConstraint(
            model_name='pause',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at', None), ('ended_at__gte', models.F('started_at')), _connector='OR'), name='pause_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.UniqueConstraint(fields=('case', 'number'), name='step_is_taken_once'),
        ),
        migrations.AddConstraint(
            model_name='material',
            constraint=models.UniqueConstraint(condition=models.Q(('certificate__isnull', False)), fields=('case', 'key'), name='material_has_one_certificate'),
        ),
        migrations.AddConstraint(
            model_name='material',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('certificate', None), ('upload__isnull', False)), models.Q(('certificate__isnull', False), ('upload', None)), _connector='OR'), name='material_is_a_certificate_or_an_upload'),
        ),
        migrations.AddConstraint(
            model_name='material',
            constraint=models.CheckConstraint(condition=models.Q(('held', False), ('upload__isnull', False), _connector='OR'), name='only_an_upload_could_have_been_a_certificate'),
        ),
        migrations.AddConstraint(
            model_name='voucher',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('post', None), ('taken_at', None)), models.Q(('post__isnull', False), ('taken_at__isnull', False)), _connector='OR'), name='voucher_is_taken_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='voucher',
            constraint=models.UniqueConstraint(condition=models.Q(('taken_at', None)), fields=('case',), name='case_has_one_voucher_to_take'),
        ),
    ]
