from tongban.appointments.rules.states import GIVEN_BACK as GIVEN_BACK
from tongban.appointments.rules.states import LIVE as LIVE
from tongban.appointments.rules.states import OCCUPYING as OCCUPYING
from tongban.appointments.rules.states import PlaceState as PlaceState
from tongban.appointments.rules.states import Status as Status
from tongban.appointments.rules.states import may_become as may_become
