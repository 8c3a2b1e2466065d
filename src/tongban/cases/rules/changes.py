"""What a new version of a service asks that the old one did not."""

from django.utils.translation import gettext as _

from tongban.cases.rules.package import Package


def what_is_new(old: Package, new: Package) -> dict[str, str]:
    """A sentence for every field and material that is new or asked differently."""
    found = {}
    for key, question in new.questions.items():
        before = old.questions.get(key)
        if before is None:
            found[key] = _("This question is new.")
        elif dict(before.schema) != dict(question.schema) or before.required != question.required:
            found[key] = _("This question was changed. Please look at your answer again.")
    known = {need.key: need for need in old.needs}
    for need in new.needs:
        if need.key not in known:
            found[need.key] = _("This material is new.")
        elif need.required and not known[need.key].required:
            found[need.key] = _("This material is required now.")
    return found
