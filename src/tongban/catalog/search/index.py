"""The door for readers: opens the folder, and notices when a new index is there."""

from pathlib import Path
from typing import Self

from tongban.catalog.search import folder as generations
from tongban.catalog.search.answering import Answers, Scope
from tongban.catalog.search.entries import IndexMissing, Result, Suggestion


class Index:
    """A search index open for reading; safe to keep and to share for the life of a process."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._answers, self._stamp = self._opened()

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Opens the index in a folder; IndexMissing when there is none or it is damaged."""
        return cls(folder)

    def reload_if_changed(self) -> bool:
        """Takes up a newer index if there is one; IndexMissing when the folder was deleted."""
        if generations.stamp(self._folder) == self._stamp:
            return False
        # One assignment each: a thread that is answering goes on with the generation it began with.
        self._answers, self._stamp = self._opened()
        return True

    def _opened(self) -> tuple[Answers, generations.Stamp]:
        stamp = generations.stamp(self._folder)
        generation = generations.current(self._folder)
        try:
            return Answers(generation), stamp
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexMissing(f"no usable search index in {self._folder}") from error

    def suggest(self, prefix: str, limit: int = 8) -> list[Suggestion]:
        """Names that what was typed so far may become."""
        return self._answers.suggest(prefix, limit)

    def search(
        self,
        query: str,
        region: str = "",
        *,
        audience: str = "",
        online_only: bool = False,
        theme: str = "",
        authority: str = "",
        limit: int = 20,
        offset: int = 0,
    ) -> Result:
        """Services that answer a question, best first; an empty question lists everything."""
        scope = Scope(region, audience, online_only, theme, authority)
        return self._answers.search(query, scope, limit, offset)
