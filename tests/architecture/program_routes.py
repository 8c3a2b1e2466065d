"""Addresses for a department's own programs, which send messages by them."""

OF_PROGRAMS = (
    "/v2/notifications",
    "/v2/notifications/<uuidstr>",
    "/v2/notifications/email",
    "/v2/notifications/letter",
    "/v2/notifications/sms",
    "/v2/received-text-messages",
    "/v2/template/<uuidstr>",
    "/v2/template/<uuidstr>/preview",
    "/v2/template/<uuidstr>/version/<int>",
    "/v2/templates",
)
