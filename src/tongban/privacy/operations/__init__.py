"""Writing. Each function is one whole thing, or nothing at all."""

from tongban.privacy.operations.consents import agree as agree
from tongban.privacy.operations.consents import object_to as object_to
from tongban.privacy.operations.consents import withdraw as withdraw
from tongban.privacy.operations.looking import hear_access as hear_access
from tongban.privacy.operations.looking import record_access as record_access
from tongban.privacy.operations.purposes import load_purposes as load_purposes
