"""Signing PDF files (PAdES) with a chain of X.509 certificates that we make ourselves.

The keys are derived from the key ring like those of OpenID: all processes have the same ones and
none has to be stored. A root for thirty years, and a new signing certificate each year that lives
for another one, so that what was signed in December is still good.
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from typing import Final

from asn1crypto import keys
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tongban.crypto.signing_keys import derived_key, master_secret

FIRST: Final = datetime(2020, 1, 1, tzinfo=UTC)
LAST: Final = datetime(2050, 1, 1, tzinfo=UTC)
DOCUMENTS: Final = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # signing documents (RFC 9336)
FIELD: Final = "Issuer"


def signed(pdf: bytes, *, name: str, reason: str, at: datetime) -> bytes:
    """The same PDF with an invisible signature that any later change breaks."""
    key, own, root = _chain(master_secret(), name, at.astimezone(UTC).year)
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    signer = signers.SimpleSigner(
        signing_cert=_read(own),
        signing_key=keys.PrivateKeyInfo.load(private),
        cert_registry=SimpleCertificateStore.from_certs([_read(root)]),  # type: ignore[no-untyped-call]
    )
    about = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        name=name,
        reason=reason,
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    written = BytesIO()
    signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), about, signer, output=written)
    return written.getvalue()


def root_certificate(*, name: str) -> bytes:
    """What others need to trust our papers, as PEM."""
    return _root(master_secret(), name).public_bytes(Encoding.PEM)


def _read(certificate: x509.Certificate) -> asn1.Certificate:
    return asn1.Certificate.load(certificate.public_bytes(Encoding.DER))


@lru_cache(maxsize=8)
def _root(master: str, name: str) -> x509.Certificate:
    key = derived_key(master, "papers.root")
    subject = _named(f"{name} · Root")
    made = _begun(subject, subject, key.public_key(), FIRST, LAST, seed=f"{name} root")
    usage = _usage(signs_certificates=True)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    return made.add_extension(usage, critical=True).sign(key, SHA256(), ecdsa_deterministic=True)


@lru_cache(maxsize=8)
def _chain(
    master: str, name: str, year: int
) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate, x509.Certificate]:
    """The key of a year, its certificate, and the root that vouches for it."""
    above, key = derived_key(master, "papers.root"), derived_key(master, f"papers.{year}")
    root = _root(master, name)
    starts = datetime(year, 1, 1, tzinfo=UTC) - timedelta(days=1)
    ends = datetime(year + 2, 1, 1, tzinfo=UTC)
    subject = _named(f"{name} · {year}")
    made = _begun(subject, root.subject, key.public_key(), starts, ends, seed=f"{name} {year}")
    made = made.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    made = made.add_extension(_usage(signs_certificates=False), critical=True)
    made = made.add_extension(x509.ExtendedKeyUsage([DOCUMENTS]), critical=False)
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(above.public_key())
    made = made.add_extension(issuer, critical=False)
    return key, made.sign(above, SHA256(), ecdsa_deterministic=True), root


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])


def _begun(
    subject: x509.Name,
    issuer: x509.Name,
    public: ec.EllipticCurvePublicKey,
    starts: datetime,
    ends: datetime,
    *,
    seed: str,
) -> x509.CertificateBuilder:
    """A certificate without what only one of the two kinds has; the same in every process."""
    number = int.from_bytes(sha256(f"tongban {seed}".encode()).digest()[:16]) >> 1
    made = x509.CertificateBuilder(subject_name=subject, issuer_name=issuer)
    made = made.public_key(public).serial_number(number + 1)
    made = made.not_valid_before(starts).not_valid_after(ends)
    return made.add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=not signs_certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )
