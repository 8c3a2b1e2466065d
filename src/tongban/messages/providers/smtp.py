"""E-mail through a mail server (SMTP)."""

import smtplib
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from tongban.messages.providers import NeverTaken, NotTaken, Parcel

PATIENCE: Final = 20  # seconds
FOR_GOOD: Final = range(500, 600)


def send(parcel: Parcel) -> bool:
    """Hand it to the server; what the next one makes of it we are not told."""
    line = get_connection("django.core.mail.backends.smtp.EmailBackend", timeout=PATIENCE)
    name = parcel.ref.replace("/", ".")
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(">")
    mail = EmailMessage(
        parcel.title,
        parcel.body,
        to=[parcel.address],
        connection=line,
        headers={"Message-ID": f"<{name}@{domain}>", "Auto-Submitted": "auto-generated"},
    )
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as refused:
        answers = [answer for answer, _said in refused.recipients.values()]
        if all(answer in FOR_GOOD for answer in answers):
            raise NeverTaken(parcel.ref) from refused
        raise NotTaken(parcel.ref) from refused
    except (smtplib.SMTPException, OSError) as trouble:
        raise NotTaken(parcel.ref) from trouble
    return False


def result(_parcel: Parcel) -> bool | None:
    """Mail servers do not say."""
    return None
