"""The door for the web server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.config.settings")
_django = get_wsgi_application()

from tongban.exchange.gate import gated  # noqa: E402  settings come first

application = gated(_django)
gc.collect()
gc.freeze()  # what was loaded at the start stays for ever, so it need not be looked through
gc.set_threshold(10_000, 20, 50)
