from tongban.cases.models.acts import Act
from tongban.cases.models.arrivals import Arrival
from tongban.cases.models.assents import Consent
from tongban.cases.models.cases import Case, CaseQuerySet
from tongban.cases.models.consultations import Consultation
from tongban.cases.models.materials import Material, Upload
from tongban.cases.models.steps import Correction, Pause, Step
from tongban.cases.models.vouchers import Attendance, Voucher
from tongban.cases.models.windows import Remark, Window

__all__ = [
    "Act",
    "Arrival",
    "Attendance",
    "Case",
    "CaseQuerySet",
    "Consent",
    "Consultation",
    "Correction",
    "Material",
    "Pause",
    "Remark",
    "Step",
    "Upload",
    "Voucher",
    "Window",
]
