"""Reading. Each function answers one question and says who may ask it."""

from tongban.sharing.queries.catalogue import asked_of as asked_of
from tongban.sharing.queries.catalogue import resource_called as resource_called
from tongban.sharing.queries.catalogue import resources as resources
from tongban.sharing.queries.catalogue import row_called as row_called
from tongban.sharing.queries.log import Line as Line
from tongban.sharing.queries.log import answered_today as answered_today
from tongban.sharing.queries.log import calls_by as calls_by
from tongban.sharing.queries.log import calls_of_ours as calls_of_ours
from tongban.sharing.queries.log import figures as figures
from tongban.sharing.queries.requests import approvals_for as approvals_for
from tongban.sharing.queries.requests import requests_by as requests_by
from tongban.sharing.queries.requests import requests_to as requests_to
from tongban.sharing.queries.requests import waiting_for as waiting_for
