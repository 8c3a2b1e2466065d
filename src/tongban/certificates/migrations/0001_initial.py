import django.db.models.deletion
import tongban.core.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('certificates', '0001_first'),
        ('certificates', '0002_custody'),
        ('certificates', '0003_codes'),
        ('certificates', '0004_confirmed_copies'),
        ('certificates', '0005_offers'),
        ('certificates', '0006_presentations'),
        ('certificates', '0007_guides_and_endings'),
        ('certificates', '0008_annotated_copies'),
        ('certificates', '0009_families'),
    ]

    initial = True

    dependencies = [
        ('catalog', '0001_initial'),
        ('identity', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='KeptList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(max_length=240, unique=True)),
                ('node', models.CharField(max_length=40)),
                ('version', models.PositiveBigIntegerField()),
                ('text', models.TextField()),
                ('expires_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Scene',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True)),
                ('names', models.JSONField(default=dict)),
                ('purposes', models.JSONField(default=dict)),
                ('fields', models.JSONField(default=list)),
                ('holders', models.JSONField(default=list)),
                ('level', models.PositiveSmallIntegerField(default=1)),
                ('demanding', models.BooleanField(default=False)),
                ('certificates', models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name='CertificateType',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True)),
                ('names', models.JSONField(default=dict)),
                ('type_code', models.CharField(max_length=21, unique=True)),
                ('type_code_confidence', models.CharField(max_length=24)),
                ('for_organisation', models.BooleanField(default=False)),
                ('fields', models.JSONField(default=list)),
                ('validity', models.CharField(blank=True, max_length=200)),
                ('many', models.BooleanField(default=False)),
                ('guide', models.JSONField(default=dict)),
                ('issuer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.authority')),
            ],
        ),
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('identifier', models.CharField(max_length=120, unique=True)),
                ('single', models.BooleanField(default=True)),
                ('fields', tongban.core.fields.SealedJSON(default=dict)),
                ('number', models.PositiveSmallIntegerField(default=1)),
                ('status', models.CharField(choices=[('valid', 'Valid'), ('changed', 'Replaced by a newer version'), ('cancelled', 'Cancelled')], default='valid', max_length=16)),
                ('issuer', models.JSONField(default=dict)),
                ('about', models.CharField(blank=True, max_length=80)),
                ('synthetic', models.BooleanField(default=True)),
                ('issued_at', models.DateTimeField()),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_reason', tongban.core.fields.SealedText(blank=True)),
                ('why', models.CharField(blank=True, choices=[('mistake', 'Issued by mistake'), ('lost', 'Reported lost or stolen'), ('given_up', 'Given up by its holder'), ('ceased', 'What it stands for has ended'), ('revoked', 'Taken away as a penalty'), ('deceit', 'Obtained with false statements'), ('death', 'Its holder has died'), ('other', 'Another reason')], max_length=16)),
                ('remind_on', models.DateField(blank=True, null=True)),
                ('node', models.CharField(blank=True, default='', max_length=40)),
                ('copied_to', models.JSONField(default=list)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.office')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='identity.organisation')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to=settings.AUTH_USER_MODEL)),
                ('replaces', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='certificates.certificate')),
                ('type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='certificates.certificatetype')),
            ],
        ),
        migrations.CreateModel(
            name='CodeCredential',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=32, unique=True)),
                ('device', models.CharField(max_length=64)),
                ('number', models.PositiveIntegerField()),
                ('index', models.PositiveIntegerField()),
                ('issued_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('grant', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='identity.grant')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='FamilyTie',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('child', 'Child'), ('adult', 'With consent')], max_length=8)),
                ('proof', models.CharField(blank=True, max_length=80)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('relative', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Fetched',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('next_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('digest', models.CharField(max_length=64)),
                ('state', models.CharField(max_length=64)),
                ('digits', models.CharField(max_length=64)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('wallet', models.CharField(blank=True, max_length=200)),
                ('redirect_uri', models.CharField(blank=True, max_length=500)),
                ('challenge', models.CharField(blank=True, max_length=64)),
                ('code', models.CharField(blank=True, max_length=64)),
                ('code_until', models.DateTimeField(null=True)),
                ('detailed', models.BooleanField(default=False)),
                ('used_at', models.DateTimeField(null=True)),
                ('token', models.CharField(blank=True, max_length=64)),
                ('token_until', models.DateTimeField(null=True)),
                ('certificate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='certificates.certificate')),
                ('grant', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='identity.grant')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='UsedNonce',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('expires_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['expires_at'], name='used_nonce_by_end')],
                'constraints': [models.UniqueConstraint(fields=('digest',), name='nonce_is_answered_once')],
            },
        ),
        migrations.CreateModel(
            name='Verifier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('code', models.SlugField(max_length=40)),
                ('names', models.JSONField(default=dict)),
                ('fields', models.JSONField(default=list)),
                ('certificates', models.JSONField(default=dict)),
                ('address', models.CharField(blank=True, max_length=200)),
                ('client_id', models.CharField(blank=True, max_length=200)),
                ('office_code', models.CharField(max_length=60)),
                ('office', models.JSONField(default=dict)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('registered_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('keeper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('scene', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='certificates.scene')),
            ],
        ),
        migrations.CreateModel(
            name='Presentation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('under', models.CharField(max_length=80)),
                ('kind', models.SlugField(max_length=40)),
                ('fields', models.JSONField(default=list)),
                ('nonce', models.CharField(max_length=64)),
                ('client_id', models.CharField(max_length=120)),
                ('request', models.TextField()),
                ('asked_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, max_length=24)),
                ('issuer', models.CharField(blank=True, max_length=40)),
                ('shown', tongban.core.fields.SealedJSON(default=dict)),
                ('asker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('verifier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='certificates.verifier')),
            ],
        ),
        migrations.CreateModel(
            name='Check',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('credential', models.CharField(max_length=32)),
                ('signed_at', models.DateTimeField()),
                ('at', models.DateTimeField()),
                ('verifier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='certificates.verifier')),
            ],
        ),
        migrations.CreateModel(
            name='WalletCredential',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('wallet', models.CharField(blank=True, max_length=200)),
                ('number', models.PositiveIntegerField()),
                ('index', models.PositiveIntegerField()),
                ('issued_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('once', models.BooleanField(default=False)),
                ('event', models.CharField(blank=True, max_length=24)),
                ('certificate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='certificates.certificate')),
                ('grant', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='identity.grant')),
                ('offer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='certificates.offer')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='AnnotatedCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('purpose', tongban.core.fields.SealedText()),
                ('receiver', tongban.core.fields.SealedText()),
                ('until', models.DateField()),
                ('token', tongban.core.fields.SealedText()),
                ('token_index', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('checked_at', models.DateTimeField(blank=True, null=True)),
                ('checks', models.PositiveIntegerField(default=0)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('grant', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.grant')),
                ('certificate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='certificates.certificate')),
            ],
            options={
                'indexes': [models.Index(fields=['certificate', '-made_at'], name='copies_of_a_certificate')],
                'constraints': [models.UniqueConstraint(fields=('token_index',), name='annotated_copy_is_found_by_its_token'), models.CheckConstraint(condition=models.Q(models.Q(('checked_at', None), ('checks', 0)), models.Q(('checked_at__isnull', False), ('checks__gt', 0)), _connector='OR'), name='annotated_copy_says_when_it_was_checked')],
            },
        ),
        migrations.AddIndex(
            model_name='certificate',
            index=models.Index(fields=['remind_on'], name='certificate_by_next_reminder'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('organisation__isnull', False), ('person', None)), models.Q(('organisation', None), ('person__isnull', False)), _connector='OR'), name='certificate_has_one_holder'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.UniqueConstraint(condition=models.Q(('person__isnull', False), ('single', True), ('status', 'valid')), fields=('type', 'person'), name='person_has_one_live_certificate_of_a_type'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.UniqueConstraint(condition=models.Q(('organisation__isnull', False), ('single', True), ('status', 'valid')), fields=('type', 'organisation'), name='organisation_has_one_live_certificate_of_a_type'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('status', 'valid')), models.Q(models.Q(('status', 'valid'), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='certificate_is_valid_or_ended'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.CheckConstraint(condition=models.Q(('remind_on', None), ('status', 'valid'), _connector='OR'), name='holder_is_reminded_of_valid_certificates'),
        ),
        migrations.AddIndex(
            model_name='codecredential',
            index=models.Index(fields=['person', 'expires_at'], name='credential_by_person'),
        ),
        migrations.AddIndex(
            model_name='codecredential',
            index=models.Index(fields=['expires_at'], name='credential_by_end'),
        ),
        migrations.AddConstraint(
            model_name='codecredential',
            constraint=models.UniqueConstraint(fields=('number', 'index'), name='credential_has_a_bit_of_its_own'),
        ),
        migrations.AddConstraint(
            model_name='codecredential',
            constraint=models.UniqueConstraint(fields=('device',), name='key_serves_one_credential'),
        ),
        migrations.AddConstraint(
            model_name='familytie',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('holder', 'relative'), name='relative_keeps_a_wallet_once'),
        ),
        migrations.AddConstraint(
            model_name='familytie',
            constraint=models.CheckConstraint(condition=models.Q(('holder', models.F('relative')), _negated=True), name='nobody_is_their_own_relative'),
        ),
        migrations.AddConstraint(
            model_name='familytie',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='family_tie_ends_after_it_starts'),
        ),
        migrations.AddIndex(
            model_name='offer',
            index=models.Index(fields=['certificate', 'made_at'], name='offer_by_certificate'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.UniqueConstraint(fields=('digest',), name='offer_has_a_link_of_its_own'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.UniqueConstraint(fields=('state',), name='offer_has_a_state_of_its_own'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.UniqueConstraint(condition=models.Q(('code', ''), _negated=True), fields=('code',), name='offer_has_a_code_of_its_own'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.UniqueConstraint(condition=models.Q(('token', ''), _negated=True), fields=('token',), name='offer_has_a_token_of_its_own'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.CheckConstraint(condition=models.Q(('token', ''), ('used_at__isnull', False), _connector='OR'), name='offer_with_a_token_is_used'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('made_at'))), name='offer_ends_after_it_is_made'),
        ),
        migrations.AddConstraint(
            model_name='verifier',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('registered_at'))), name='verifier_ends_after_it_is_registered'),
        ),
        migrations.AddConstraint(
            model_name='verifier',
            constraint=models.UniqueConstraint(fields=('code',), name='verifier_is_registered_once'),
        ),
        migrations.AddConstraint(
            model_name='verifier',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('client_id', ''), _negated=True), ('ended_at', None)), fields=('client_id',), name='verifiers_program_is_registered_once'),
        ),
        migrations.AddIndex(
            model_name='presentation',
            index=models.Index(fields=['asker', '-asked_at'], name='presentation_by_asker'),
        ),
        migrations.AddIndex(
            model_name='presentation',
            index=models.Index(fields=['expires_at'], name='presentation_by_end'),
        ),
        migrations.AddConstraint(
            model_name='presentation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('outcome', '')), models.Q(('answered_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='presentation_is_answered_with_an_outcome'),
        ),
        migrations.AddConstraint(
            model_name='check',
            constraint=models.UniqueConstraint(fields=('verifier', 'credential', 'signed_at'), name='code_is_accepted_once_by_a_verifier'),
        ),
        migrations.AddIndex(
            model_name='walletcredential',
            index=models.Index(fields=['certificate', 'issued_at'], name='credential_by_certificate'),
        ),
        migrations.AddIndex(
            model_name='walletcredential',
            index=models.Index(fields=['expires_at'], name='wallet_credential_by_end'),
        ),
        migrations.AddConstraint(
            model_name='walletcredential',
            constraint=models.UniqueConstraint(fields=('number', 'index'), name='wallet_credential_has_a_bit_of_its_own'),
        ),
    ]
