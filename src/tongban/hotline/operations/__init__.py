"""Writing. One function, one whole thing that somebody can do, and its refusals."""

from tongban.hotline.operations.handling import look as look
from tongban.hotline.operations.handling import reply as reply
from tongban.hotline.operations.handling import take as take
from tongban.hotline.operations.opening import open_request as open_request
