"""What poppler, which nobody here wrote, says of a signed copy."""

import subprocess
from pathlib import Path

import pytest
from django.test import Client
from django.utils.timezone import localdate, now

from tests.builders import DAY, a_person
from tests.certificates.wallets import issued
from tests.doors import sign_in
from tests.portal.wallet.test_annotated import a_copy, fetched

pytestmark = pytest.mark.django_db


def said_by_pdfsig(file: Path) -> str:
    told = subprocess.run(
        ["pdfsig", "-nocert", str(file)], check=False, capture_output=True, text=True
    )
    return told.stdout


def test_pdfsig_finds_the_signature_good_and_a_change_bad(client: Client, tmp_path: Path) -> None:
    ana = a_person("Ana")
    sign_in(client, ana)
    card = issued(holder=ana, ends=localdate() + 1000 * DAY, at=now())
    pdf = fetched(client, a_copy(card))
    good, bad = tmp_path / "good.pdf", tmp_path / "bad.pdf"
    good.write_bytes(pdf)
    told = said_by_pdfsig(good)
    assert "Signature Validation: Signature is Valid" in told, told
    assert "ETSI.CAdES.detached" in told
    assert "Total document signed" in told

    changed = bytearray(pdf)
    changed[pdf.index(b"stream") + 40] ^= 1
    bad.write_bytes(bytes(changed))
    assert "Signature is Valid" not in said_by_pdfsig(bad)
