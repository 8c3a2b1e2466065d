"""Reading. Each function answers one question and says who may ask it."""

from tongban.privacy.queries.closing import closing_of as closing_of
from tongban.privacy.queries.closing import what_waits as what_waits
from tongban.privacy.queries.copies import copy_of as copy_of
from tongban.privacy.queries.copies import counts_of as counts_of
from tongban.privacy.queries.copies import personal_tables as personal_tables
from tongban.privacy.queries.copies import ways_to as ways_to
from tongban.privacy.queries.copies import why_apart as why_apart
from tongban.privacy.queries.looking import access_named as access_named
from tongban.privacy.queries.looking import access_of as access_of
from tongban.privacy.queries.looking import accesses_to as accesses_to
from tongban.privacy.queries.looking import counts_by_kind as counts_by_kind
from tongban.privacy.queries.looking import looked_today as looked_today
from tongban.privacy.queries.purposes import allows as allows
from tongban.privacy.queries.purposes import kept_for as kept_for
from tongban.privacy.queries.purposes import purpose_names as purpose_names
from tongban.privacy.queries.purposes import purposes as purposes
