"""Whatever is late, doubled or out of order: at most one node has a case, and in the end all agree."""

from dataclasses import replace
from typing import NamedTuple

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tongban.cases.rules.custody import HERE, News, Standing, Verdict, judged

NODES = ("a", "b", "c")
HUB = "hub"


class Letter(NamedTuple):
    """News for one node; `custodian` is a real name on the way, and HERE at whom it names."""

    to: str
    news: News
    is_case: bool  # the case itself, and not only word of it


class Custody(RuleBasedStateMachine):
    """Three nodes and a hub, and a post that keeps every letter and delivers any, any number of times."""

    def __init__(self) -> None:
        super().__init__()
        self.known: dict[str, Standing] = {}
        self.post: list[Letter] = []
        self.unread: list[int] = []
        self.given: dict[int, tuple[str, str]] = {}  # by epoch: from whom, to whom
        self.settled: dict[int, bool] = {}  # by epoch: whether its receiver took it

    @initialize()
    def begun(self) -> None:
        self.known["a"] = Standing(HERE, 1, 1)
        self._tell("a")

    def _holder(self) -> str:
        return next((n for n, known in self.known.items() if known.custodian == HERE), "")

    def _tell(self, source: str, *, to_whom: str | None = None) -> None:
        """News for everybody else; the case itself for its new custodian."""
        known = self.known[source]
        custodian = to_whom or source
        for node in (*NODES, HUB):
            if node != source:
                news = News(source, custodian, known.epoch, known.progress)
                self.unread.append(len(self.post))
                self.post.append(Letter(node, news, node == to_whom))

    @precondition(lambda self: self._holder())
    @rule()
    def step(self) -> None:
        holder = self._holder()
        known = self.known[holder]
        self.known[holder] = replace(known, progress=known.progress + 1)
        self._tell(holder)

    @precondition(lambda self: self._holder())
    @rule(to=st.sampled_from(NODES))
    def hand_over(self, to: str) -> None:
        holder = self._holder()
        if to != holder:
            known = self.known[holder]
            self.known[holder] = Standing(to, known.epoch + 1, known.progress + 1)
            self.given[known.epoch + 1] = holder, to
            self._tell(holder, to_whom=to)

    @precondition(lambda self: not self._holder())
    @rule(answer_is_lost=st.booleans())
    def reclaim(self, answer_is_lost: bool) -> None:
        """Whoever gave it asks whether it was taken; if it never will be, it is theirs again."""
        epoch = max(self.given)
        giver = self.given[epoch][0]
        if not self.settled.setdefault(epoch, False) and not answer_is_lost:
            known = self.known[giver]
            self.known[giver] = Standing(HERE, epoch + 1, known.progress + 1)
            self._tell(giver)

    @precondition(lambda self: self.post)
    @rule(data=st.data())
    def deliver_any(self, data: st.DataObject) -> None:
        """Anything that was ever sent, perhaps not for the first time."""
        self._deliver(data.draw(st.integers(0, len(self.post) - 1)))

    @precondition(lambda self: self.unread)
    @rule(data=st.data())
    def deliver_something_new(self, data: st.DataObject) -> None:
        self._deliver(data.draw(st.sampled_from(self.unread)))

    def _deliver(self, place: int) -> None:
        letter = self.post[place]
        if place in self.unread:
            self.unread.remove(place)
        to, news = letter.to, letter.news
        if news.custodian == to:
            news = replace(news, custodian=HERE)
        verdict = judged(self.known.get(to), news)
        assert verdict != Verdict.DOUBTFUL, "nobody lied"
        taken = verdict == Verdict.OURS and letter.is_case
        if taken:
            taken = self.settled.setdefault(news.epoch, True)
        if verdict == Verdict.NEWER or taken:
            self.known[to] = Standing(news.custodian, news.epoch, news.progress)

    @invariant()
    def never_two(self) -> None:
        assert [known.custodian for known in self.known.values()].count(HERE) <= 1

    def teardown(self) -> None:
        """When everything has arrived, one has the case and everybody knows who."""
        while self.unread:
            self._deliver(self.unread[0])
        if not self._holder():
            self.reclaim(answer_is_lost=False)
        while self.unread:
            self._deliver(self.unread[0])
        holder = self._holder()
        assert holder, "the case is lost"
        ours = self.known[holder]
        for node, known in self.known.items():
            if node != holder:
                assert (known.custodian, known.epoch) == (holder, ours.epoch)


TestCustody = Custody.TestCase


def test_nobody_takes_a_case_from_the_node_that_has_it() -> None:
    ours = Standing(HERE, 3, 7)
    assert judged(ours, News("thief", "thief", 4, 9)) == Verdict.DOUBTFUL
    assert judged(ours, News("thief", "other", 4, 9)) == Verdict.DOUBTFUL
    assert judged(ours, News("thief", "thief", 3, 9)) == Verdict.DOUBTFUL


def test_only_who_has_a_case_can_hand_it_over() -> None:
    theirs = Standing("b", 2, 5)
    assert judged(theirs, News("c", HERE, 3, 6)) == Verdict.DOUBTFUL
    assert judged(theirs, News("b", HERE, 3, 6)) == Verdict.OURS


def test_old_news_of_an_earlier_custody_changes_nothing() -> None:
    assert judged(Standing("b", 4, 9), News("a", "a", 3, 20)) == Verdict.OLD
    assert judged(Standing("b", 4, 9), News("b", "b", 4, 9)) == Verdict.OLD
    assert judged(Standing(HERE, 4, 9), News("a", HERE, 4, 9)) == Verdict.OLD


def test_a_gap_is_bridged_by_newer_news() -> None:
    assert judged(Standing("a", 1, 2), News("c", "c", 5, 20)) == Verdict.NEWER
    assert judged(None, News("c", "c", 5, 20)) == Verdict.NEWER
