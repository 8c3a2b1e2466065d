"""Reading. Each function answers one question and says who may ask it."""

from tongban.cases.queries.answering import piece_for as piece_for
from tongban.cases.queries.answering import status_for as status_for
from tongban.cases.queries.answers import Prefilled as Prefilled
from tongban.cases.queries.answers import prefill as prefill
from tongban.cases.queries.checking import faults as faults
from tongban.cases.queries.desk import Box as Box
from tongban.cases.queries.desk import cases_at as cases_at
from tongban.cases.queries.desk import has_opened as has_opened
from tongban.cases.queries.desk import open_correction as open_correction
from tongban.cases.queries.following import Event as Event
from tongban.cases.queries.following import clock as clock
from tongban.cases.queries.following import timeline as timeline
from tongban.cases.queries.materials import MaterialView as MaterialView
from tongban.cases.queries.materials import materials as materials
from tongban.cases.queries.own import cases_of as cases_of
from tongban.cases.queries.own import draft_of as draft_of
from tongban.cases.queries.own import upload_of as upload_of
from tongban.cases.queries.packages import package_of as package_of
from tongban.cases.queries.platforms import destinations as destinations
from tongban.cases.queries.platforms import is_shared as is_shared
from tongban.cases.queries.platforms import names_of as names_of
from tongban.cases.queries.results import document_of as document_of
from tongban.cases.queries.routing import forget_offices as forget_offices
