"""Promises that all tables keep."""

import pytest
from django.db.models import Model

from tests.architecture.sources import DEPTH, MODELS, name_of


@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_foreign_keys_point_downwards(model: type[Model]) -> None:
    for field in model._meta.concrete_fields:
        target = field.related_model
        if isinstance(target, type) and target in MODELS:
            assert DEPTH[target._meta.app_label] >= DEPTH[model._meta.app_label], field


@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_every_model_says_which_fields_are_personal(model: type[Model]) -> None:
    for field in model.Privacy.personal:  # type: ignore[attr-defined]
        model._meta.get_field(field)


@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_rows_come_in_no_hidden_order(model: type[Model]) -> None:
    assert not model._meta.ordering


@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_constraints_and_indexes_are_named_for_people(model: type[Model]) -> None:
    for constraint in model._meta.constraints:
        assert "_" in constraint.name
        assert constraint.name == constraint.name.lower()
    for index in model._meta.indexes:
        assert len(index.name) <= 30
