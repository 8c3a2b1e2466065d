"""Columns whose content is sealed at rest."""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from tongban.crypto import vault


class SealedText(models.TextField[str, str]):
    """Text that is encrypted in the database and plain in Python. It cannot be searched."""

    def place(self) -> str:
        return f"{self.model._meta.label}.{self.name}"

    def get_prep_value(self, value: Any) -> Any:
        return vault.seal(value, place=self.place()) if value else value

    def from_db_value(self, value: str | None, *_args: object) -> Any:
        return vault.unseal(value, place=self.place()) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None


class SealedJSON(models.TextField[Any, Any]):
    """A JSON value that is encrypted in the database."""

    _pyi_private_set_type: Any  # for the type checker: any JSON value, not only text
    _pyi_private_get_type: Any

    def place(self) -> str:
        return f"{self.model._meta.label}.{self.name}"

    def get_prep_value(self, value: Any) -> Any:
        if value is None:
            return None
        text = json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
        return vault.seal(text, place=self.place())

    def from_db_value(self, value: str | None, *_args: object) -> Any:
        return json.loads(vault.unseal(value, place=self.place())) if value else None

    def get_lookup(self, lookup_name: str) -> Any:
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None
