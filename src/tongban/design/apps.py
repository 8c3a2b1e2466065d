from django.apps import AppConfig
from django.forms import Field
from django.utils.translation import gettext_lazy as _


class DesignConfig(AppConfig):
    name = "tongban.design"

    def ready(self) -> None:
        """Every form asks for what is missing in the same plain words."""
        Field.default_error_messages["required"] = _("Fill this in.")
