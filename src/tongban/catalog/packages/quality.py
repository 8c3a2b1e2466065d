"""Rules of content: what a service guide must say so that people are not sent away twice."""

from collections.abc import Iterator
from typing import Any

from tongban.catalog.packages.faults import Fault
from tongban.catalog.packages.reading import Document
from tongban.catalog.rules import codes


def quality_faults(service: Document) -> Iterator[Fault]:
    """What the public checking scripts for item lists would send back."""
    data = service.data
    yield from _code_faults(service, data)
    yield from _visit_faults(service, data)
    yield from _fee_faults(service, data)
    yield from _audience_faults(service, data)
    yield from _time_faults(service, data)
    yield from _result_faults(service, data)
    for place, material in enumerate(data["materials"]):
        if material["from"].startswith("certificate:") and "else" not in material:
            what = f"`{material['id']}` comes from a certificate, but not everybody holds one"
            yield service.fault(("materials", place), what, "add else: upload or else: counter")
        if material["from"].startswith("resource:") and "else" not in material:
            what = f"`{material['id']}` comes from a register, but registers can be away"
            yield service.fault(("materials", place), what, "add else: upload or else: counter")
    yield from _doubled_materials(service, data)


def _code_faults(service: Document, data: dict[str, Any]) -> Iterator[Fault]:
    """Codes that are given are right. Many services have none that is known."""
    questions = {"basic": codes.basic_code_fault, "item": codes.item_code_fault}
    for key, question in questions.items():
        code = data["codes"].get(key)
        fault = question(code) if code else None
        if fault:
            yield service.fault(("codes", key), f"{code}: {fault}", "correct the code")


def _visit_faults(service: Document, data: dict[str, Any]) -> Iterator[Fault]:
    visits = data["visits"]
    if visits["count"] and "reason" not in visits:
        yield service.fault(
            ("visits",), "a visit is asked for without a reason", "add visits.reason"
        )
    if not visits["count"] and "reason" in visits:
        what = "a reason to come is given, but no visit is asked for"
        yield service.fault(("visits", "reason"), what, "remove it, or correct visits.count")
    on_site = [
        place for place, material in enumerate(data["materials"]) if material["from"] == "on_site"
    ]
    if on_site and not visits["count"]:
        what = "something is taken on site, but no visit is asked for"
        yield service.fault(("materials", on_site[0], "from"), what, "correct visits.count")
    if not visits["count"] and not {"mobile", "web"} & set(data["channels"]):
        yield service.fault(
            ("channels",), "nobody need come, yet it is not online", "add mobile or web"
        )


def _fee_faults(service: Document, data: dict[str, Any]) -> Iterator[Fault]:
    fee = data["fee"]
    if not fee or fee["amount"] == 0:
        return
    if fee["amount"] is None and "note" not in fee:
        yield service.fault(
            ("fee",), "a fee of unknown amount needs a note", "add fee.note: where to ask"
        )
    if fee["amount"] and "per" not in fee:
        yield service.fault(("fee",), "the fee does not say for what", "add fee.per")
    if fee["amount"] and not ({"basis", "confidence"} & fee.keys()):
        yield service.fault(
            ("fee",), "the fee has no basis", "add fee.basis, or fee.confidence: recall"
        )


def _audience_faults(service: Document, data: dict[str, Any]) -> Iterator[Fault]:
    prefills = {
        name: field.get("x-prefill", "")
        for name, field in data["form"]["schema"]["properties"].items()
    }
    if "organisation" not in data["audience"]:
        for name, source in prefills.items():
            if source.startswith("organisation."):
                steps = ("form", "schema", "properties", name, "x-prefill")
                yield service.fault(
                    steps, "persons have no organisation to fill this in", "correct the audience"
                )
    basic = data["codes"].get("basic")
    kind = codes.KIND_OF_CODE.get(basic[2:4]) if basic else None
    if kind and kind != data["kind"]:
        yield service.fault(
            ("kind",),
            f"the basic code says {kind}, the package {data['kind']}",
            "correct one of them",
        )


def _time_faults(service: Document, data: dict[str, Any]) -> Iterator[Fault]:
    legal, promised = data["limits"]["legal"], data["limits"]["promised"]
    if not legal or "days" not in legal:
        if legal and "days" in promised:
            what = "the promise is longer than the law allows (immediate)"
            yield service.fault(
                ("limits", "promised"), what, "promise no more than the legal limit"
            )
        return
    if (
        "days" in promised
        and promised["unit"] == legal["unit"]
        and promised["days"] > legal["days"]
    ):
        what = f"{promised['days']} days are promised, the law allows {legal['days']}"
        yield service.fault(("limits", "promised"), what, "promise no more than the legal limit")


def _result_faults(service: Document, data: dict[str, Any]) -> Iterator[Fault]:
    """Rules 3 and 15: a licence is a certificate, and a licence guide answers a question."""
    result = data["result"]
    name = result.get("names", {}).get("zh", "")
    if (
        name.endswith(("证", "证书"))
        and not name.endswith("凭证")
        and result["kind"] != "certificate"
    ):
        what = f"the result {name} is a certificate by name, but not by kind"
        yield service.fault(("result", "kind"), what, "use kind: certificate, or another name")
    if data["kind"] == "行政许可" and not data.get("questions"):
        what = "a licence needs at least one common question"
        yield service.fault(("kind",), what, "add it under questions")


def _doubled_materials(service: Document, data: dict[str, Any]) -> Iterator[Fault]:
    seen: set[str] = set()
    for place, material in enumerate(data["materials"]):
        if material["id"] in seen:
            what = f"two materials are called {material['id']}"
            yield service.fault(("materials", place, "id"), what, "rename one of them")
        seen.add(material["id"])
