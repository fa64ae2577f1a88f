WITH scan AS (
  SELECT
    "domain_userid" AS "domain_userid",
    epoch_us("derived_tstamp") AS "derived_tstamp",
    epoch_us("collector_tstamp") AS "collector_tstamp",
    "page_urlpath" AS "page_urlpath",
    "event_vendor" AS "event_vendor",
    "event_name" AS "event_name",
    "event_version" AS "event_version"
  FROM events
), matched AS MATERIALIZED (
  SELECT
    "domain_userid" AS "key",
    coalesce("derived_tstamp", "collector_tstamp") AS "time",
    "page_urlpath" AS "value0",
    "event_vendor" = 'com.snowplowanalytics.snowplow'
    AND "event_name" = 'page_view'
    AND "event_version" = '1-0-0' AS "match0"
  FROM scan
  WHERE
    "domain_userid" <> ''
    AND coalesce("derived_tstamp", "collector_tstamp") <= 1772409600000000
), scalars AS (
  SELECT
    "key" AS "key"
  FROM matched
  GROUP BY
    "key"
), values_0 AS (
  SELECT
    "key" AS "key",
    list_slice(list_sort(list({'t': "t0", 'v': "v"}) FILTER(WHERE
      "n0" > 0)), -100, -1) AS "d0"
  FROM (
    SELECT
      "key" AS "key",
      "value0" AS "v",
      count(*) FILTER(WHERE
        "match0") AS "n0",
      max("time") FILTER(WHERE
        "match0") AS "t0"
    FROM matched
    WHERE
      NOT "value0" IS NULL AND "match0"
    GROUP BY
      "key",
      "value0"
  ) AS counted
  GROUP BY
    "key"
)
SELECT
  scalars."key" AS "domain_userid",
  coalesce(
    list_transform(values_0."d0", LAMBDA x : struct_extract(x, 'v')),
    CAST([] AS TEXT[])
  ) AS "a0"
FROM scalars
LEFT JOIN values_0
  ON scalars."key" = values_0."key"
ORDER BY
  scalars."key"
