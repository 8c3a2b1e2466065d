from tongban.federation.models.events import Incoming, Outgoing
from tongban.federation.models.peers import Contact, Peer
from tongban.federation.models.registry import Comparison, Motion, Nonce, Registry

__all__ = ["Comparison", "Contact", "Incoming", "Motion", "Nonce", "Outgoing", "Peer", "Registry"]
