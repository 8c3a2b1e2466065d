"""Writing. Each function is one whole thing, or nothing at all."""

from tongban.federation.operations.sending import send as send
