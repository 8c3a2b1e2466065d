"""Looking into PDFs: whether they can be read, and whether anything in them runs or calls out."""

from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

MOST_PAGES = 200
MOST_PARTS = 50_000  # objects of a PDF
ACTIVE = frozenset(
    {
        "/JavaScript",
        "/JS",
        "/EmbeddedFiles",
        "/EF",
        "/Launch",
        "/RichMedia",
        "/XFA",
        "/AA",
        "/ImportData",
    }
)
ACTIVE_ACTIONS = frozenset({"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/RichMedia"})


def unfit(content: bytes) -> str:
    """Why this PDF cannot be taken: unreadable, locked or active; empty if it can."""
    try:
        reader = PdfReader(BytesIO(content), strict=False)
        if reader.is_encrypted:
            return "locked"
        if not 0 < len(reader.pages) <= MOST_PAGES:
            return "unreadable"
        return "active" if _is_active(reader) else ""
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, OSError, RecursionError):
        return "unreadable"


def _is_active(reader: PdfReader) -> bool:
    """Whether anything in the file runs, calls out or carries a file. Too much to tell: yes."""
    waiting: list[Any] = [reader.trailer]
    seen: set[tuple[int, int]] = set()
    looked = 0
    while waiting:
        part = waiting.pop()
        looked += 1
        if looked > MOST_PARTS:
            return True
        if isinstance(part, IndirectObject):
            name = (part.idnum, part.generation)
            if name not in seen:
                seen.add(name)
                waiting.append(part.get_object())
        elif isinstance(part, DictionaryObject):
            if ACTIVE & part.keys() or part.get("/S") in ACTIVE_ACTIONS:
                return True
            waiting.extend(part.values())
        elif isinstance(part, ArrayObject):
            waiting.extend(part)
    return False
