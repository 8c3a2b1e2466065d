"""Reading. Each function answers one question and says who may ask it."""

from tongban.federation.queries.nodes import HERE as HERE
from tongban.federation.queries.nodes import here as here
from tongban.federation.queries.nodes import hub as hub
from tongban.federation.queries.nodes import is_hub as is_hub
from tongban.federation.queries.nodes import node_for as node_for
from tongban.federation.queries.nodes import peer_named as peer_named
from tongban.federation.queries.nodes import peers as peers
