"""Keys are shared between threads; what one of them frees is not in use by another."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tongban.crypto import keys, sm2


@pytest.mark.parametrize("suite", keys.SUITES)
def test_many_threads_may_read_one_key_at_once_from_the_start(suite: str) -> None:
    key = keys.generate(suite)
    text, ready = key.to_text(), Barrier(8)

    def read(_number: int) -> bool:
        ready.wait()
        return keys.PrivateKey.from_text(text).public == key.public

    for _ in range(20):
        sm2._private.cache_clear()
        with ThreadPoolExecutor(8) as pool:
            assert all(pool.map(read, range(8)))
