"""A small pack to break: a few rows of the real one, in a folder of the test."""

import csv
import shutil
from pathlib import Path

CHINA = Path(__file__).parents[2] / "packs" / "china"
REGIONS = {"310000", "310100", "310104", "410000", "410100", "510000", "511600", "511602"}
LISTINGS = {"one-01", "company-change", "tax-receipt-print", "employer-enroll", "ga-0003"}
PEOPLE = """\
source: invented
confidence: synthetic
people:
  - {id: citizen, name: 林晓, phone: "19900000001", about: {zh: 市民, en: A citizen, ko: 시민},
     id_number: "410102199405169986", sex: 女, ethnicity: 汉,
     birth_on: "1994-05-16", address: 河南省郑州市, region: "410100"}
organisations: []
register: []
"""

GUIDES = """
source: compiled
confidence: recall
guides:
  - type: idcard
    icon: id-card
    tone: 3
    face: [name, id_no]
    uses: {zh: 证明身份, en: Shows who you are, ko: 신분을 증명합니다}
    renewal: {zh: 到期换领, en: Renew it in time, ko: 제때 갱신합니다}
    replace: company-change
    remind: [90, 7]
"""


def a_pack(folder: Path, *services: str) -> Path:
    """A pack with these services, `id-reissue` unless told."""
    (folder / "services").mkdir(parents=True)
    for name in ("pack.yaml", "themes.yaml", "elsewhere.yaml", "scenes.yaml", "purposes.yaml"):
        shutil.copy(CHINA / name, folder / name)
    (folder / "guides.yaml").write_text(GUIDES, encoding="utf-8")
    (folder / "people.yaml").write_text(PEOPLE, encoding="utf-8")
    for file in CHINA.glob("*.csv"):
        _cut(file, folder / file.name)
    for name in services or ("id-reissue",):
        shutil.copy(CHINA / "services" / f"{name}.yaml", folder / "services")
    shutil.copytree(CHINA / "rules", folder / "rules")
    return folder


def _cut(file: Path, to: Path) -> None:
    keep = {
        "regions.csv": lambda row: row["code"] in REGIONS,
        "offices.csv": lambda row: row["region_code"] in REGIONS,
        "listings.csv": lambda row: row["id"] in LISTINGS,
    }.get(file.name, lambda row: True)
    with file.open(encoding="utf-8", newline="") as source:
        reader = csv.DictReader(source)
        rows = [row for row in reader if keep(row)]
        head = list(reader.fieldnames or [])
    with to.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, head)
        writer.writeheader()
        writer.writerows(rows)


def change(file: Path, old: str, new: str) -> int:
    """Put `new` in the place of the first `old`. Answers the line on which it stands."""
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{old} is not in {file}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1
