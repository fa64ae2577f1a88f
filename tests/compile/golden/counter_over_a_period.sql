WITH scan AS (
  SELECT
    "domain_userid" AS "domain_userid",
    epoch_us("derived_tstamp") AS "derived_tstamp",
    epoch_us("collector_tstamp") AS "collector_tstamp",
    "event_vendor" AS "event_vendor",
    "event_name" AS "event_name",
    "event_version" AS "event_version"
  FROM events
), matched AS MATERIALIZED (
  SELECT
    "domain_userid" AS "key",
    coalesce("derived_tstamp", "collector_tstamp") AS "time",
    (
      "event_vendor" = 'com.snowplowanalytics.snowplow'
      AND "event_name" = 'page_view'
      AND "event_version" = '1-0-0'
    )
    AND coalesce("derived_tstamp", "collector_tstamp") > 1772366400000000 AS "match0"
  FROM scan
  WHERE
    "domain_userid" <> ''
    AND coalesce("derived_tstamp", "collector_tstamp") <= 1772409600000000
), scalars AS (
  SELECT
    "key" AS "key",
    nullif(count(*) FILTER(WHERE
      "match0"), 0) AS "a0"
  FROM matched
  GROUP BY
    "key"
)
SELECT
  scalars."key" AS "domain_userid",
  CASE
    WHEN scalars."a0" IS NULL
    THEN TRY_CAST(9 AS INT)
    ELSE TRY_CAST(scalars."a0" AS INT)
  END AS "a0",
  CASE
    WHEN NOT scalars."a0" IS NULL AND TRY_CAST(scalars."a0" AS INT) IS NULL
    THEN CAST(scalars."a0" AS TEXT)
  END AS "a0: misfit"
FROM scalars
ORDER BY
  scalars."key"
