"""The API: one router per topic, how refusals reach other programs, and its description."""

from functools import cached_property
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from tongban.api import description, problems
from tongban.api.appointments import offices
from tongban.api.appointments import router as appointments
from tongban.api.auth import bearer
from tongban.api.cases import router as cases
from tongban.api.catalog import router as catalog
from tongban.api.certificates import router as certificates
from tongban.api.hotline import router as hotline
from tongban.api.ratings import router as ratings
from tongban.api.reading import StrictParser
from tongban.api.texts import router as texts
from tongban.api.uploads import router as uploads


class Api(NinjaAPI):
    """An API whose description also says what can go wrong."""

    def get_openapi_schema(self, **_options: Any) -> OpenAPISchema:
        return self._described

    @cached_property
    def _described(self) -> OpenAPISchema:
        return description.complete(super().get_openapi_schema())


api = Api(
    title="Tongban",
    version="1",
    description="Find government services, apply, follow and rate. Demonstration data.",
    auth=bearer,
    parser=StrictParser(),
    docs_url=None,
    urls_namespace="api",
)
problems.install(api)
api.add_router("/services", catalog)
api.add_router("/offices", offices)
api.add_router("/appointments", appointments)
api.add_router("/cases", cases)
api.add_router("/certificates", certificates)
api.add_router("/hotline", hotline)
api.add_router("/ratings", ratings)
api.add_router("/texts", texts)
api.add_router("/uploads", uploads)
