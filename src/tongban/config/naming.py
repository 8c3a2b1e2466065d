"""What the platform is called, in the language of whoever reads it."""

from collections.abc import Mapping

from django.utils.functional import Promise, lazystr
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def name_from(names: Mapping[str, str]) -> Promise | str:
    """Becomes text only when it is shown, since the language is known only then."""
    return lazystr(_Name(names)) if names else _("Government Services")


class _Name:
    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def __str__(self) -> str:
        language = (get_language() or "zh")[:2]
        return self._names.get(language) or self._names["zh"]
