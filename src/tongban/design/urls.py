from django.urls import path

from tongban.design import brand, gallery

urlpatterns = [
    path("", gallery.gallery, name="gallery"),
    path("brand-<slug:digest>.css", brand.sheet, name="brand_sheet"),
    path("brand-<slug:digest>.svg", brand.picture, name="brand_icon"),
    path("manifest.json", brand.manifest, name="manifest"),
]
