"""What the console says when a demonstration is ready: where it is, who there is, how to be them."""

from collections.abc import Iterator, Sequence

from tongban.config.demo import access
from tongban.config.demo.access import Access
from tongban.config.platform import platform
from tongban.config.running.together import Place


def listing(places: Sequence[Place]) -> str:
    """The platforms, the people and how to sign in as each."""
    people = {place.platform: list(access.known(place.home).values()) for place in places}
    several = len(places) > 1
    lines = [*_platforms(places)] if several else []
    lines += _machine(places[0], several=several)
    lines += _citizens(places[0], people, several=several)
    lines += _officials(places[0], people, several=several)
    return "\n".join(lines)


def _platforms(places: Sequence[Place]) -> Iterator[str]:
    yield ""
    yield "Platforms, all of them illustrations and nobody's official site:"
    for place in places:
        names = platform(place.platform).names
        yield f"  {place.platform:<11} {place.address}  {names['zh']}, {names['en']}"


def _machine(first: Place, *, several: bool) -> Iterator[str]:
    yield ""
    yield f"Machine in a hall: {first.address}/kiosk/ makes a browser one{', on each' * several}."


def _citizens(first: Place, people: dict[str, list[Access]], *, several: bool) -> Iterator[str]:
    where = "" if several else first.address
    yield ""
    yield f"People: sign in at {where}/sign-in/ with the phone number;"
    yield f"the code comes to the on-screen phone at {where}/demo/phone/"
    if several:
        yield "of the same platform. Each is known at the platforms in brackets."
    shown: dict[str, Access] = {}
    for known in people.values():
        shown |= {who.id: who for who in known if not who.is_official and who.id not in shown}
    for who in shown.values():
        at = ", ".join(name for name, known in people.items() if who.id in {k.id for k in known})
        told = f" ({at})" if several else ""
        yield f"  {who.id:<15} {who.phone}  {who.name}, {who.about}{told}"


def _officials(first: Place, people: dict[str, list[Access]], *, several: bool) -> Iterator[str]:
    where, at = ("", " --at PLATFORM") if several else (first.address, "")
    yield ""
    yield f"Officials: sign in at {where}/work/sign-in/ with name, password and code; the code"
    yield f"changes every 30 s, ./tongban token PERSON{at} --code shows the present one"
    for name, known in people.items():
        if several:
            yield f"  {name}"
        for who in known:
            if who.is_official:
                shown = f"{who.password}  {access.code_now(who.secret)}"
                yield f"  {who.id:<15} {shown}  {who.name}, {who.about}"
