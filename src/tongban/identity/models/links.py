"""What others call the people we know."""

from django.db import models

from tongban.core.fields import SealedJSON
from tongban.identity.models.people import Person


class Link(models.Model):
    """The name (`subject`) that another node gives one of our people when it speaks to us.

    `handles` are the names of the same person for other nodes, each sealed by the hub to its
    node: we can pass one on with a case, and read none. Only the hub gives us any. It also lends
    us their passkeys; `passkeys_at` is when it last said which.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="links")
    issuer = models.CharField(max_length=40)  # the name of a node
    subject = models.CharField(max_length=255)
    handles = SealedJSON(default=dict)
    linked_at = models.DateTimeField()
    passkeys_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal = ("person", "subject", "handles")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="link_names_one_person"),
            models.UniqueConstraint(fields=["person", "issuer"], name="link_is_made_once"),
        ]

    def __str__(self) -> str:
        return f"link/{self.pk}"
