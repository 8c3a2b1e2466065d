"""Cutting Chinese text into words.

The dictionary costs every process 32 MB, so it is read at the first question and not before.
"""

from collections.abc import Iterable


def cut(text: str) -> Iterable[str]:
    import rjieba

    words: list[str] = rjieba.cut(text)
    return words


def cut_for_search(text: str) -> Iterable[str]:
    """Long words also as the shorter ones in them."""
    import rjieba

    words: list[str] = rjieba.cut_for_search(text)
    return words
