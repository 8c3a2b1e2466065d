"""Finding things of the catalogue by the codes that packs give them."""

from collections.abc import Iterable

from tongban.catalog.models import Authority, Office


def authorities_by_code() -> dict[str, Authority]:
    return {authority.code: authority for authority in Authority.objects.all()}


def authority_with_code(code: str) -> Authority | None:
    return Authority.objects.filter(code=code).first()


def authority_names(codes: Iterable[str]) -> dict[str, dict[str, str]]:
    """The names of authorities by code; those that are not there are left out."""
    found = Authority.objects.filter(code__in=list(codes))
    return dict(found.values_list("code", "names"))


def office_with_code(code: str) -> Office:
    """Raises Office.DoesNotExist; a checked pack names only offices that it has."""
    return Office.objects.select_related("region").get(code=code)
