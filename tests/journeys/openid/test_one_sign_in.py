"""One sign-in for all platforms, between real processes: in, across, and out everywhere."""

from tests.harness import foreign as clients
from tests.harness.nation import Nation
from tests.journeys.openid.conftest import Ear
from tests.journeys.openid.test_foreign_clients import signed_in, told
from tests.journeys.openid.visitor import Visitor

__all__ = ["told"]
CITIZEN = "19900000001"
MOST = 6


def test_one_sign_in_leads_everywhere_and_ends_everywhere(
    nation: Nation, told: dict[str, str], ear: Ear, visitor: Visitor
) -> None:
    henan, shanghai = nation["henan"].url, nation["shanghai"].url
    visitor.open(f"{henan}/sign-in/?next=/me/")
    assert "/enter/?next=/me/" in visitor.shown.text
    visitor.open(f"{henan}/enter/?next=/me/")
    assert str(visitor.shown.url).startswith(nation["hub"].url)
    visitor.sign_in(CITIZEN)
    if "/openid/go-on/" in str(visitor.shown.url):
        visitor.agree()
    assert str(visitor.shown.url) == f"{henan}/me/"

    visitor.open(f"{henan}/go/shanghai/?next=/me/")
    assert str(visitor.shown.url) == f"{shanghai}/me/"
    assert len(visitor.shown.history) <= MOST
    assert visitor.shown.status_code == 200

    done = clients.run("openid.mjs", {"step": "finish", **told, **signed_in(told, visitor)})
    visitor.open(f"{shanghai}/me/")
    visitor.press("/sign-out/", {})
    # Shanghai tells the hub, the hub tells everybody: this program, too.
    said = clients.run("openid.mjs", {"step": "heard", **told, "token": ear.next()})
    assert (said["sub"], said["sid"]) == (done["claims"]["sub"], done["claims"]["sid"])
    visitor.open(f"{nation['hub'].url}/me/allowed/")
    assert visitor.shown.url.path == "/sign-in/"
