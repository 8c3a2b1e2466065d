"""Looking for a service."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.builders import MONDAY, a_package, a_service
from tongban.catalog.models import SearchMiss
from tongban.catalog.operations import indexing, misses
from tongban.catalog.search.folder import alone

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def service(indexed):
    made = a_service("id-reissue", package=a_package())
    made.names, made.aliases = a_package()["names"], a_package()["aliases"]
    made.save()
    indexed()
    return made


def test_everyday_words_lead_to_the_service(client, service) -> None:
    body = text(client.get("/search/", {"q": "身份证丢了"}))
    assert "/services/id-reissue/" in body


def test_what_cannot_be_done_here_says_so_in_the_list(client, indexed) -> None:
    made = a_service("id-first")
    made.names = {"zh": "居民身份证申领", "en": "First resident ID card"}
    made.save()
    indexed()
    body = text(client.get("/search/", {"q": "居民身份证申领"}, headers={"accept-language": "en"}))
    assert "Guide only" in body
    assert "Do it here" not in body


def test_the_live_part_is_the_part_of_the_page(client, service) -> None:
    page = text(client.get("/search/", {"q": "身份证", "doable": "on"}))
    part = text(client.get("/search/", {"q": "身份证", "doable": "on"}, headers=HTMX))
    assert '<div id="results">' in part
    assert part.strip() in page
    assert "<html" not in part


def test_suggestions_come_while_typing_and_stand_alone_too(client, service) -> None:
    part = text(client.get("/search/suggestions/", {"q": "shenf"}, headers=HTMX))
    assert "/services/id-reissue/" in part
    assert "<html" not in part
    assert part.strip() in text(client.get("/search/suggestions/", {"q": "shenf"}))


def test_a_search_without_result_says_what_to_do_and_is_noted(
    client, service, home_of_its_own
) -> None:
    body = text(client.get("/search/", {"q": "量子火箭 13800138000"}))
    assert "tel:12345" in body
    lines = (home_of_its_own / "spool" / "misses.jsonl").read_text().splitlines()
    assert json.loads(lines[0])[0] == "量子火箭 #"
    assert not SearchMiss.objects.exists()


def test_noted_searches_are_counted_once_each(service) -> None:
    for query in ("量子火箭", "量子火箭", "别的"):
        misses.note(query, region="310000", language="zh-hans")
    assert misses.take_in(at=MONDAY) == 3
    assert misses.take_in(at=MONDAY) == 0
    misses.note("量子火箭", region="310000", language="zh-hans")
    misses.take_in(at=MONDAY)
    assert SearchMiss.objects.get(query="量子火箭").count == 3


def test_without_an_index_names_are_compared_and_the_worker_is_asked(
    client, service, home_of_its_own
) -> None:
    shutil.rmtree(home_of_its_own / "index")
    response = client.get("/search/", {"q": "身份证补领"})
    assert response.status_code == 200
    assert "/services/id-reissue/" in text(response)
    assert "alert warn" in text(response)
    assert (home_of_its_own / "spool" / "rebuild-index").exists()
    assert indexing.reindex_if_stale(at=MONDAY) == 1
    assert "alert warn" not in text(client.get("/search/", {"q": "身份证补领"}))


def test_the_index_is_built_anew_only_when_the_catalogue_changed(service) -> None:
    assert indexing.reindex_if_stale(at=MONDAY) == 0
    a_service("another")
    assert indexing.reindex_if_stale(at=MONDAY) == 2


def test_a_list_of_words_that_was_edited_builds_the_index_anew(
    client, service, settings, tmp_path
) -> None:
    settings.TONGBAN_PACK = str(tmp_path / "pack")
    lists = tmp_path / "pack" / "words"
    lists.mkdir(parents=True)
    assert indexing.reindex_if_stale(at=MONDAY) == 1  # other lists than before: none
    assert indexing.reindex_if_stale(at=MONDAY) == 0
    (lists / "synonyms.csv").write_text("term,means\n派司,身份证\n", encoding="utf-8")
    assert indexing.reindex_if_stale(at=MONDAY) == 1
    assert indexing.reindex_if_stale(at=MONDAY) == 0
    assert "/services/id-reissue/" in text(client.get("/search/", {"q": "派司"}))


def test_two_builders_do_not_get_in_each_others_way(service, home_of_its_own) -> None:
    a_service("another")
    folder = home_of_its_own / "index"
    with ThreadPoolExecutor(1) as pool:
        with alone(folder):
            assert indexing.reindex_if_stale(at=MONDAY) == 0  # the other one does it
            waiting = pool.submit(_builds_alone, folder)
            assert not waiting.done()
        assert waiting.result()
    assert indexing.reindex_if_stale(at=MONDAY) == 2


def _builds_alone(folder: Path) -> bool:
    with alone(folder) as free:
        return free


def test_what_a_killed_builder_left_is_cleared_away(service, home_of_its_own) -> None:
    left = home_of_its_own / "index" / "g-killed"
    left.mkdir()
    (left / "half.store").write_bytes(b"half")
    indexing.reindex(at=MONDAY)
    assert not left.exists()


def test_looking_for_senior_mode_offers_the_switch(client, service) -> None:
    assert "btn wide big" in text(client.get("/search/", {"q": "亲情版"}))
    assert "btn wide big" not in text(client.get("/search/", {"q": "身份证"}))


@pytest.mark.parametrize(
    "query",
    ["", " ", "%00", "'; DROP TABLE x; --", "<script>", "身" * 500, "🙂", "\\", '"', "page=x"],
)
def test_odd_questions_break_nothing(client, service, query) -> None:
    response = client.get("/search/", {"q": query, "page": "-7", "audience": "cats"})
    assert response.status_code == 200
    assert "<script>" not in text(response)


def test_searching_costs_few_statements(client, service, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(3):
        client.get("/search/", {"q": "身份证"})
