"""How definitions look: one line in a console, a static card in a notebook."""

from __future__ import annotations

import re
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest

from definitions.build import PATH, PRICE, attribute, counter, external, group, where
from definitions.generate import Generator
from signals_nb.definitions import (
    AtomicProperty,
    AttributeKey,
    Criteria,
    Criterion,
    EntityProperty,
    Event,
    Field,
    Service,
)
from signals_nb.html import escaped

HOSTILE = "<script>alert('x')</script>\"&<b onmouseover=alert(1)>"
ALLOWED = {"div", "style", "span", "table", "thead", "tbody", "tr", "th", "td", "b", "code"}


class Page(HTMLParser):
    """Reads a card: its tags, its attributes, and whether every tag is closed."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.titles: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.titles += [value or "" for name, value in attrs if name == "title"]
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.text += f"{data.strip()}\n"


def page(shown: Any) -> Page:
    html = shown._repr_html_()
    read = Page(html)
    assert read.open == []
    assert read.tags <= ALLOWED
    assert read.attributes <= {"class", "title", "scope"}
    assert len(html) < 200_000
    return read


def test_repr_is_one_line_without_defaults() -> None:
    assert repr(counter()) == (
        "Attribute(name='a', type='int64', events=[Event(name='page_view', "
        "vendor='com.snowplowanalytics.snowplow', version='1-0-0')], aggregation='counter')"
    )
    assert repr(AttributeKey(property=PATH)) == (
        "AttributeKey(name='page_urlpath', property=AtomicProperty(name='page_urlpath'))"
    )
    for seed in range(40):
        assert "\n" not in repr(Generator(seed).group())


def test_a_group_shows_all_that_it_says() -> None:
    text = page(
        group(
            counter(name="views", period=timedelta(days=7), default_value=0),
            attribute(name="device", property=PRICE, ttl=timedelta(hours=36), description="Why"),
            attribute(
                name="hour",
                type="int64",
                property=AtomicProperty(name="derived_tstamp", date_part="hour_of_day"),
            ),
            counter(name="since", type="double", aggregation="time_since_last", time_unit="min", events=[]),
            counter(
                name="pricing",
                criteria=Criteria(
                    all=[Criterion.neq(PATH, "/home")],
                    any=[Criterion.like(PATH, "%x%"), Criterion.in_list(PATH, ["a", "b"])],
                ),
            ),
            description="About the group",
            version=4,
        )
    ).text.split("\n")
    for said in [
        "g",
        "v4",
        "Stream",
        "Not published",
        "About the group",
        "domain_userid",
        "a@b.com",
        "7 days",
        "views",
        "int64",
        "Counter",
        "page_view 1-0-0",
        "last 7 days",
        "0",
        "Why",
        "price of product",
        "ttl 1 day 12 hours",
        "hour_of_day of derived_tstamp",
        "Time Since Last",
        "in minutes",
        "all events",
        'page_urlpath != "/home"',
        "and any of",
        'page_urlpath like "%x%"',
        'page_urlpath in ["a", "b"]',
        "lifetime",
    ]:
        assert said in text


def test_a_schema_is_told_whole_under_the_pointer() -> None:
    assert "price of com.acme/product/1" in page(group(attribute(property=PRICE))).titles


def test_an_external_group_shows_its_fields_and_table() -> None:
    text = page(external(Field(name="revenue", type="double", description="Money"))).text.split("\n")
    for said in ["External", "d.s.t", "u", "revenue", "double", "Money"]:
        assert said in text


def test_keys_services_attributes_and_criteria_have_cards() -> None:
    assert "price of com.acme/product/1" in page(AttributeKey(property=PRICE, ttl=timedelta(days=1))).text
    service = Service(name="s", owner="a@b.com", description="Home page", attribute_groups=[group(version=3)])
    assert {"s", "Service", "Home page", "g", "v3"} <= set(page(service).text.split("\n"))
    assert {"a", "string", "Last"} <= set(page(attribute()).text.split("\n"))
    assert page(where("is null")).text.split("\n")[:2] == ["Criteria", "page_urlpath is null"]
    assert "none" in page(Criteria()).text


def hostile_ones() -> list[Any]:
    evil = EntityProperty(vendor=HOSTILE, name="n", major_version=1, path=HOSTILE)
    many = attribute(
        description=HOSTILE,
        property=evil,
        default_value=HOSTILE,
        events=[Event(event_specification_id=HOSTILE)],
        criteria=Criteria(all=[Criterion.eq(evil, HOSTILE)], any=[Criterion.in_list(evil, [HOSTILE])]),
    )
    key = AttributeKey(name="k", description=HOSTILE, owner=HOSTILE, property=evil, external_column=None)
    return [
        group(many, description=HOSTILE, attribute_key=key),
        external(Field(name="f", type="string", description=HOSTILE)),
        many,
        many.criteria,
        key,
        AttributeKey(external_column=HOSTILE),
        Service(name="s", owner="a@b.com", description=HOSTILE, attribute_groups=[group()]),
    ]


@pytest.mark.parametrize("index", range(len(hostile_ones())))
def test_text_is_text_and_never_markup(index: int) -> None:
    shown = hostile_ones()[index]
    read = page(shown)
    assert "<script>" in read.text
    assert "<script" not in shown._repr_html_()
    assert "onmouseover" not in read.attributes


def test_random_definitions_are_well_formed() -> None:
    for seed in range(60):
        page(Generator(seed).group())
        page(Generator(seed).service())


def test_a_long_group_is_cut_and_says_so() -> None:
    long = group(*[counter(name=f"a{i}", description="x" * 5000) for i in range(300)])
    assert "The first 20 of 300 attributes are shown." in page(long).text


def test_colours_come_from_the_notebook() -> None:
    html = group()._repr_html_()
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    assert style is not None
    colours = re.findall(r"(?:^|[;{])\s*(?:color|background|border-color):([^;}]+)", style.group(1))
    assert colours
    assert all(one.startswith("var(--jp-") or one.strip() in ("inherit", "none") for one in colours)
    # Every rule stays inside of the card.
    selectors = re.findall(r"([^{}]+)\{", style.group(1))
    assert all(part.strip().startswith(".snb-card") for one in selectors for part in one.split(","))


def test_escaping_cuts_before_it_escapes() -> None:
    assert escaped("&" * 10, longest=4) == "&amp;&amp;&amp;…"
