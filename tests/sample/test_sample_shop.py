"""The shop of the sample is believable: money adds up, people sleep, buyers differ and overlap."""

import re
from collections.abc import Callable

import pyarrow as pa
import pyarrow.parquet as pq

from signals_nb.samples import sample_customers, sample_events

One = Callable[[str], tuple]
Rows = Callable[[str], list[tuple]]

SHOP_SESSIONS = """
    SELECT domain_sessionid, coalesce(bool_or(action = 'transaction'), false) AS bought,
        count(*) FILTER (action = 'product_view') AS looked, max(domain_sessionidx) AS i,
        count(*) FILTER (page_urlpath = '/tea-club/pricing') AS priced
    FROM e WHERE app_id IN ('website', 'mobile_app') AND domain_sessionid IS NOT NULL
        AND agent.device_class <> 'Robot'
    GROUP BY 1
"""


def test_volume(one: One) -> None:
    number, apps, users, sessions, known = one("""
        SELECT count(*), list_sort(list(DISTINCT app_id) FILTER (app_id IS NOT NULL)),
            count(DISTINCT domain_userid), count(DISTINCT domain_sessionid),
            count(DISTINCT domain_userid) FILTER (user_id IS NOT NULL) / count(DISTINCT domain_userid)
        FROM e
    """)
    assert 55_000 <= number <= 65_000
    assert apps == ["help_center", "kiosk", "mobile_app", "website"]
    assert 2_300 <= users <= 2_700
    assert 4_000 <= sessions <= 5_500
    assert 0.3 <= known <= 0.37


def test_the_month_is_september(one: One) -> None:
    first, last, days = one("""
        SELECT min(collector_tstamp)::VARCHAR, max(collector_tstamp)::VARCHAR,
            count(DISTINCT collector_tstamp::DATE)
        FROM e
    """)
    assert first.startswith("2026-09-01")
    assert last.startswith("2026-09-30 2")
    assert days == 30


def test_sessions_count_up_and_stay_with_one_user(one: One) -> None:
    mixed, backwards, steps = one("""
        WITH s AS (
            SELECT domain_sessionid, any_value(domain_userid) AS u, min(derived_tstamp) AS began,
                count(DISTINCT domain_userid) AS users, count(DISTINCT domain_sessionidx) AS indexes,
                min(domain_sessionidx) AS i
            FROM e WHERE domain_sessionid IS NOT NULL AND year(derived_tstamp) = 2026 GROUP BY 1),
        steps AS (SELECT *, i - lag(i) OVER (PARTITION BY u ORDER BY began) AS step FROM s)
        SELECT count(*) FILTER (users <> 1 OR indexes <> 1), count(*) FILTER (step < 1), count(step)
        FROM steps
    """)
    assert (mixed, backwards) == (0, 0)
    assert steps > 1500


def test_pings_come_every_ten_seconds_after_their_page_view(one: One) -> None:
    pings, orphans, off_beat = one("""
        WITH v AS (
            SELECT web_page, min(dvce_created_tstamp) AS shown FROM e WHERE event = 'page_view' GROUP BY 1),
        p AS (
            SELECT epoch_ms(dvce_created_tstamp) - epoch_ms(shown) AS since
            FROM e LEFT JOIN v USING (web_page) WHERE event = 'page_ping')
        SELECT count(*), count(*) FILTER (since IS NULL),
            count(*) FILTER (since NOT BETWEEN 9_990 AND 130_000 OR (since + 5) % 10_000 > 10)
        FROM p
    """)
    assert pings > 20_000
    assert (orphans, off_beat) == (0, 0)


def test_the_first_page_of_a_session_tells_where_the_visitor_came_from(one: One) -> None:
    views, internal, marketed = one("""
        SELECT count(*), count(*) FILTER (refr_medium = 'internal'), count(mkt_medium) FROM (
            SELECT * FROM e WHERE event = 'page_view' AND domain_sessionid IS NOT NULL
            QUALIFY row_number() OVER (PARTITION BY domain_sessionid ORDER BY derived_tstamp) = 1)
    """)
    assert internal == 0
    assert 0.2 < marketed / views < 0.4
    assert one("""
        SELECT count(*) FROM e
        WHERE refr_medium = 'internal' AND (mkt_medium IS NOT NULL OR page_referrer IS NULL)
    """) == (0,)


def test_what_an_order_costs_is_what_its_products_cost(one: One) -> None:
    orders, wrong, smallest = one("""
        WITH pieces AS (
            SELECT event_id, placed, unnest(products) AS p FROM (
                SELECT DISTINCT ON (event_id) event_id, placed, products FROM e WHERE placed IS NOT NULL)),
        orders AS (
            SELECT any_value(placed) AS o, sum(p.price * p.quantity) AS worth, sum(p.quantity) AS number
            FROM pieces GROUP BY event_id)
        SELECT count(*), count(*) FILTER (o.total_quantity <> number
                OR worth - coalesce(o.discount_amount, 0) + o.shipping <> o.revenue), min(o.revenue)
        FROM orders
    """)
    assert orders > 150
    assert wrong == 0
    assert smallest > 0


def test_a_cart_holds_several_products(one: One) -> None:
    several, most = one("SELECT count(*) FILTER (len(products) > 1), max(len(products)) FROM e")
    assert several > 200
    assert most >= 4


def test_media_events_without_data_have_no_column_of_their_own(one: One) -> None:
    names = pq.read_schema(sample_events()).names
    assert not [name for name in names if re.search(r"media_(play|pause|ping|end)_event", name)]
    played, left, over, furthest = one("""
        SELECT count(*) FILTER (event_name = 'play_event'), count(*) FILTER (event_name = 'pause_event'),
            count(*) FILTER (event_name = 'end_event'), max(player.current_time - player.duration)
        FROM (SELECT DISTINCT ON (event_id) * FROM e WHERE player IS NOT NULL)
    """)
    assert 0 < over < left < played == left + over
    assert furthest == 0


def test_visitors_sleep_at_night_where_they_live(one: One) -> None:
    for country, behind in (("DE", -2), ("US", 5), ("JP", -9)):
        evening, night = one(f"""
            WITH t AS (
                SELECT hour(collector_tstamp - INTERVAL ({behind}) HOUR) AS h FROM e
                WHERE geo_country = '{country}' AND app_id <> 'kiosk' AND agent.device_class <> 'Robot')
            SELECT count(*) FILTER (h BETWEEN 18 AND 21), count(*) FILTER (h BETWEEN 1 AND 4) FROM t
        """)
        assert evening > 4 * night, country


def test_the_store_is_closed_on_sundays_and_full_on_saturdays(rows: Rows) -> None:
    shoppers = dict(
        rows(
            "SELECT isodow(collector_tstamp), count(DISTINCT domain_sessionid) "
            "FROM e WHERE app_id = 'kiosk' GROUP BY 1"
        )
    )
    assert sorted(shoppers) == [1, 2, 3, 4, 5, 6]
    assert max(shoppers, key=shoppers.__getitem__) == 6


def test_buyers_differ_from_the_others_but_overlap_with_them(one: One) -> None:
    bought, rate, more, deeper, dearer, lookers = one(f"""
        SELECT count(*) FILTER (bought), count(*) FILTER (bought) / count(*),
            avg(looked) FILTER (bought) / avg(looked) FILTER (NOT bought),
            avg(i) FILTER (bought) - avg(i) FILTER (NOT bought),
            avg(priced) FILTER (bought) / avg(priced) FILTER (NOT bought),
            count(*) FILTER (looked >= 4 AND NOT bought)
        FROM ({SHOP_SESSIONS})
    """)
    assert bought > 150
    assert 0.03 <= rate <= 0.06
    assert more > 2
    assert deeper > 0.5
    assert dearer > 1.5
    assert lookers > bought


def test_the_funnel_narrows_at_every_step(one: One) -> None:
    steps = ["product_view", "add_to_cart", "checkout_step", "transaction"]
    counted = ", ".join(f"count(DISTINCT domain_sessionid) FILTER (action = '{step}')" for step in steps)
    looked, put, went, bought = one(f"SELECT {counted} FROM e WHERE app_id = 'website'")
    assert looked > 3 * put
    assert put > 1.3 * went
    assert went > 1.3 * bought
    assert bought > 100


def test_the_newsletter_sells_and_the_pretty_pictures_do_not(rows: Rows) -> None:
    sold = dict(
        rows("""
            WITH s AS (
                SELECT domain_sessionid, any_value(mkt_medium) AS medium,
                    coalesce(bool_or(action = 'transaction'), false) AS bought
                FROM e WHERE app_id = 'website' AND domain_sessionid IS NOT NULL GROUP BY 1)
            SELECT medium, avg(bought::INT) FROM s GROUP BY 1
        """)
    )
    assert sold["email"] > 2 * sold["cpc"] > 4 * sold["paid_social"] > 0


def test_customers_join_the_events(one: One) -> None:
    assert one("""
        SELECT count(DISTINCT user_id) FILTER (user_id NOT IN (SELECT customer_id FROM customers)),
            (SELECT list_sort(list(DISTINCT tier)) FROM customers)
        FROM e
    """) == (0, ["bronze", "gold", "platinum", "silver"])
    assert one("""
        SELECT count(*) FROM customers WHERE customer_id IN ('c_90001', 'c_90002')
            AND customer_id NOT IN (SELECT user_id FROM e WHERE user_id IS NOT NULL)
    """) == (2,)


def test_a_customers_newest_row_holds_the_orders_of_the_month(one: One) -> None:
    schema = pq.read_schema(sample_customers())
    assert schema.field("lifetime_value").type == pa.float64()
    assert schema.field("updated_at").type == pa.timestamp("us", tz="UTC")
    several, wrong = one("""
        WITH spent AS (
            SELECT user_id AS customer_id, sum(coalesce(placed.revenue, tr_total)) AS spent
            FROM (SELECT DISTINCT ON (event_id, event_name) * FROM e
                WHERE placed IS NOT NULL OR tr_total IS NOT NULL)
            WHERE user_id IS NOT NULL GROUP BY 1),
        grown AS (
            SELECT customer_id, count(*) AS n, max_by(lifetime_value, updated_at) AS newest,
                max_by(lifetime_value, updated_at) - min_by(lifetime_value, updated_at) AS growth
            FROM customers GROUP BY 1)
        SELECT count(*) FILTER (n > 1),
            count(*) FILTER (abs(growth - coalesce(spent, 0)) > 0.011 OR growth < 0)
        FROM grown LEFT JOIN spent USING (customer_id)
    """)
    assert several > 50
    assert wrong == 0
