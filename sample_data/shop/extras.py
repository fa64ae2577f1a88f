"""Smaller things people do on the website: the tea quiz, the newsletter form, links that lead away."""

from __future__ import annotations

from shop.entities import SNOWPLOW
from shop.shelf import specified
from shop.web import WebVisit

__all__ = ["find_my_tea", "follow_link", "sign_up"]

_LINKS = {
    "https://www.instagram.com/kettleandfern": ("social-instagram", "Instagram"),
    "https://blog.kettleandfern.example/tea-map": ("footer-map", "Where our tea grows"),
    "https://help.kettleandfern.example/": ("footer-help", "Help & contact"),
}


def find_my_tea(visit: WebVisit) -> None:
    """The quiz, tracked as structured events: started, and for most finished with a score."""
    quiz = {"se_category": "quiz", "se_label": "find-my-tea"}
    visit.emit("struct", "event", quiz, {"se_action": "start"})
    visit.wait(visit.chance.between(20, 70))
    if visit.chance.yes(0.7):
        result = visit.chance.weighted({"green": 4, "black": 3, "herbal": 2, "oolong": 1})
        score = float(visit.chance.whole(8, 40)) / 4
        visit.emit(
            "struct", "event", quiz, {"se_action": "complete", "se_property": result, "se_value": score}
        )


def sign_up(visit: WebVisit) -> None:
    """The newsletter form; what is typed into it is not tracked, but the choices are."""
    often = visit.chance.weighted({"weekly": 3, "monthly": 2})
    elements = [
        {"name": "frequency", "node_name": "SELECT", "type": None, "value": often},
        {
            "name": "topic",
            "node_name": "INPUT",
            "type": "radio",
            "value": visit.chance.one_of(["tea", "plants"]),
        },
    ]
    form = {"elements": elements, "form_classes": ["footer", "newsletter"], "form_id": "newsletter"}
    column = "unstruct_event_com_snowplowanalytics_snowplow_submit_form_1"
    visit.self_describing(SNOWPLOW, "submit_form", "1-0-0", {column: form}, specified("newsletter"))
    visit.wait(3)


def follow_link(visit: WebVisit) -> None:
    """A click on a link that leaves the shop."""
    url = visit.chance.one_of(list(_LINKS))
    identifier, text = _LINKS[url]
    link = {
        "element_classes": ["outbound", identifier.split("-")[0]],
        "element_content": text,
        "element_id": identifier,
        "element_target": "_blank",
        "target_url": url,
    }
    column = "unstruct_event_com_snowplowanalytics_snowplow_link_click_1"
    visit.self_describing(SNOWPLOW, "link_click", "1-0-1", {column: link})
