WITH scan AS (
  SELECT
    "domain_userid" AS "domain_userid",
    epoch_us("derived_tstamp") AS "derived_tstamp",
    epoch_us("collector_tstamp") AS "collector_tstamp",
    "tr_total" AS "tr_total",
    "event_vendor" AS "event_vendor",
    "event_name" AS "event_name",
    "event_version" AS "event_version",
    struct_extract(list_extract("contexts_com_acme_item_1", 1), 'price') AS "price"
  FROM events
), matched AS MATERIALIZED (
  SELECT
    "domain_userid" AS "key",
    coalesce("derived_tstamp", "collector_tstamp") AS "time",
    "tr_total" AS "value0",
    "event_vendor" = 'com.snowplowanalytics.snowplow'
    AND "event_name" = 'page_view'
    AND "event_version" = '1-0-0' AS "match0",
    "price" AS "value1"
  FROM scan
  WHERE
    "domain_userid" <> ''
    AND coalesce("derived_tstamp", "collector_tstamp") <= 1772409600000000
), scalars AS (
  SELECT
    "key" AS "key",
    sum("value0") FILTER(WHERE
      "match0") AS "a0",
    avg("value1") FILTER(WHERE
      "match0") AS "a1"
  FROM matched
  GROUP BY
    "key"
)
SELECT
  scalars."key" AS "domain_userid",
  CASE
    WHEN scalars."a0" IS NULL
    THEN TRY_CAST(0 AS DOUBLE)
    ELSE TRY_CAST(scalars."a0" AS DOUBLE)
  END AS "a0",
  CASE WHEN NOT isnan(scalars."a1") THEN TRY_CAST(scalars."a1" AS DOUBLE) END AS "a1"
FROM scalars
ORDER BY
  scalars."key"
