"""What nodes tell each other, in plain Python: no tables, no clock, no request."""

from tongban.federation.rules.events import Data as Data
from tongban.federation.rules.events import Event as Event
from tongban.federation.rules.events import NotYet as NotYet
from tongban.federation.rules.events import Question as Question
from tongban.federation.rules.regions import prefix_of as prefix_of
