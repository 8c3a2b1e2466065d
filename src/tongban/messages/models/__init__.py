from tongban.messages.models.deliveries import (
    EMAIL,
    Delivery,
    PushDevice,
    Unreached,
    Wishes,
    email_index,
)
from tongban.messages.models.messages import Message
from tongban.messages.models.senders import Sender, Template

__all__ = [
    "EMAIL",
    "Delivery",
    "Message",
    "PushDevice",
    "Sender",
    "Template",
    "Unreached",
    "Wishes",
    "email_index",
]
