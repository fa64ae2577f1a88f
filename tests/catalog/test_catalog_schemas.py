"""Vendor and name read out of column names, and paths out of types and shapes."""

import pytest

from signals_nb.layouts.names import column_stem, parse_path
from signals_nb.layouts.paths import merged, path_of, typed_paths, untyped_paths
from signals_nb.layouts.schemas import schemas
from signals_nb.layouts.types import SqlType

SNOWPLOW = "com.snowplowanalytics.snowplow"


def one(column, seen=()):
    [found] = schemas([column], seen)
    return found.vendor, found.name, found.major_version, found.guessed


@pytest.mark.parametrize(
    ("column", "known"),
    [
        ("contexts_com_snowplowanalytics_snowplow_media_player_2", (SNOWPLOW, "media_player", 2)),
        (
            "contexts_com_snowplowanalytics_snowplow_ecommerce_product_1",
            (f"{SNOWPLOW}.ecommerce", "product", 1),
        ),
        ("CONTEXTS_NL_BASJES_YAUAA_CONTEXT_1", ("nl.basjes", "yauaa_context", 1)),
        ("contexts_org_w3_performance_timing_1_0_0", ("org.w3", "PerformanceTiming", 1)),
    ],
)
def test_public_schemas_are_known(column, known):
    assert one(column) == (*known, False)


@pytest.mark.parametrize(
    ("column", "guess"),
    [
        ("contexts_com_acme_cart_item_1", ("com.acme", "cart_item", 1)),
        ("contexts_uk_co_acme_cart_item_10", ("uk.co.acme", "cart_item", 10)),
        ("contexts_com_acme_top_10_2_0_3", ("com.acme", "top_10", 2)),
        ("unstruct_event_com_snowplowanalytics_snowplow_my_own_1", (SNOWPLOW, "my_own", 1)),
    ],
)
def test_the_rest_is_a_guess_that_finds_the_column(column, guess):
    assert one(column) == (*guess, True)
    vendor, name, model = guess
    prefix = "contexts" if column.startswith("contexts") else "unstruct_event"
    assert column.startswith(column_stem(prefix, vendor, name, model))


def test_events_tell_the_vendor_of_their_own_schemas():
    seen = [("com.acme.shop-eu", "orderPlaced", "2-0-0"), (None, None, None)]
    assert one("unstruct_event_com_acme_shop_eu_order_placed_2", seen) == (
        *("com.acme.shop-eu", "orderPlaced", 2, False),
    )
    # an entity of the same letters may be another schema: its vendor is likely, and still a guess
    assert one("contexts_com_acme_shop_eu_cart_1", seen) == ("com.acme.shop-eu", "cart", 1, True)


@pytest.mark.parametrize(
    "column",
    [
        *("app_id", "contexts", "unstruct_event", "contexts_1", "contexts_com_acme_1", "contexts_com_acme_x"),
        *(
            "contexts_com_acme_x_0",
            "contexts___x_1",
            "contexts_com_acme_<script>_1",
            "xcontexts_com_acme_x_1",
        ),
        "unstruct_event_com_acme_x_1_recovered_1_0_1_37fd804e",
        "contexts_com_acme_x_1_recovered_1_0_1_37380485",
    ],
)
def test_columns_of_no_schema(column):
    assert schemas([column], []) == []


@pytest.mark.parametrize(
    ("steps", "path"),
    [
        (("a", "b"), "a.b"),
        (("a", 0, "c"), "a[0].c"),
        (("a.b",), '"a.b"'),
        (("$",), '"$"'),
        (("a b-c",), "a b-c"),
        (('say "hi"',), '"say \\"hi\\""'),
        (("back\\slash.x",), '"back\\\\slash.x"'),
        (("<script>", "é"), "<script>.é"),
        (("line\nbreak",), None),
        (("a['b",), None),
        (("",), '""'),
    ],
)
def test_paths(steps, path):
    assert path_of(steps) == path
    assert path is None or parse_path(path) == steps


def test_paths_of_a_type():
    text, number = SqlType("text", "VARCHAR"), SqlType("int", "BIGINT")
    inner = SqlType("struct", fields=(("c", text), ("d", SqlType("list", element=number))))
    entity = SqlType(
        "struct",
        fields=(
            ("_schema_version", text),
            ("a", number),
            ("b", inner),
            ("e", SqlType("list", element=inner)),
        ),
    )
    assert dict(typed_paths(SqlType("list", element=entity))) == {
        ("a",): "int",
        ("b", "c"): "text",
        ("b", "d"): "list",
        ("b", "d", 0): "int",
        ("e",): "list",
        ("e", 0, "c"): "text",
        ("e", 0, "d"): "list",
        ("e", 0, "d", 0): "int",
    }


def test_shapes_that_differ():
    """A field seen as ``1`` and ``1.5`` is a double; as text and number, anything; null tells nothing."""
    first = '{"a": "UBIGINT", "b": "VARCHAR", "pageType": "VARCHAR", "n": "NULL", "l": ["NULL"]}'
    second = '{"a": "DOUBLE", "b": "BOOLEAN", "page_type": "VARCHAR", "_schema_version": "VARCHAR"}'
    paths = [path for shape in (first, second) for path in untyped_paths(shape)]
    assert merged(paths) == {("a",): "double", ("b",): "json", ("pageType",): "text", ("l",): "list"}
