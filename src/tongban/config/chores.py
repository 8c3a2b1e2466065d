"""What the worker does without being asked, and how often."""

from datetime import timedelta

from tongban.appointments import tasks as appointments
from tongban.cases import tasks as cases
from tongban.catalog import tasks as catalog
from tongban.certificates import tasks as certificates
from tongban.config.running.loop import Chore
from tongban.federation import tasks as federation
from tongban.hotline import tasks as hotline
from tongban.identity import tasks as identity
from tongban.messages import tasks as messages
from tongban.privacy import tasks as privacy
from tongban.ratings import operations as ratings
from tongban.sharing import tasks as sharing

CHORES = [
    Chore("texts to phones", timedelta(seconds=0.5), messages.deliver, lane="carriers"),
    Chore("what became of them", timedelta(seconds=1), messages.ask_results, lane="carriers"),
    Chore("messages to carry", timedelta(seconds=0.5), messages.carry),
    Chore("search index", timedelta(seconds=1), catalog.rebuild_index, lane="catalogue"),
    Chore("what we offer", timedelta(seconds=2), catalog.publish, lane="catalogue"),
    Chore("what our registers share", timedelta(seconds=2), sharing.publish, lane="catalogue"),
    Chore("searches that found nothing", timedelta(minutes=1), catalog.import_misses),
    Chore("corrections that do not come", timedelta(minutes=10), cases.watch_corrections),
    Chore("windows whose time is over", timedelta(seconds=15), cases.end_windows),
    Chore("files of no case", timedelta(hours=1), cases.tidy),
    Chore("times of the coming days", timedelta(minutes=10), appointments.publish),
    Chore("places that go back", timedelta(seconds=5), appointments.free_places),
    Chore("waiting rooms", timedelta(seconds=1), appointments.open_rooms),
    Chore("appointments to remind of", timedelta(minutes=5), appointments.remind),
    Chore("days that are over", timedelta(minutes=10), appointments.end_days),
    Chore("ratings to open", timedelta(hours=1), ratings.seal),
    Chore("old texts", timedelta(hours=1), messages.tidy),
    Chore("sign-outs elsewhere", timedelta(seconds=0.5), identity.tell_of_logouts),
    Chore("old codes", timedelta(minutes=10), identity.tidy),
    Chore(
        "codes taken back elsewhere", timedelta(seconds=30), certificates.fetch_lists, lane="lists"
    ),
    Chore("certificates near their end", timedelta(minutes=10), certificates.remind_of_ends),
    Chore("codes that are over", timedelta(hours=1), certificates.tidy),
    Chore("requests that are late", timedelta(minutes=10), hotline.watch),
    Chore("problems to look into", timedelta(seconds=5), hotline.register_problems),
    Chore("photos of requests", timedelta(seconds=1), hotline.fetch_photos, lane="fetching"),
    Chore("what was kept long enough", timedelta(hours=1), privacy.tidy),
    Chore("events to send", timedelta(seconds=0.2), federation.deliver, lane="sending"),
    Chore("events to apply", timedelta(seconds=0.2), federation.apply, lane="applying"),
    Chore("events refused some time ago", timedelta(minutes=1), federation.send_refused_again),
    Chore("registry", timedelta(minutes=1), federation.renew, lane="neighbours"),
    Chore("greetings", timedelta(seconds=5), federation.greet, lane="neighbours"),
    Chore("events compared", timedelta(hours=1), federation.compare, lane="neighbours"),
    Chore("wallets", timedelta(seconds=1), certificates.fetch_wallets, lane="fetching"),
    Chore("files of cases", timedelta(seconds=1), cases.fetch_files, lane="fetching"),
    Chore("old events", timedelta(hours=1), federation.tidy, lane="neighbours"),
]
