from tongban.federation.models.events import Incoming, Outgoing
from tongban.federation.models.peers import Peer

__all__ = ["Incoming", "Outgoing", "Peer"]
