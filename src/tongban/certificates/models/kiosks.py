"""Machines in halls and shops (自助终端), where people do for themselves what the place offers."""

from django.db import models

from tongban.catalog.models import Office
from tongban.certificates.models.verifiers import Verifier


class Kiosk(models.Model):
    """A machine at a place, with the services that are offered there.

    It reads people's codes to let them in, so it is a verifier of the scene `kiosk` first of all:
    its name, its key, its keeper and its end are those of the verifier. `services` are codes, in
    the order in which the screen shows them.
    """

    verifier = models.OneToOneField(Verifier, on_delete=models.CASCADE, related_name="kiosk")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    services = models.JSONField(default=list)

    class Privacy:
        personal = ()

    def __str__(self) -> str:
        return str(self.verifier)

    @property
    def ref(self) -> str:
        return f"kiosk/{self.verifier.code}"

    def offers(self, service: str) -> bool:
        return service in self.services
