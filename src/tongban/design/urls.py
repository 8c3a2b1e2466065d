from django.urls import path

from tongban.design import gallery

urlpatterns = [path("", gallery.gallery, name="gallery")]
