"""What may happen to a case, and when. Plain Python: no tables, no clock, no request."""

from tongban.cases.rules.counter import GOOD_FOR as GOOD_FOR
from tongban.cases.rules.counter import OPEN_FOR as OPEN_FOR
from tongban.cases.rules.counter import SITTING as SITTING
from tongban.cases.rules.counter import VETO_FOR as VETO_FOR
from tongban.cases.rules.counter import DeadEnd as DeadEnd
from tongban.cases.rules.counter import ShownBy as ShownBy
from tongban.cases.rules.powers import Deed as Deed
from tongban.cases.rules.powers import may as may
from tongban.cases.rules.states import DECIDED as DECIDED
from tongban.cases.rules.states import NEXT as NEXT
from tongban.cases.rules.states import NOT_CORRECTED as NOT_CORRECTED
from tongban.cases.rules.states import OPEN as OPEN
from tongban.cases.rules.states import WITH_APPLICANT as WITH_APPLICANT
from tongban.cases.rules.states import WITH_OFFICIALS as WITH_OFFICIALS
from tongban.cases.rules.states import Channel as Channel
from tongban.cases.rules.states import PauseKind as PauseKind
from tongban.cases.rules.states import Status as Status
from tongban.cases.rules.states import may_become as may_become
from tongban.catalog.rules import Mode as Mode
