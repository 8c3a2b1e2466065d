"""Search over the catalogue in everyday words, pinyin, initials, English and Korean; no Django."""

from tongban.catalog.search.building import build
from tongban.catalog.search.entries import Entry, IndexMissing, Result, Suggestion
from tongban.catalog.search.index import Index
from tongban.catalog.search.words import Words

__all__ = ["Entry", "Index", "IndexMissing", "Result", "Suggestion", "Words", "build"]
