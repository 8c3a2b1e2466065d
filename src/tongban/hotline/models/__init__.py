from tongban.hotline.models.requests import Photo as Photo
from tongban.hotline.models.requests import Request as Request
from tongban.hotline.models.requests import RequestQuerySet as RequestQuerySet
from tongban.hotline.models.requests import RequestStep as RequestStep
