"""What the architecture tests read: our files, templates, models and refusals."""

import ast
import pkgutil
import tomllib
from functools import cache
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.db.models import Model

import tongban
from tongban.core.refusal import Refusal

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "tongban"
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
DOWNWARDS, INSIDE = PYPROJECT["tool"]["importlinter"]["contracts"][:2]
BANDS = [[app.strip() for app in band.split("|")] for band in DOWNWARDS["layers"]]
DEPTH = {app: depth for depth, band in enumerate(BANDS) for app in band}
DOMAIN = [container.removeprefix("tongban.") for container in INSIDE["containers"]]
CHANNELS = ["portal", "workbench", "api", "exchange"]

MODELS = [model for model in apps.get_models() if model.__module__.startswith("tongban.")]
FILES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
TEST_FILES = sorted((ROOT / "tests").rglob("*.py")) + sorted((ROOT / "bench").rglob("*.py"))
TEMPLATES = sorted(path for path in SOURCE.rglob("templates/**/*") if path.is_file())
PAGES = [path for path in TEMPLATES if path.suffix == ".html"]


def name_of(thing: type[Model] | Path) -> str:
    return str(thing.relative_to(ROOT)) if isinstance(thing, Path) else thing.__name__


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def app_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0]


@cache
def refusals() -> tuple[type[Refusal], ...]:
    """Every way the platform says no, after everything that could define one was imported."""
    for module in pkgutil.walk_packages(tongban.__path__, "tongban."):
        if "operations" in module.name or module.name.startswith("tongban.api"):
            import_module(module.name)
    return tuple(_below(Refusal))


def _below(kind: type[Refusal]) -> list[type[Refusal]]:
    return [each for child in kind.__subclasses__() for each in (child, *_below(child))]
