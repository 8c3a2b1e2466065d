"""Writing certificates. Each function is one whole thing, or nothing at all."""

<<<<<<< HEAD
from tongban.certificates.operations.codes import CodesBusy as CodesBusy
from tongban.certificates.operations.codes import KeysFaulty as KeysFaulty
from tongban.certificates.operations.codes import KeyUsedBefore as KeyUsedBefore
from tongban.certificates.operations.codes import TooManyCodes as TooManyCodes
from tongban.certificates.operations.codes import issue_codes as issue_codes
from tongban.certificates.operations.codes import keep_list as keep_list
from tongban.certificates.operations.codes import revoke_codes as revoke_codes
from tongban.certificates.operations.codes import tidy_codes as tidy_codes
=======
from tongban.certificates.operations.copies import NotTheirCertificate as NotTheirCertificate
from tongban.certificates.operations.copies import UnknownHolder as UnknownHolder
>>>>>>> main
from tongban.certificates.operations.copies import UnknownKind as UnknownKind
from tongban.certificates.operations.copies import hear as hear
from tongban.certificates.operations.copies import note_away as note_away
from tongban.certificates.operations.copies import take_in as take_in
from tongban.certificates.operations.copies import take_in_wallet as take_in_wallet
from tongban.certificates.operations.issuing import AlreadyHeld as AlreadyHeld
from tongban.certificates.operations.issuing import NoLongerValid as NoLongerValid
from tongban.certificates.operations.issuing import NotOurs as NotOurs
from tongban.certificates.operations.issuing import cancel as cancel
from tongban.certificates.operations.issuing import issue as issue
from tongban.certificates.operations.issuing import load_types as load_types
from tongban.certificates.operations.issuing import uscc_of as uscc_of
from tongban.certificates.operations.verifying import BeyondPurpose as BeyondPurpose
from tongban.certificates.operations.verifying import Checked as Checked
from tongban.certificates.operations.verifying import NoSuchScene as NoSuchScene
from tongban.certificates.operations.verifying import TooLong as TooLong
from tongban.certificates.operations.verifying import VerifierKnown as VerifierKnown
from tongban.certificates.operations.verifying import VerifierOver as VerifierOver
from tongban.certificates.operations.verifying import check_code as check_code
from tongban.certificates.operations.verifying import end_verifier as end_verifier
from tongban.certificates.operations.verifying import load_scenes as load_scenes
from tongban.certificates.operations.verifying import register_verifier as register_verifier
from tongban.certificates.operations.verifying import tidy_checks as tidy_checks
