from tongban.certificates.models.codes import Check as Check
from tongban.certificates.models.codes import CodeCredential as CodeCredential
from tongban.certificates.models.codes import KeptList as KeptList
from tongban.certificates.models.verifiers import Scene as Scene
from tongban.certificates.models.verifiers import Verifier as Verifier
from tongban.certificates.models.wallet import Certificate as Certificate
from tongban.certificates.models.wallet import CertificateQuerySet as CertificateQuerySet
from tongban.certificates.models.wallet import CertificateType as CertificateType
