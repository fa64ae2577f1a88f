"""Reading and writing the wire's JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from definitions.build import PATH, WEEK, attribute, counter, external, group, where
from signals_nb.definitions import (
    Attribute,
    AttributeGroup,
    AttributeKey,
    BatchAttributeGroup,
    BatchSource,
    Criterion,
    ExternalBatchAttributeGroup,
    Field,
    Service,
    StreamAttributeGroup,
    domain_userid,
)
from signals_nb.errors import InvalidDefinition

BATCH = BatchAttributeGroup(
    name="b",
    owner="a@b.com",
    attribute_key=domain_userid,
    attributes=[counter()],
    batch_source=BatchSource(name="s", database="d", schema="s", table="t", timestamp_field="u"),
)
EXTERNAL = external(Field(name="f", type="string"))

TEXT = """{
  "name": "g",
  "version": 1,
  "owner": "a@b.com",
  "attribute_key": {
    "name": "domain_userid",
    "description": "The domain user ID for the user.",
    "key": "domain_userid",
    "is_published": false
  },
  "ttl": "P7D",
  "online": true,
  "offline": false,
  "is_published": false,
  "attributes": [
    {
      "name": "a",
      "description": "Größe 🎉",
      "type": "string",
      "events": [
        {
          "name": "page_view",
          "vendor": "com.snowplowanalytics.snowplow",
          "version": "1-0-0"
        }
      ],
      "aggregation": "last",
      "property": {
        "type": "atomic",
        "name": "page_urlpath"
      }
    }
  ]
}
"""


def test_the_text_is_readable_and_in_the_order_of_the_definition() -> None:
    assert group(attribute(description="Größe 🎉")).to_json() == TEXT


def test_to_json_writes_a_file_and_returns_the_text(tmp_path: Path) -> None:
    path = tmp_path / "g.json"
    text = group().to_json(path)
    assert path.read_bytes() == text.encode("utf-8")
    assert group().to_json(str(path)) == text


@pytest.mark.parametrize("made", [group(), BATCH, EXTERNAL])
def test_from_json_takes_text_a_dict_and_a_path_and_gives_the_right_class(made: Any, tmp_path: Path) -> None:
    path = tmp_path / "group.json"
    made.to_json(path)
    bom = tmp_path / "bom.json"
    bom.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    for source in (made.to_json(), "\n  " + made.to_json(), made.to_dict(), path, str(path), bom):
        again = AttributeGroup.from_json(source)
        assert type(again) is type(made)
        assert again == made


@pytest.mark.parametrize(
    ("given", "cls"),
    [
        ({}, StreamAttributeGroup),
        ({"offline": False}, StreamAttributeGroup),
        ({"offline": True}, BatchAttributeGroup),
        ({"batch_source": BATCH.batch_source.to_dict()}, BatchAttributeGroup),
        ({"attributes": None, "fields": [{"name": "f", "type": "string"}]}, ExternalBatchAttributeGroup),
    ],
)
def test_the_class_is_told_by_offline_fields_and_batch_source(given: dict[str, Any], cls: type) -> None:
    base = {key: value for key, value in group().to_dict().items() if key != "offline"}
    source = {"batch_source": BATCH.batch_source.to_dict()} if cls is ExternalBatchAttributeGroup else {}
    assert type(AttributeGroup.from_json({**base, **source, **given})) is cls


@pytest.mark.parametrize(
    "made",
    [
        AttributeKey(property=PATH, ttl=WEEK),
        domain_userid,
        attribute(criteria=where("in", ["a"])),
        Criterion.is_null(PATH),
        Service(name="s", owner="a@b.com", attribute_groups=[group()]),
        BATCH.batch_source,
        EXTERNAL.fields[0],
    ],
)
def test_every_definition_reads_what_it_writes(made: Any) -> None:
    assert type(made).from_json(made.to_json()) == made


def test_a_moment_keeps_its_zone() -> None:
    for moment in (datetime(2025, 1, 1), datetime(2025, 1, 1, 12, 30, 0, 5, tzinfo=UTC)):
        again = AttributeGroup.from_json(group(backfill_since_tstamp=moment).to_json())
        assert again.backfill_since_tstamp == moment
        assert again.to_json() == group(backfill_since_tstamp=moment).to_json()


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_what_json_cannot_hold_is_not_written(number: float, tmp_path: Path) -> None:
    with pytest.raises(InvalidDefinition) as raised:
        group(counter(type="double", default_value=number)).to_json(tmp_path / "g.json")
    assert str(raised.value) == (
        "StreamAttributeGroup holds NaN or an infinite number, which JSON cannot hold. "
        "Call check() to see where."
    )
    assert list(tmp_path.iterdir()) == []


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(InvalidDefinition) as raised:
        AttributeGroup.from_json(tmp_path / "nope.json")
    assert str(raised.value) == (
        f"There is no file {tmp_path / 'nope.json'}. Give JSON text, a dict, or a path."
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"name": ', "is no JSON: Expecting value: line 1 column 10 (char 9)."),
        (b"", "is no JSON: Expecting value: line 1 column 1 (char 0)."),
        (b"[1]", "holds a JSON list; a definition is an object."),
        (b'"x"', "holds a JSON str; a definition is an object."),
    ],
)
def test_a_file_that_holds_no_object(content: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "g.json"
    path.write_bytes(content)
    with pytest.raises(InvalidDefinition) as raised:
        AttributeGroup.from_json(path)
    assert str(raised.value) == f"{path} {message}"


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "g.parquet"
    path.write_bytes(b"PAR1\xff\xfe")
    with pytest.raises(InvalidDefinition, match=r"cannot be read as UTF-8 text"):
        AttributeGroup.from_json(path)
    with pytest.raises(InvalidDefinition, match=r"cannot be read"):
        AttributeGroup.from_json(tmp_path)


def test_an_api_response_is_refused_and_its_attributes_named() -> None:
    response = group(attribute(), attribute(name="b"), counter(name="c", criteria=where("=", 1))).to_dict()
    response["attributes"][1]["property"] = "contexts_nl_basjes_yauaa_context_1[0].deviceClass"
    response["attributes"][2]["criteria"]["all"][0]["property"] = "page_urlpath"
    with pytest.raises(InvalidDefinition) as raised:
        AttributeGroup.from_json(json.dumps(response))
    assert str(raised.value) == (
        "This is a response of the Signals API, not a definition: it writes properties as text "
        "(such as contexts_nl_basjes_yauaa_context_1[0].deviceClass), which does not tell the schema's "
        "vendor from its name. Attributes concerned: b, c. Load the JSON that was published instead."
    )


def test_a_yardsticks_file_loads() -> None:
    official = pytest.importorskip("snowplow_signals", reason="snowplow-signals is not installed")
    theirs = official.StreamAttributeGroup(
        name="g",
        owner="a@b.com",
        attribute_key=official.domain_userid,
        ttl=timedelta(days=365),
        attributes=[
            official.Attribute(name="a", type="int64", events=[official.PageView()], aggregation="counter")
        ],
    )
    for text in (theirs.model_dump_json(), theirs.model_dump_json(exclude_none=True, by_alias=True)):
        loaded = AttributeGroup.from_json(text)
        assert type(loaded) is StreamAttributeGroup
        assert loaded.ttl == timedelta(days=365)
        assert loaded == group(counter(), ttl=timedelta(days=365))


def test_reading_changes_nothing_in_the_given_dict() -> None:
    given = group(attribute()).to_dict()
    before = json.dumps(given)
    AttributeGroup.from_json(given)
    Attribute.from_json(given["attributes"][0])
    assert json.dumps(given) == before
