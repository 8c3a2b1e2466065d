"""Reading certificates and codes. Each function answers one question."""

from tongban.certificates.queries.codes import Lists as Lists
from tongban.certificates.queries.codes import code_keys as code_keys
from tongban.certificates.queries.codes import code_lists as code_lists
from tongban.certificates.queries.codes import own_list as own_list
from tongban.certificates.queries.codes import own_numbers as own_numbers
from tongban.certificates.queries.codes import verifier as verifier
from tongban.certificates.queries.verifiers import scene_called as scene_called
from tongban.certificates.queries.verifiers import scenes as scenes
from tongban.certificates.queries.verifiers import verifier_called as verifier_called
from tongban.certificates.queries.verifiers import verifier_named as verifier_named
from tongban.certificates.queries.verifiers import verifier_with_key as verifier_with_key
from tongban.certificates.queries.verifiers import verifiers_of as verifiers_of
from tongban.certificates.queries.wallet import Holder as Holder
from tongban.certificates.queries.wallet import certificate_about as certificate_about
from tongban.certificates.queries.wallet import certificate_of as certificate_of
from tongban.certificates.queries.wallet import certificates_of as certificates_of
from tongban.certificates.queries.wallet import held_by as held_by
from tongban.certificates.queries.wallet import live_by_type as live_by_type
from tongban.certificates.queries.wallet import live_of as live_of
from tongban.certificates.queries.wallet import standing as standing
from tongban.certificates.queries.wallet import told as told
from tongban.certificates.queries.wallet import type_called as type_called
from tongban.certificates.queries.wallet import wallets_to_fetch as wallets_to_fetch
