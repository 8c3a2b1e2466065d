"""Every icon that a template names exists in the kept icon set."""

import re
from pathlib import Path
from zipfile import ZipFile

import lucide
import yaml

from tongban.workbench.templatetags.places import BAR, MORE

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r'{% lucide "([a-z0-9-]+)"')


def test_every_icon_that_is_named_exists() -> None:
    with ZipFile(Path(lucide.__file__).parent / "lucide.zip") as archive:
        known = {Path(name).stem for name in archive.namelist()}
    templates = (ROOT / "src").rglob("templates/**/*.html")
    named = {icon for path in templates for icon in NAMED.findall(path.read_text())}
    themes = yaml.safe_load((ROOT / "packs/china/themes.yaml").read_text())
    named |= {theme["icon"] for theme in themes["themes"]}
    named |= {place.icon for place in (*BAR, *MORE)}
    assert named - known == set()
