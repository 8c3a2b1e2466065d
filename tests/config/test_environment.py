import socket

import pytest

from tests.harness.network import Outside


def test_tests_cannot_reach_other_machines() -> None:
    with pytest.raises(Outside), socket.socket() as outside:
        outside.connect(("192.0.2.1", 80))
