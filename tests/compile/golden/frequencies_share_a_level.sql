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
    struct_extract(min({'n': -"n0", 'v': "v"}) FILTER(WHERE
      "n0" > 0), 'v') AS "d0",
    struct_extract(min({'n': "n0", 'v': "v"}) FILTER(WHERE
      "n0" > 0), 'v') AS "d1",
    nullif(count(*) FILTER(WHERE
      "n0" > 0), 0) AS "d2"
  FROM (
    SELECT
      "key" AS "key",
      "value0" AS "v",
      count(*) FILTER(WHERE
        "match0") AS "n0"
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
  values_0."d0" AS "a0",
  values_0."d1" AS "a1",
  CASE
    WHEN values_0."d2" IS NULL
    THEN TRY_CAST(0 AS BIGINT)
    ELSE TRY_CAST(values_0."d2" AS BIGINT)
  END AS "a2",
  CASE
    WHEN NOT values_0."d2" IS NULL AND TRY_CAST(values_0."d2" AS BIGINT) IS NULL
    THEN CAST(values_0."d2" AS TEXT)
  END AS "a2: misfit"
FROM scalars
LEFT JOIN values_0
  ON scalars."key" = values_0."key"
ORDER BY
  scalars."key"
