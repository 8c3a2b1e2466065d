"""Who reads personal data of whom by which door, and what the person then sees of it.

Every address for officials, peers, verifiers and programs stands here, and every question and
event between nodes: either with the trial that calls it about somebody real (`trials.py`) and must
leave exactly one line, or with the reason why nobody's data can be read there, which is checked by
looking for the person's name, numbers and address in the answer. What is new goes here first.
"""

from collections.abc import Callable, Mapping

from tests.architecture import counters, trials
from tests.architecture.trials import Scene

Trial = Callable[[Scene], bytes]

LOOKS: Mapping[str, Trial] = {
    "/work/cases/<uuid>/": trials.the_handler_reads_a_case,
    "/work/cases/<uuid>/<slug>/": trials.the_handler_begins_to_act,
    "/work/cases/<uuid>/files/<uuid>/": trials.the_handler_opens_a_file,
    "/work/cases/<uuid>/open/": trials.a_colleague_gives_a_reason,
    "/work/problems/<uuid>/<slug>/": trials.an_office_calls_back,
    "/work/requests/<uuid>/open/": trials.an_office_opens_a_request,
    "/work/requests/<uuid>/photos/<uuid>/": trials.an_office_looks_at_a_photo,
    "/work/requests/<uuid>/": trials.an_office_reads_a_request,
    "/work/requests/<uuid>/<slug>/": trials.an_office_takes_a_request,
    "/work/presentations/<uuid>/": counters.a_counter_is_shown_a_certificate,
    "/verify/": trials.a_verifier_checks_a_code,
    "/openid/userinfo/": trials.a_program_asks_who_signed_in,
    "case.file": trials.a_peer_fetches_a_file,
    "case.status": trials.a_peer_asks_where_a_case_stands,
    "code.look": trials.a_peers_verifier_checks_a_code,
    "wallet.held": trials.a_peer_asks_what_somebody_holds,
    "case.handed_over": trials.a_case_is_handed_over,
}

FIGURES = "counts and averages; nobody is named"
PEERS = "about platforms and their keys; what an event says is not shown"
OWN = "the official's own things"
NOBODY_LOOKS = "the person's own browser comes this way, or a program without anybody's data"
HER_OWN = "the token is the person's own key, and opens what is hers"
STORED = "takes what peers send and says only that it came"
ASKED = "what she asked goes to whoever must answer; the official who opens it leaves a line"
COPY = "a copy for the platforms where the applicant follows the case; who opens it leaves a line"

NO_LOOK: Mapping[str, str] = {
    "/work/": "names are partly hidden in the list; whoever opens a case leaves a line",
    "/work/cases/<uuid>/ask-issuers/": "asks other platforms, and leads back to the case",
    "/work/catalogue/differences/": "about services",
    "/work/federation/": PEERS,
    "/work/federation/letters/": PEERS,
    "/work/federation/letters/<slug>/<slug>/<uuid>/": PEERS,
    "/work/federation/motions/<uuid>/": PEERS,
    "/work/federation/motions/<uuid>/drop/": PEERS,
    "/work/federation/peers/<slug>/": PEERS,
    "/work/federation/peers/<slug>/exclude/": PEERS,
    "/work/figures/": FIGURES,
    "/work/keys/": "about the keyboard",
    "/work/papers/": FIGURES,
    "/work/passkeys/": OWN,
    "/work/passkeys/<uuid>/remove/": OWN,
    "/work/post/": OWN,
    "/work/presentations/": "what was asked for and how it ended, without whom",
    "/work/ratings/": "what was said about the office, never by whom",
    "/work/problems/": "what stands in people's way; who said so is known after the call back",
    "/work/problems/<uuid>/": "what stands in people's way; who said so is known after the call",
    "/work/requests/call/": "what the official types while somebody speaks",
    "/work/requests/": "numbers and kinds; whoever opens a request leaves a line",
    "/work/searches/": "what was searched for in vain, without who; long numbers are struck out",
    "/work/verifiers/": "about places that check codes",
    "/work/verifiers/<uuid>/end/": "about places that check codes",
    "/verify/sign-in/": "a verifier shows its key",
    "/verify/sign-out/": "a verifier leaves",
    "/verify/worker.js": "a script",
    "/federation/v1/ask": "each question stands below by its own name",
    "/federation/v1/inbox": STORED,
    "/federation/v1/join": STORED,
    "/federation/v1/keys": STORED,
    "/.well-known/openid-configuration": NOBODY_LOOKS,
    "/.well-known/openid-credential-issuer": NOBODY_LOOKS,
    "/wallet/present/": NOBODY_LOOKS,
    "/openid/authorize/": NOBODY_LOOKS,
    "/openid/callback/": NOBODY_LOOKS,
    "/openid/consent/": NOBODY_LOOKS,
    "/openid/device/": NOBODY_LOOKS,
    "/openid/device/answer/": NOBODY_LOOKS,
    "/openid/device-authorization/": NOBODY_LOOKS,
    "/openid/end/": NOBODY_LOOKS,
    "/openid/go-on/": NOBODY_LOOKS,
    "/openid/keys/": NOBODY_LOOKS,
    "/openid/leave/": NOBODY_LOOKS,
    "/openid/logout/": NOBODY_LOOKS,
    "/openid/requests/": NOBODY_LOOKS,
    "/openid/revoke/": NOBODY_LOOKS,
    "/openid/token/": "tokens, and that somebody signed in; what they open is asked at userinfo",
    "/api/v1/cases": HER_OWN,
    "/api/v1/cases/<str>": HER_OWN,
    "/api/v1/certificates": HER_OWN,
    "/api/v1/certificates/<str>": HER_OWN,
    "/api/v1/ratings": HER_OWN,
    "/api/v1/ratings/<str>": HER_OWN,
    "/api/v1/uploads": HER_OWN,
    "code.lists": "which random places of a list were taken back",
    "federation.compared": "counts of events",
    "federation.hello": "says nothing",
    "federation.listed": "ids of events",
    "access.recorded": "the line itself",
    "credential.shown": "the line itself, of what a counter of the sender was shown",
    "consent.withdrawn": "that somebody said no, under the receiver's own name for them",
    "account.closed": "that an account is gone, under the receiver's own name for it",
    "case.progressed": COPY,
    "catalog.published": "about services",
    "catalog.withdrawn": "about services",
    "certificate.standing": "whether a certificate holds that was just presented there, and why not",
    "certificate.issued": "a copy for the holder's own wallet elsewhere",
    "certificate.status": "a copy for the holder's own wallet elsewhere",
    "federation.refused": "a code",
    "request.dispatched": ASKED,
    "request.photo": ASKED,
    "request.progressed": ASKED,
    "rating.given": "what was said about an office, without who",
    "session.ended": "that a sign-in ended",
}
