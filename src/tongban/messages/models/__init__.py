from tongban.messages.models.deliveries import Delivery, PushDevice, Unreached, Wishes
from tongban.messages.models.messages import Message
from tongban.messages.models.senders import Sender, Template

__all__ = ["Delivery", "Message", "PushDevice", "Sender", "Template", "Unreached", "Wishes"]
