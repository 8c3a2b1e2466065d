import django.db.models.deletion
import tongban.core.fields
import tongban.identity.models.people
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('identity', '0001_first'),
        ('identity', '0002_links'),
        ('identity', '0003_openid'),
        ('identity', '0004_lent_passkeys'),
        ('identity', '0005_firms_of_nodes'),
    ]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='RegisterEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number_index', models.CharField(max_length=64, unique=True)),
                ('content', tongban.core.fields.SealedJSON()),
            ],
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('login_name', models.CharField(default=tongban.identity.models.people.new_login_name, max_length=64, unique=True)),
                ('name', tongban.core.fields.SealedText(blank=True)),
                ('id_number', tongban.core.fields.SealedText(blank=True)),
                ('id_index', models.CharField(max_length=64, null=True)),
                ('phone', tongban.core.fields.SealedText(blank=True)),
                ('phone_index', models.CharField(max_length=64, null=True)),
                ('facts', tongban.core.fields.SealedJSON(default=dict)),
                ('level', models.PositiveSmallIntegerField(choices=[(1, 'Declared by yourself'), (2, 'Name and number matched'), (3, 'Real person checked'), (4, 'Certificate or counter')], default=1)),
                ('region', models.CharField(blank=True, max_length=12)),
                ('language', models.CharField(blank=True, max_length=10)),
                ('elder', models.BooleanField(default=False)),
                ('preferred_at', models.DateTimeField(blank=True, null=True)),
                ('is_official', models.BooleanField(default=False)),
                ('is_active', models.BooleanField(default=True)),
                ('synthetic', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('id_index',), name='person_has_one_id_number'), models.UniqueConstraint(fields=('phone_index',), name='person_has_one_phone'), models.CheckConstraint(condition=models.Q(('level__gte', 1), ('level__lte', 4)), name='person_level_is_one_to_four')],
            },
        ),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('label', models.CharField(blank=True, max_length=60)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Authenticator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('secret', tongban.core.fields.SealedText()),
                ('last_step', models.BigIntegerField(default=0)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='authenticator', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Budget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64, unique=True)),
                ('full_at', models.BigIntegerField()),
            ],
            options={
                'indexes': [models.Index(fields=['full_at'], name='budget_by_time')],
            },
        ),
        migrations.CreateModel(
            name='Challenge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('phone', tongban.core.fields.SealedText()),
                ('phone_index', models.CharField(max_length=64)),
                ('digest', models.CharField(max_length=64)),
                ('budgets', models.JSONField(default=list)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('asked_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['expires_at'], name='challenge_by_expiry')],
            },
        ),
        migrations.CreateModel(
            name='Client',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('client_id', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=80)),
                ('secret_digest', models.CharField(blank=True, max_length=64)),
                ('redirect_uris', models.JSONField(default=list)),
                ('post_logout_uris', models.JSONField(default=list)),
                ('logout_uri', models.CharField(blank=True, max_length=200)),
                ('scopes', models.JSONField(default=list)),
                ('grants', models.JSONField(default=list)),
                ('registered_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('client_id',), name='client_is_registered_once')],
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('uscc', models.CharField(max_length=18)),
                ('region', models.CharField(blank=True, max_length=12)),
                ('synthetic', models.BooleanField(default=False)),
                ('node', models.CharField(blank=True, default='', max_length=40)),
                ('created_at', models.DateTimeField()),
                ('legal_representative', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('legal_representative', 'Legal representative'), ('manager', 'Certificate manager'), ('agent', 'Agent')], max_length=24)),
                ('services', models.JSONField(default=list)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('agent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to=settings.AUTH_USER_MODEL)),
                ('given_under', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='given', to='identity.grant')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='identity.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Passkey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=60)),
                ('credential_id', models.CharField(max_length=512)),
                ('public_key', models.BinaryField()),
                ('counter', models.BigIntegerField(default=0)),
                ('level', models.PositiveSmallIntegerField(choices=[(1, 'Declared by yourself'), (2, 'Name and number matched'), (3, 'Real person checked'), (4, 'Certificate or counter')])),
                ('created_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passkeys', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Permit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('client_id', models.CharField(max_length=40)),
                ('scope', models.CharField(max_length=200)),
                ('level', models.PositiveSmallIntegerField(choices=[(1, 'Declared by yourself'), (2, 'Name and number matched'), (3, 'Real person checked'), (4, 'Certificate or counter')])),
                ('code', models.UUIDField()),
                ('given_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='permits', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='LogoutNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('made_at', models.DateTimeField()),
                ('next_at', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('heard_at', models.DateTimeField(blank=True, null=True)),
                ('permit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='identity.permit')),
            ],
        ),
        migrations.CreateModel(
            name='SignIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('door', models.CharField(choices=[('portal', 'Citizens'), ('work', 'Officials')], max_length=8)),
                ('method', models.CharField(choices=[('code', 'Text message code'), ('passkey', 'Passkey'), ('password', 'Password and authenticator'), ('register', 'Name and ID number'), ('presence', 'Real-person check (demonstration)'), ('hub', 'National platform')], max_length=16)),
                ('level', models.PositiveSmallIntegerField(choices=[(1, 'Declared by yourself'), (2, 'Name and number matched'), (3, 'Real person checked'), (4, 'Certificate or counter')])),
                ('level_by', models.CharField(choices=[('code', 'Text message code'), ('passkey', 'Passkey'), ('password', 'Password and authenticator'), ('register', 'Name and ID number'), ('presence', 'Real-person check (demonstration)'), ('hub', 'National platform')], max_length=16)),
                ('level_at', models.DateTimeField()),
                ('device', models.CharField(blank=True, max_length=60)),
                ('hub_session', models.CharField(blank=True, max_length=64)),
                ('started_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sign_ins', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddField(
            model_name='permit',
            name='sign_in',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='permits', to='identity.signin'),
        ),
        migrations.CreateModel(
            name='DeviceAsk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('digest', models.CharField(max_length=64)),
                ('user_code', models.CharField(max_length=64)),
                ('client_id', models.CharField(max_length=40)),
                ('scope', models.CharField(max_length=200)),
                ('asked_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('polled_at', models.DateTimeField(blank=True, null=True)),
                ('allowed', models.BooleanField(null=True)),
                ('level', models.PositiveSmallIntegerField(choices=[(1, 'Declared by yourself'), (2, 'Name and number matched'), (3, 'Real person checked'), (4, 'Certificate or counter')], null=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('sign_in', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to='identity.signin')),
            ],
        ),
        migrations.CreateModel(
            name='Token',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('access', 'Asking'), ('refresh', 'Renewing')], max_length=8)),
                ('digest', models.CharField(max_length=64)),
                ('issued_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('permit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to='identity.permit')),
            ],
        ),
        migrations.CreateModel(
            name='UsedAssertion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64)),
                ('expires_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key',), name='assertion_is_used_once')],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('to', models.CharField(max_length=40)),
                ('scopes', models.JSONField(default=list)),
                ('given_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'to'), name='consent_is_one_per_client')],
            },
        ),
        migrations.CreateModel(
            name='LentPasskey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mark', models.CharField(max_length=64)),
                ('hidden', models.TextField()),
                ('counter', models.BigIntegerField(default=0)),
                ('level', models.PositiveSmallIntegerField(choices=[(1, 'Declared by yourself'), (2, 'Name and number matched'), (3, 'Real person checked'), (4, 'Certificate or counter')])),
                ('told_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lent_passkeys', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('mark',), name='passkey_is_lent_once')],
            },
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('issuer', models.CharField(max_length=40)),
                ('subject', models.CharField(max_length=255)),
                ('handles', tongban.core.fields.SealedJSON(default=dict)),
                ('linked_at', models.DateTimeField()),
                ('passkeys_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('issuer', 'subject'), name='link_names_one_person'), models.UniqueConstraint(fields=('person', 'issuer'), name='link_is_made_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.UniqueConstraint(fields=('uscc',), name='organisation_is_known_once'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at', None), ('ends_at__gt', models.F('starts_at')), _connector='OR'), name='grant_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.UniqueConstraint(condition=models.Q(('revoked_at', None)), fields=('organisation', 'agent', 'kind'), name='grant_is_given_once'),
        ),
        migrations.AddConstraint(
            model_name='passkey',
            constraint=models.UniqueConstraint(fields=('credential_id',), name='passkey_is_known_once'),
        ),
        migrations.AddIndex(
            model_name='logoutnotice',
            index=models.Index(condition=models.Q(('heard_at', None)), fields=['next_at'], name='logout_notice_waiting'),
        ),
        migrations.AddConstraint(
            model_name='logoutnotice',
            constraint=models.UniqueConstraint(fields=('permit',), name='client_is_told_once_per_permit'),
        ),
        migrations.AddIndex(
            model_name='signin',
            index=models.Index(fields=['person', '-started_at'], name='sign_in_by_person'),
        ),
        migrations.AddIndex(
            model_name='signin',
            index=models.Index(condition=models.Q(('hub_session', ''), _negated=True), fields=['hub_session'], name='sign_in_by_hub_session'),
        ),
        migrations.AddConstraint(
            model_name='signin',
            constraint=models.UniqueConstraint(condition=models.Q(('door', 'work'), ('ended_at', None)), fields=('person',), name='official_is_signed_in_once'),
        ),
        migrations.AddConstraint(
            model_name='permit',
            constraint=models.UniqueConstraint(fields=('code',), name='code_is_used_once'),
        ),
        migrations.AddConstraint(
            model_name='deviceask',
            constraint=models.UniqueConstraint(fields=('digest',), name='device_code_is_given_once'),
        ),
        migrations.AddConstraint(
            model_name='deviceask',
            constraint=models.UniqueConstraint(fields=('user_code',), name='user_code_is_given_once'),
        ),
        migrations.AddConstraint(
            model_name='deviceask',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('allowed', None), ('sign_in', None)), ('allowed', False), models.Q(('sign_in', None), _negated=True), _connector='OR'), name='device_is_allowed_by_somebody'),
        ),
        migrations.AddIndex(
            model_name='token',
            index=models.Index(fields=['expires_at'], name='token_by_expiry'),
        ),
        migrations.AddConstraint(
            model_name='token',
            constraint=models.UniqueConstraint(fields=('digest',), name='token_is_issued_once'),
        ),
    ]
