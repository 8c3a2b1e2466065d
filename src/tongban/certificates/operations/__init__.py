"""Writing certificates. Each function is one whole thing, or nothing at all."""

from tongban.certificates.operations.copies import UnknownKind as UnknownKind
from tongban.certificates.operations.copies import take_in as take_in
from tongban.certificates.operations.issuing import AlreadyHeld as AlreadyHeld
from tongban.certificates.operations.issuing import NoLongerValid as NoLongerValid
from tongban.certificates.operations.issuing import cancel as cancel
from tongban.certificates.operations.issuing import issue as issue
from tongban.certificates.operations.issuing import load_types as load_types
from tongban.certificates.operations.issuing import uscc_of as uscc_of
