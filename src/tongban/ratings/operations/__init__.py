"""Writing. Each function is one whole thing a person can do, or nothing at all."""

from tongban.ratings.operations.arriving import hear as hear
from tongban.ratings.operations.arriving import hear_result as hear_result
from tongban.ratings.operations.erasing import erase_for as erase_for
from tongban.ratings.operations.following import note_result as note_result
from tongban.ratings.operations.following import set_aside as set_aside
from tongban.ratings.operations.inviting import invite as invite
from tongban.ratings.operations.inviting import take_back as take_back
from tongban.ratings.operations.norms import load_norms as load_norms
from tongban.ratings.operations.rating import enter as enter
from tongban.ratings.operations.rating import rate as rate
from tongban.ratings.operations.rating import rate_again as rate_again
from tongban.ratings.operations.rating import rate_by_text as rate_by_text
from tongban.ratings.operations.refusals import AlreadyRated as AlreadyRated
from tongban.ratings.operations.refusals import HandledIt as HandledIt
from tongban.ratings.operations.refusals import NoSuchLevel as NoSuchLevel
from tongban.ratings.operations.refusals import NotFollowedUp as NotFollowedUp
from tongban.ratings.operations.refusals import NothingToRate as NothingToRate
from tongban.ratings.operations.refusals import NotTheirs as NotTheirs
from tongban.ratings.operations.refusals import NotUnderstood as NotUnderstood
from tongban.ratings.operations.refusals import TooLateToRate as TooLateToRate
from tongban.ratings.operations.refusals import WrongTag as WrongTag
from tongban.ratings.operations.sealing import seal as seal
