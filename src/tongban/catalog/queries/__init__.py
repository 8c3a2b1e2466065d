"""Reading the catalogue. Everything here is public; anyone may ask."""

from tongban.catalog.queries.codes import authorities_by_code as authorities_by_code
from tongban.catalog.queries.codes import office_with_code as office_with_code
from tongban.catalog.queries.directory import authorities as authorities
from tongban.catalog.queries.directory import browse as browse
from tongban.catalog.queries.directory import bundles as bundles
from tongban.catalog.queries.directory import members_of as members_of
from tongban.catalog.queries.directory import published_services as published_services
from tongban.catalog.queries.directory import service_names as service_names
from tongban.catalog.queries.directory import themes as themes
from tongban.catalog.queries.finding import Found as Found
from tongban.catalog.queries.finding import find as find
from tongban.catalog.queries.finding import fingerprint as fingerprint
from tongban.catalog.queries.finding import suggest as suggest
from tongban.catalog.queries.guides import Guide as Guide
from tongban.catalog.queries.guides import Need as Need
from tongban.catalog.queries.guides import guide as guide
from tongban.catalog.queries.misses import search_misses as search_misses
from tongban.catalog.queries.places import lies_in as lies_in
from tongban.catalog.queries.places import office_with_id as office_with_id
from tongban.catalog.queries.places import offices as offices
from tongban.catalog.queries.places import offices_near as offices_near
from tongban.catalog.queries.places import region_with_code as region_with_code
from tongban.catalog.queries.places import regions as regions
from tongban.catalog.queries.places import regions_called as regions_called
from tongban.catalog.queries.places import regions_in as regions_in
from tongban.catalog.queries.places import way_to as way_to
