"""The API: one router per topic, and how refusals reach other programs."""

from ninja import NinjaAPI

from tongban.api import problems
from tongban.api.auth import bearer
from tongban.api.cases import router as cases
from tongban.api.catalog import router as catalog
from tongban.api.certificates import router as certificates
from tongban.api.ratings import router as ratings

api = NinjaAPI(
    title="Tongban",
    version="1",
    description="Find government services, apply, follow and rate. Demonstration data.",
    auth=bearer,
    docs_url=None,
    urls_namespace="api",
)
problems.install(api)
api.add_router("/services", catalog)
api.add_router("/cases", cases)
api.add_router("/certificates", certificates)
api.add_router("/ratings", ratings)
