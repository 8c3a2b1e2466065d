"""What may happen to a request, and when."""

from tongban.hotline.rules.limits import Urgency as Urgency
from tongban.hotline.rules.limits import due as due
from tongban.hotline.rules.states import ABOUT_DATA as ABOUT_DATA
from tongban.hotline.rules.states import AT_WORK as AT_WORK
from tongban.hotline.rules.states import CONTESTABLE as CONTESTABLE
from tongban.hotline.rules.states import OVER as OVER
from tongban.hotline.rules.states import TO_THE_HOTLINE as TO_THE_HOTLINE
from tongban.hotline.rules.states import WITH_OFFICIALS as WITH_OFFICIALS
from tongban.hotline.rules.states import Channel as Channel
from tongban.hotline.rules.states import Kind as Kind
from tongban.hotline.rules.states import Level as Level
from tongban.hotline.rules.states import Status as Status
from tongban.hotline.rules.states import above as above
from tongban.hotline.rules.states import may_become as may_become
