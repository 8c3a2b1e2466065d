"""Writing. Each function is one whole thing, or nothing at all."""

from tongban.privacy.operations.closing import GRACE as GRACE
from tongban.privacy.operations.closing import AlreadyClosing as AlreadyClosing
from tongban.privacy.operations.closing import NotClosing as NotClosing
from tongban.privacy.operations.closing import ThingsWait as ThingsWait
from tongban.privacy.operations.closing import ask_closing as ask_closing
from tongban.privacy.operations.closing import close as close
from tongban.privacy.operations.closing import close_due as close_due
from tongban.privacy.operations.closing import erase_for as erase_for
from tongban.privacy.operations.closing import forget_accesses as forget_accesses
from tongban.privacy.operations.closing import forget_kept as forget_kept
from tongban.privacy.operations.closing import hear_closed as hear_closed
from tongban.privacy.operations.closing import hear_withdrawn as hear_withdrawn
from tongban.privacy.operations.closing import keep_account as keep_account
from tongban.privacy.operations.consents import agree as agree
from tongban.privacy.operations.consents import object_to as object_to
from tongban.privacy.operations.consents import withdraw as withdraw
from tongban.privacy.operations.looking import hear_access as hear_access
from tongban.privacy.operations.looking import record_access as record_access
from tongban.privacy.operations.purposes import load_purposes as load_purposes
