"""Visits to the help center: read, search, vote, watch how it is done."""

from __future__ import annotations

from shop.catalogue import HELP, Article
from shop.entities import SNOWPLOW
from shop.film import watch
from shop.visit import Page
from shop.web import WebVisit

__all__ = ["seek_help"]

_QUESTIONS = {"delivery": 5, "return parcel": 4, "cancel": 3, "voucher": 2, "descale": 2, "brown fern": 2}
_ANSWERS = {"delivery": 4, "return parcel": 3, "cancel": 2, "voucher": 2, "descale": 1, "brown fern": 1}


def seek_help(visit: WebVisit, bought: bool) -> None:
    """One visit with a question; ``bought`` makes it one about delivery or returns."""
    chance = visit.chance
    if visit.visitor.customer and chance.yes(0.35):
        visit.log_in()
    if chance.yes(0.5):
        visit.show(Page("home", "/", "How can we help?"))
        visit.stay(chance.skewed(14, 0.6))
        if chance.yes(0.55):
            _search(visit)
    for _ in range(1 + chance.count(0.7)):
        wanted = {
            article: article.popularity * (3 if bought and "/re" in article.path else 1) for article in HELP
        }
        _read(visit, chance.weighted(wanted))


def _search(visit: WebVisit) -> None:
    term = visit.chance.weighted(_QUESTIONS)
    visit.show(Page("search", "/search", "Search the help center", "q=" + term.replace(" ", "+")))
    number = _ANSWERS[term]
    data = {"filters": None, "page_results": number, "terms": term.split(" "), "total_results": number}
    column = "unstruct_event_com_snowplowanalytics_snowplow_site_search_1"
    visit.self_describing(SNOWPLOW, "site_search", "1-0-0", {column: data})
    visit.stay(visit.chance.skewed(12, 0.5))


def _read(visit: WebVisit, article: Article) -> None:
    chance = visit.chance
    visit.show(Page("article", article.path, article.title))
    watching = (
        watch(visit, article.video, chance.between(0.3, 1.4)) if article.video and chance.yes(0.45) else 0.0
    )
    visit.stay(max(watching + 3, chance.skewed(48, 0.7)))
    if chance.yes(0.2):
        helpful = chance.yes(0.74 if article.path != "/tea-club/pause-or-cancel" else 0.4)
        vote = {
            "se_category": "help_article",
            "se_action": "vote",
            "se_label": article.path,
            "se_property": "helpful" if helpful else "not_helpful",
            "se_value": 1.0 if helpful else 0.0,
        }
        visit.emit("struct", "event", vote)
