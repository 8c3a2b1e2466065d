"""Writing. Each function is one whole thing, or nothing at all."""

from tongban.sharing.operations.answering import answer_call as answer_call
from tongban.sharing.operations.asking import request_sharing as request_sharing
from tongban.sharing.operations.asking import take_request as take_request
from tongban.sharing.operations.calling import Answer as Answer
from tongban.sharing.operations.calling import Bound as Bound
from tongban.sharing.operations.calling import call as call
from tongban.sharing.operations.correcting import correct_row as correct_row
from tongban.sharing.operations.correcting import hear_of_correction as hear_of_correction
from tongban.sharing.operations.correcting import open_row as open_row
from tongban.sharing.operations.deciding import approve_sharing as approve_sharing
from tongban.sharing.operations.deciding import refuse_sharing as refuse_sharing
from tongban.sharing.operations.deciding import revoke_sharing as revoke_sharing
from tongban.sharing.operations.deciding import take_decision as take_decision
from tongban.sharing.operations.forgetting import erase_for as erase_for
from tongban.sharing.operations.forgetting import forget_calls as forget_calls
from tongban.sharing.operations.proving import answer_question as answer_question
from tongban.sharing.operations.publishing import load_register as load_register
from tongban.sharing.operations.publishing import load_resources as load_resources
from tongban.sharing.operations.publishing import publish as publish
from tongban.sharing.operations.publishing import take_in as take_in
from tongban.sharing.operations.refusals import RegisterSilent as RegisterSilent
from tongban.sharing.operations.standing import load_approvals as load_approvals
