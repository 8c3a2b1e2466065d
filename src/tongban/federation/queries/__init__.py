"""Reading. Each function answers one question and says who may ask it."""

from tongban.federation.queries.comparing import agreed_hours as agreed_hours
from tongban.federation.queries.comparing import disagreements as disagreements
from tongban.federation.queries.comparing import stored_by_hour as stored_by_hour
from tongban.federation.queries.comparing import told_by_hour as told_by_hour
from tongban.federation.queries.letters import Letter as Letter
from tongban.federation.queries.letters import came_to_nothing as came_to_nothing
from tongban.federation.queries.letters import dead_letter as dead_letter
from tongban.federation.queries.letters import dead_letters as dead_letters
from tongban.federation.queries.letters import motion_with as motion_with
from tongban.federation.queries.letters import open_motions as open_motions
from tongban.federation.queries.neighbours import Neighbour as Neighbour
from tongban.federation.queries.neighbours import neighbours as neighbours
from tongban.federation.queries.nodes import HERE as HERE
from tongban.federation.queries.nodes import here as here
from tongban.federation.queries.nodes import hub as hub
from tongban.federation.queries.nodes import is_hub as is_hub
from tongban.federation.queries.nodes import node_for as node_for
from tongban.federation.queries.nodes import peer_named as peer_named
from tongban.federation.queries.nodes import peers as peers
from tongban.federation.queries.trust import NotInFederation as NotInFederation
from tongban.federation.queries.trust import RegistryExpired as RegistryExpired
from tongban.federation.queries.trust import registry as registry
from tongban.federation.queries.trust import shared_zones as shared_zones
from tongban.federation.queries.trust import trust as trust
from tongban.federation.queries.waiting import awaited as awaited
from tongban.federation.queries.waiting import peers_to_greet as peers_to_greet
