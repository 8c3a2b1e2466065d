import httpx

from tests.faults.ledger import exactly_once, wait_until_settled
from tests.harness.fleet import Fleet

PAGES = ["/", "/search/?q=id", "/services/", "/sign-in/", "/alive"]
ROUNDS = 20
SHARE = 0.99


def test_provinces_go_on_while_the_hub_is_away(nation: Fleet) -> None:
    hub, shanghai, henan = nation["hub"], nation["shanghai"], nation["henan"]
    hub.kill()
    shanghai.does("send_notes", to=["henan", "hub"], first=1, last=50)
    henan.does("send_notes", to=["shanghai"], first=1, last=50)

    answers = [served(member.port) for _ in range(ROUNDS) for member in (shanghai, henan)]

    assert sum(map(sum, answers)) >= SHARE * len(answers) * len(PAGES)
    wait_until_settled(shanghai, henan)
    wait_until_settled(henan, shanghai)
    exactly_once(nation, "shanghai", "henan")

    nation.run("hub")
    wait_until_settled(shanghai, hub)
    exactly_once(nation, "hub", "shanghai", "henan")


def served(port: int) -> list[bool]:
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", follow_redirects=True) as visitor:
        return [visitor.get(page).status_code == httpx.codes.OK for page in PAGES]
