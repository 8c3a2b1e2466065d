"""Sending for departments' programs, in the shape of GOV.UK Notify's API, version 2.

Programs that use one of Notify's clients need another address and another key, and nothing else.
"""

from ninja import NinjaAPI

from tongban.api.notify.answers import install
from tongban.api.notify.keys import signed
from tongban.api.notify.sending import router as sending
from tongban.api.notify.templates import router as templates
from tongban.api.reading import StrictParser

notify = NinjaAPI(
    title="Tongban messages",
    version="2",
    auth=signed,
    parser=StrictParser(),
    docs_url=None,
    openapi_url=None,
    urls_namespace="notify",
)
install(notify)
notify.add_router("", sending)
notify.add_router("", templates)
