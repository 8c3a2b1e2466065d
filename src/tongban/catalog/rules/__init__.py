from tongban.catalog.rules.words import Area as Area
from tongban.catalog.rules.words import Audience as Audience
from tongban.catalog.rules.words import ByNode as ByNode
from tongban.catalog.rules.words import Mode as Mode
from tongban.catalog.rules.words import Role as Role
