WITH scan AS (
  SELECT
    "domain_userid" AS "domain_userid",
    epoch_us("derived_tstamp") AS "derived_tstamp",
    epoch_us("collector_tstamp") AS "collector_tstamp",
    struct_extract(list_extract("contexts_com_acme_item_1", 1), 'price') AS "price",
    "event_vendor" AS "event_vendor",
    "event_name" AS "event_name",
    "event_version" AS "event_version"
  FROM events
), matched AS MATERIALIZED (
  SELECT
    "domain_userid" AS "key",
    coalesce("derived_tstamp", "collector_tstamp") AS "time",
    "price" AS "value0",
    "event_vendor" = 'com.snowplowanalytics.snowplow'
    AND "event_name" = 'page_view'
    AND "event_version" = '1-0-0' AS "match0"
  FROM scan
  WHERE
    "domain_userid" <> ''
    AND coalesce("derived_tstamp", "collector_tstamp") <= 1772409600000000
), scalars AS (
  SELECT
    "key" AS "key",
    avg("value0") FILTER(WHERE
      "match0") AS "a0"
  FROM matched
  GROUP BY
    "key"
)
SELECT
  scalars."key" AS "domain_userid",
  CASE WHEN NOT isnan(scalars."a0") THEN TRY_CAST(round(scalars."a0") AS INT) END AS "a0",
  CASE
    WHEN NOT scalars."a0" IS NULL
    AND CASE WHEN NOT isnan(scalars."a0") THEN TRY_CAST(round(scalars."a0") AS INT) END IS NULL
    AND NOT isnan(scalars."a0")
    THEN CASE
      WHEN scalars."a0" = trunc(scalars."a0")
      THEN format('{:.0f}', scalars."a0" + CAST('0.0' AS DOUBLE))
      ELSE CAST(scalars."a0" AS TEXT)
    END
  END AS "a0: misfit",
  coalesce(scalars."a0" <> trunc(scalars."a0"), FALSE) AS "a0: rounded"
FROM scalars
ORDER BY
  scalars."key"
