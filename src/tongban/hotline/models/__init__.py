from tongban.hotline.models.lessons import Taught as Taught
from tongban.hotline.models.problems import Problem as Problem
from tongban.hotline.models.problems import Publication as Publication
from tongban.hotline.models.requests import Photo as Photo
from tongban.hotline.models.requests import Request as Request
from tongban.hotline.models.requests import RequestQuerySet as RequestQuerySet
from tongban.hotline.models.requests import RequestStep as RequestStep
