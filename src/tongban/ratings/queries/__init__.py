"""Reading ratings. Those who handled a thing see only sealed ones, and never who gave them."""

from tongban.ratings.queries.figures import Line as Line
from tongban.ratings.queries.figures import Standing as Standing
from tongban.ratings.queries.figures import Summary as Summary
from tongban.ratings.queries.figures import figures as figures
from tongban.ratings.queries.figures import levels_of as levels_of
from tongban.ratings.queries.figures import norms_named as norms_named
from tongban.ratings.queries.figures import sealed_at_office as sealed_at_office
from tongban.ratings.queries.figures import sealed_by_platform as sealed_by_platform
from tongban.ratings.queries.figures import standing as standing
from tongban.ratings.queries.giving import about_behind as about_behind
from tongban.ratings.queries.giving import norms as norms
from tongban.ratings.queries.giving import occasion_about as occasion_about
from tongban.ratings.queries.giving import occasion_of as occasion_of
from tongban.ratings.queries.giving import occasion_to_enter as occasion_to_enter
from tongban.ratings.queries.giving import occasion_to_text as occasion_to_text
from tongban.ratings.queries.giving import rated_by as rated_by
from tongban.ratings.queries.giving import rating_of as rating_of
from tongban.ratings.queries.giving import rating_with_ref as rating_with_ref
from tongban.ratings.queries.giving import ratings_on as ratings_on
from tongban.ratings.queries.giving import to_rate as to_rate
from tongban.ratings.queries.giving import to_rate_of as to_rate_of
from tongban.ratings.queries.giving import word_for as word_for
from tongban.ratings.queries.pressure import desks_of as desks_of
