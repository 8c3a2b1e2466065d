from django.db import models


class Purpose(models.Model):
    """Why personal data are used at all (用途): a row of the register, as the pack writes it.

    `keeps` says what is kept for it and for how long; `reads` who gets to see it, in words.
    """

    code = models.SlugField(max_length=40)
    names = models.JSONField(default=dict)
    says = models.JSONField(default=dict)  # what is done with it, in a sentence
    basis = models.CharField(max_length=16)  # consent, duty, contract
    law = models.JSONField(default=dict)  # what the basis stands on, in words
    fields = models.JSONField(default=list)  # names of what is used, in three languages
    reads = models.JSONField(default=dict)
    keeps = models.JSONField(default=list)
    confidence = models.CharField(max_length=24)
    position = models.PositiveSmallIntegerField(default=0)

    class Privacy:
        personal = ()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code"], name="purpose_is_registered_once")]

    def __str__(self) -> str:
        return f"purpose/{self.code}"

    @property
    def may_be_withdrawn(self) -> bool:
        return self.basis == "consent"
