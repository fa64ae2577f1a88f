WITH scan AS (
  SELECT
    "domain_userid" AS "domain_userid",
    epoch_us("derived_tstamp") AS "derived_tstamp",
    epoch_us("collector_tstamp") AS "collector_tstamp",
    "event_vendor" AS "event_vendor",
    "event_name" AS "event_name",
    "event_version" AS "event_version",
    "page_urlpath" AS "page_urlpath"
  FROM events
), matched AS MATERIALIZED (
  SELECT
    "domain_userid" AS "key",
    coalesce("derived_tstamp", "collector_tstamp") AS "time",
    "event_vendor" = 'com.snowplowanalytics.snowplow'
    AND "event_name" = 'page_view'
    AND "event_version" = '1-0-0' AS "match0",
    "page_urlpath" AS "value0"
  FROM scan
  WHERE
    "domain_userid" <> ''
    AND coalesce("derived_tstamp", "collector_tstamp") <= 1772409600000000
), life_0 AS MATERIALIZED (
  SELECT
    "key",
    CASE
      WHEN 1772409600000000 - max("time") <= 43200000000
      THEN max("time") FILTER(WHERE
        "begins")
    END AS "since"
  FROM (
    SELECT
      "key",
      "time",
      coalesce("time" - lag("time") OVER (PARTITION BY "key" ORDER BY "time") > 43200000000, TRUE) AS "begins"
    FROM matched
    WHERE
      "match0"
  ) AS updates
  GROUP BY
    "key"
), life_1 AS MATERIALIZED (
  SELECT
    "key",
    CASE
      WHEN 1772409600000000 - max("time") <= 32400000000
      THEN max("time") FILTER(WHERE
        "begins")
    END AS "since"
  FROM (
    SELECT
      "key",
      "time",
      coalesce("time" - lag("time") OVER (PARTITION BY "key" ORDER BY "time") > 32400000000, TRUE) AS "begins"
    FROM matched
    WHERE
      "match0" AND NOT "value0" IS NULL
  ) AS updates
  GROUP BY
    "key"
), living AS (
  SELECT
    matched.*,
    life_0."since" AS "life_0_since",
    life_1."since" AS "life_1_since"
  FROM matched
  LEFT JOIN life_0
    ON matched."key" = life_0."key"
  LEFT JOIN life_1
    ON matched."key" = life_1."key"
), scalars AS (
  SELECT
    "key" AS "key",
    nullif(count(*) FILTER(WHERE
      "match0" AND "time" >= "life_0_since"), 0) AS "a0"
  FROM living
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
        "match0" AND "time" >= "life_1_since") AS "n0",
      max("time") FILTER(WHERE
        "match0" AND "time" >= "life_1_since") AS "t0"
    FROM living
    WHERE
      NOT "value0" IS NULL AND (
        "match0" AND "time" >= "life_1_since"
      )
    GROUP BY
      "key",
      "value0"
  ) AS counted
  GROUP BY
    "key"
)
SELECT
  scalars."key" AS "domain_userid",
  CASE
    WHEN life_0."key" IS NULL OR NOT life_0."since" IS NULL
    THEN CASE
      WHEN scalars."a0" IS NULL
      THEN TRY_CAST(0 AS BIGINT)
      ELSE TRY_CAST(scalars."a0" AS BIGINT)
    END
  END AS "a0",
  CASE
    WHEN life_0."key" IS NULL OR NOT life_0."since" IS NULL
    THEN CASE
      WHEN NOT scalars."a0" IS NULL AND TRY_CAST(scalars."a0" AS BIGINT) IS NULL
      THEN CAST(scalars."a0" AS TEXT)
    END
  END AS "a0: misfit",
  CASE
    WHEN life_1."key" IS NULL OR NOT life_1."since" IS NULL
    THEN coalesce(
      list_transform(values_0."d0", LAMBDA x : struct_extract(x, 'v')),
      CAST([] AS TEXT[])
    )
  END AS "a1"
FROM scalars
LEFT JOIN values_0
  ON scalars."key" = values_0."key"
LEFT JOIN life_0
  ON scalars."key" = life_0."key"
LEFT JOIN life_1
  ON scalars."key" = life_1."key"
ORDER BY
  scalars."key"
