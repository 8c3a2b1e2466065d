"""Reading. Each function answers one question and says who may ask it."""

from tongban.hotline.queries.reading import has_opened as has_opened
from tongban.hotline.queries.reading import on_desk_of as on_desk_of
from tongban.hotline.queries.reading import photo_of as photo_of
from tongban.hotline.queries.reading import photos_of as photos_of
from tongban.hotline.queries.reading import requests_at as requests_at
from tongban.hotline.queries.reading import requests_of as requests_of
from tongban.hotline.queries.reading import steps_of as steps_of
from tongban.hotline.queries.routing import center_of as center_of
from tongban.hotline.queries.routing import office_of as office_of
from tongban.hotline.queries.routing import office_that_looked as office_that_looked
