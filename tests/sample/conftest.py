"""The sample tables in DuckDB, with short names for what the tests look at most."""

from collections.abc import Callable

import duckdb
import pytest

from signals_nb.samples import sample_customers, sample_events

SHOP = "com_snowplowanalytics_snowplow_ecommerce"
SNOWPLOW = "com_snowplowanalytics_snowplow"
VIEW = f"""
    CREATE TABLE e AS SELECT *,
        unstruct_event_{SHOP}_snowplow_ecommerce_action_1.type AS action,
        contexts_{SHOP}_product_1 AS products,
        contexts_{SHOP}_transaction_1[1] AS placed,
        contexts_{SNOWPLOW}_client_session_1[1] AS app_session,
        contexts_{SNOWPLOW}_web_page_1[1].id AS web_page,
        contexts_{SNOWPLOW}_media_player_2[1] AS player,
        contexts_nl_basjes_yauaa_context_1[1] AS agent
    FROM everything
"""


@pytest.fixture(scope="session")
def rows() -> Callable[[str], list[tuple]]:
    """Runs SQL on ``everything`` (the file), ``e`` (the same and more names) and ``customers``."""
    connection = duckdb.connect(config={"threads": 2})
    connection.execute("SET TimeZone = 'UTC'")
    connection.read_parquet(sample_events()).create_view("everything")
    connection.read_parquet(sample_customers()).create_view("customers")
    connection.execute(VIEW)
    return lambda sql: connection.execute(sql).fetchall()


@pytest.fixture(scope="session")
def one(rows: Callable[[str], list[tuple]]) -> Callable[[str], tuple]:
    """The only row of a query."""

    def only(sql: str) -> tuple:
        (row,) = rows(sql)
        return row

    return only
