"""How ratings are given, shown and looked through. Plain Python."""

from tongban.ratings.rules.pressure import Desk as Desk
from tongban.ratings.rules.pressure import Given as Given
from tongban.ratings.rules.pressure import Pattern as Pattern
from tongban.ratings.rules.pressure import looked_through as looked_through
from tongban.ratings.rules.replies import asked_by_text as asked_by_text
from tongban.ratings.rules.replies import opinion_in as opinion_in
from tongban.ratings.rules.scale import ANONYMOUS_BELOW as ANONYMOUS_BELOW
from tongban.ratings.rules.scale import BY_STAFF as BY_STAFF
from tongban.ratings.rules.scale import HIDDEN_FOR as HIDDEN_FOR
from tongban.ratings.rules.scale import LOW as LOW
from tongban.ratings.rules.scale import TOO_FEW as TOO_FEW
from tongban.ratings.rules.scale import WITHIN as WITHIN
from tongban.ratings.rules.scale import Ended as Ended
from tongban.ratings.rules.scale import How as How
from tongban.ratings.rules.scale import Kind as Kind
from tongban.ratings.rules.scale import Level as Level
from tongban.ratings.rules.scale import Obtained as Obtained
from tongban.ratings.rules.scale import Opinion as Opinion
from tongban.ratings.rules.scale import fits as fits
