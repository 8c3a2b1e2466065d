from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from tongban.catalog import queries
from tongban.catalog.models import in_language
from tongban.design.pages import page
from tongban.federation.queries import peers
from tongban.workbench.catalogue import comparing
from tongban.workbench.http import OfficialRequest, as_operator

LABELS = [
    _("Promised"),
    _("By law"),
    _("Papers required"),
    _("Conditions"),
    _("Fee"),
    _("Sign-in level"),
]


@as_operator
@require_safe
def differences(request: OfficialRequest) -> HttpResponse:
    """Where platforms ask or promise different things for the same service. For managers only."""
    every = comparing.compared()
    different = [each for each in every if each.differs]
    names = {peer.name: in_language(peer.names) for peer in peers()}
    ours = in_language(dict(settings.PLATFORM.names))
    context = {
        "tables": [_table(each, names, ours) for each in different],
        "same": [each.service for each in every if not each.differs],
        "platforms": len({node for each in every for line in each.lines for node in line.nodes}),
        "compared": len(every),
        "different": len(different),
        "cells": sum(each.differs for each in different),
        "counted": list(zip(LABELS, comparing.counts(every), strict=True)),
    }
    return page(request, "workbench/catalogue/differences.html", context)


@as_operator
@require_safe
def frequent(request: OfficialRequest) -> HttpResponse:
    """How much of the list that everybody uses each platform does on the phone. For managers."""
    found = queries.frequent_list()
    context = {"found": found, "coverage": queries.coverage(found) if found else []}
    return page(request, "workbench/catalogue/frequent.html", context)


def _table(each: comparing.Compared, names: dict[str, str], ours: str) -> dict[str, object]:
    rows = [
        {
            "platforms": [(node, names.get(node, node) if node else ours) for node in line.nodes],
            "cells": line.cells,
            "differs": line.differs,
        }
        for line in each.lines
    ]
    return {"service": each.service, "differs": each.differs, "rows": rows}
