"""Whole messages of HTTP/1.1 on a line, and whose they are."""

import re
import socket
from dataclasses import dataclass

LARGEST = 16 * 1024 * 1024
LENGTH = re.compile(rb"^content-length:[ \t]*(\d+)", re.IGNORECASE | re.MULTILINE)
CHUNKED = re.compile(rb"^transfer-encoding:[ \t]*chunked", re.IGNORECASE | re.MULTILINE)
CLOSES = re.compile(rb"^connection:[ \t]*close", re.IGNORECASE | re.MULTILINE)
KEY = re.compile(rb"keyid=\"([^\"]+)\"")


class Gone(OSError):
    """One end of a line is not there any more."""


@dataclass(frozen=True)
class Message:
    """One whole request, and between whom."""

    sender: str
    receiver: str
    request: bytes

    @property
    def method(self) -> str:
        return self.request.split(b" ", 1)[0].decode()

    @property
    def path(self) -> str:
        return self.request.split(b" ", 2)[1].decode()

    @property
    def closes(self) -> bool:
        """Whether its sender will ask nothing else on this line."""
        return CLOSES.search(self.request.partition(b"\r\n\r\n")[0]) is not None


class Reader:
    """Whole messages from one end of a line."""

    def __init__(self, line: socket.socket) -> None:
        self.socket, self._kept = line, b""

    def request(self) -> bytes | None:
        """The next request; nothing when the other end has hung up between two."""
        try:
            head = self._head()
        except Gone:
            return None
        return head + self._body(head, until_closed=False)

    def answer(self, *, to: str) -> bytes:
        head = self._head()
        status = head.split(b" ", 2)[1]
        if to == "HEAD" or status in {b"204", b"304"}:
            return head
        return head + self._body(head, until_closed=True)

    def _head(self) -> bytes:
        while b"\r\n\r\n" not in self._kept:
            self._more()
        head, _, self._kept = self._kept.partition(b"\r\n\r\n")
        return head + b"\r\n\r\n"

    def _body(self, head: bytes, *, until_closed: bool) -> bytes:
        length = LENGTH.search(head)
        if length:
            return self._take(int(length[1]))
        if CHUNKED.search(head):
            while not self._kept.endswith(b"0\r\n\r\n"):
                self._more()
            return self._take(len(self._kept))
        while until_closed:
            try:
                self._more()
            except Gone:
                return self._take(len(self._kept))
        return b""

    def _take(self, length: int) -> bytes:
        while len(self._kept) < length:
            self._more()
        body, self._kept = self._kept[:length], self._kept[length:]
        return body

    def _more(self) -> None:
        more = self.socket.recv(65536)
        if not more or len(self._kept) > LARGEST:
            raise Gone
        self._kept += more


def sender_of(request: bytes) -> str:
    """The key it is signed with, as it says itself; none for people and their browsers."""
    found = KEY.search(request.partition(b"\r\n\r\n")[0])
    return found[1].decode() if found else ""
