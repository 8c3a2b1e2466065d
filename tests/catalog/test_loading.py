from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from tests.builders import MONDAY
from tests.catalog.small import a_pack, change
from tongban.audit.models import Entry
from tongban.catalog.models import Office, Region, Service, ServiceVersion, Theme
from tongban.catalog.operations import loading
from tongban.catalog.packages import pack as packs
from tongban.catalog.packages.faults import PackBroken

pytestmark = pytest.mark.django_db
SERVICE = "services/id-reissue.yaml"
LATER = MONDAY + timedelta(days=1)


class Somebody:
    public_id = uuid4()


def load(folder: Path, at=MONDAY) -> loading.Loaded:
    return loading.load(pack=packs.read(folder), by=Somebody(), at=at)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return a_pack(tmp_path / "pack", "id-reissue", "ss-proof")


def test_loading_fills_the_catalogue_and_leaves_a_trace(pack: Path) -> None:
    load(pack)
    service = Service.objects.get(code="id-reissue")
    assert service.online
    assert service.version.number == 1
    assert service.version.package["names"]["zh"] == "居民身份证补领"
    assert service.themes.get().names["zh"] == "证件办理"
    assert Region.objects.get(code="310104").parent.parent.code == "310000"
    assert Office.objects.get(code="hall-003").region.code == "310104"
    assert Theme.objects.count() > 30
    assert Entry.objects.filter(action="catalog.pack_loaded", subject="pack/china").count() == 1


def test_what_cannot_be_done_here_says_where_to_go(pack: Path) -> None:
    load(pack)
    listed = Service.objects.get(code="company-change")
    assert not listed.online
    assert set(listed.elsewhere) == {"zh", "en", "ko"}
    assert listed.source["key"]


def test_a_decision_table_travels_with_its_version(pack: Path) -> None:
    load(pack)
    package = Service.objects.get(code="ss-proof").version.package
    assert package["decide"]["rules"]["nodes"]


def test_loading_twice_changes_nothing(pack: Path) -> None:
    load(pack)
    before = list(Service.objects.order_by("code").values())
    again = load(pack, LATER)
    assert (again.changed, again.published, again.withdrawn) == (0, 0, 0)
    assert list(Service.objects.order_by("code").values()) == before


def test_a_changed_service_gets_a_new_version_and_keeps_the_old_one(pack: Path) -> None:
    load(pack)
    first = Service.objects.get(code="id-reissue").version
    change(pack / SERVICE, "assurance: 3", "assurance: 2")
    done = load(pack, LATER)
    service = Service.objects.get(code="id-reissue")
    assert (done.changed, done.published) == (1, 1)
    assert service.version.number == 2
    assert service.version.published_at == LATER
    first.refresh_from_db()
    assert first.package["assurance"] == 3


def test_a_changed_decision_table_is_a_changed_service(pack: Path) -> None:
    load(pack)
    change(pack / "rules" / "ss-proof.json", '"name": "', '"name": "x')
    assert load(pack, LATER).published == 1


def test_a_theme_that_takes_over_a_word_gets_the_service_without_a_new_version(pack: Path) -> None:
    load(pack)
    change(pack / "themes.yaml", "zh: 证件办理", "zh: 证件")
    change(pack / "themes.yaml", "also: [户籍]", "also: [户籍, 证件办理]")
    done = load(pack, LATER)
    service = Service.objects.get(code="id-reissue")
    assert service.themes.get().code == "household"
    assert (done.published, service.version.number) == (0, 1)


def test_a_service_that_vanished_is_withdrawn_and_may_come_back(pack: Path) -> None:
    load(pack)
    public_id = Service.objects.get(code="id-reissue").public_id
    text = (pack / SERVICE).read_text(encoding="utf-8")
    (pack / SERVICE).unlink()
    assert load(pack, LATER).withdrawn == 1
    assert Service.objects.get(code="id-reissue").withdrawn_at == LATER
    assert ServiceVersion.objects.filter(service__code="id-reissue").count() == 1
    (pack / SERVICE).write_text(text, encoding="utf-8")
    load(pack, LATER)
    back = Service.objects.get(code="id-reissue")
    assert back.withdrawn_at is None
    assert back.public_id == public_id
    assert back.version.number == 1


def test_services_of_another_pack_are_left_alone(pack: Path, tmp_path: Path) -> None:
    other = a_pack(tmp_path / "other")
    (other / "listings.csv").write_text(
        (other / "listings.csv").read_text(encoding="utf-8").splitlines()[0] + "\n",
        encoding="utf-8",
    )
    change(other / "guides.yaml", "    replace: company-change\n", "")
    change(other / "pack.yaml", "id: china", "id: elsewhere")
    change(other / SERVICE, "id: id-reissue", "id: id-other")
    (other / SERVICE).rename(other / "services" / "id-other.yaml")
    load(pack)
    assert load(other, LATER).withdrawn == 0
    assert Service.objects.get(code="id-reissue").withdrawn_at is None


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (SERVICE, "authority: MPS", "authority: MPSX"),
        ("regions.csv", "310104,", "31010,"),
        ("listings.csv", "company-change", "id-reissue"),
        ("authorities.csv", "11100000MB03271699", "11100000MB03271690"),
    ],
)
def test_a_broken_pack_loads_nothing_at_all(pack: Path, file: str, old: str, new: str) -> None:
    change(pack / file, old, new)
    with pytest.raises(PackBroken, match="→"):
        load(pack)
    assert not Region.objects.exists()
    assert not Service.objects.exists()
    assert not Entry.objects.exists()


def test_a_pack_that_broke_leaves_what_was_there(pack: Path) -> None:
    load(pack)
    before = list(Service.objects.order_by("code").values())
    change(pack / SERVICE, "assurance: 3", "assurance: 2")
    change(pack / "people.yaml", "410102199405169986", "410102199405169987")
    with pytest.raises(PackBroken):
        load(pack, LATER)
    assert list(Service.objects.order_by("code").values()) == before


def test_an_accident_half_way_leaves_nothing(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(loading.audit, "record", fail)
    with pytest.raises(RuntimeError):
        load(pack)
    assert not Region.objects.exists()
    assert not Service.objects.exists()
