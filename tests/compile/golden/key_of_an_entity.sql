WITH scan AS (
  SELECT
    coalesce(
      coalesce(
        nullif(CAST(list_extract("json contexts_com_acme_page_1", 1) AS TEXT), 'null'),
        nullif(CAST(list_extract("json contexts_com_acme_page_1", 2) AS TEXT), 'null'),
        nullif(CAST(list_extract("json contexts_com_acme_page_1", 3) AS TEXT), 'null'),
        nullif(CAST(list_extract("json contexts_com_acme_page_1", 4) AS TEXT), 'null')
      ),
      coalesce(
        nullif(CAST(list_extract("json contexts_com_acme_page_1_0_0", 1) AS TEXT), 'null'),
        nullif(CAST(list_extract("json contexts_com_acme_page_1_0_0", 2) AS TEXT), 'null'),
        nullif(CAST(list_extract("json contexts_com_acme_page_1_0_0", 3) AS TEXT), 'null'),
        nullif(CAST(list_extract("json contexts_com_acme_page_1_0_0", 4) AS TEXT), 'null')
      )
    ) AS "pageType",
    epoch_us("derived_tstamp") AS "derived_tstamp",
    epoch_us("collector_tstamp") AS "collector_tstamp",
    "event_vendor" AS "event_vendor",
    "event_name" AS "event_name",
    "event_version" AS "event_version"
  FROM (
    SELECT
      "derived_tstamp",
      "collector_tstamp",
      "event_vendor",
      "event_name",
      "event_version",
      try(
        json_extract(
          "contexts_com_acme_page_1",
          ['/0/pageType', '/0/page_type', '/pageType', '/page_type']
        )
      ) AS "json contexts_com_acme_page_1",
      try(
        json_extract(
          "contexts_com_acme_page_1_0_0",
          ['/0/pageType', '/0/page_type', '/pageType', '/page_type']
        )
      ) AS "json contexts_com_acme_page_1_0_0"
    FROM events
  ) AS parsed
), matched AS MATERIALIZED (
  SELECT
    CASE
      WHEN "pageType" < '-'
      THEN json_extract_string("pageType", '$')
      WHEN regexp_full_match("pageType", '-?[0-9]+')
      THEN CASE WHEN "pageType" = '-0' THEN '0' ELSE "pageType" END
      WHEN "pageType" >= '-' AND "pageType" < ':'
      THEN CASE
        WHEN TRY_CAST("pageType" AS DOUBLE) = trunc(TRY_CAST("pageType" AS DOUBLE))
        THEN format('{:.0f}', TRY_CAST("pageType" AS DOUBLE) + CAST('0.0' AS DOUBLE))
        ELSE CAST(TRY_CAST("pageType" AS DOUBLE) AS TEXT)
      END
      ELSE "pageType"
    END AS "key",
    coalesce("derived_tstamp", "collector_tstamp") AS "time",
    "event_vendor" = 'com.snowplowanalytics.snowplow'
    AND "event_name" = 'page_view'
    AND "event_version" = '1-0-0' AS "match0"
  FROM scan
  WHERE
    CASE
      WHEN "pageType" < '-'
      THEN json_extract_string("pageType", '$')
      WHEN regexp_full_match("pageType", '-?[0-9]+')
      THEN CASE WHEN "pageType" = '-0' THEN '0' ELSE "pageType" END
      WHEN "pageType" >= '-' AND "pageType" < ':'
      THEN CASE
        WHEN TRY_CAST("pageType" AS DOUBLE) = trunc(TRY_CAST("pageType" AS DOUBLE))
        THEN format('{:.0f}', TRY_CAST("pageType" AS DOUBLE) + CAST('0.0' AS DOUBLE))
        ELSE CAST(TRY_CAST("pageType" AS DOUBLE) AS TEXT)
      END
      ELSE "pageType"
    END <> ''
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
  scalars."key" AS "kind",
  CASE
    WHEN scalars."a0" IS NULL
    THEN TRY_CAST(0 AS BIGINT)
    ELSE TRY_CAST(scalars."a0" AS BIGINT)
  END AS "a0",
  CASE
    WHEN NOT scalars."a0" IS NULL AND TRY_CAST(scalars."a0" AS BIGINT) IS NULL
    THEN CAST(scalars."a0" AS TEXT)
  END AS "a0: misfit"
FROM scalars
ORDER BY
  scalars."key"
