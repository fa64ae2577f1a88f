WITH scan AS (
  SELECT
    "domain_userid" AS "domain_userid",
    epoch_us("derived_tstamp") AS "derived_tstamp",
    epoch_us("collector_tstamp") AS "collector_tstamp",
    coalesce(
      coalesce(
        nullif(CAST(list_extract("json contexts_com_acme_page_1", 1) AS TEXT), 'null'),
        nullif(CAST(list_extract("json contexts_com_acme_page_1", 2) AS TEXT), 'null')
      ),
      coalesce(
        nullif(CAST(list_extract("json contexts_com_acme_page_1_0_0", 1) AS TEXT), 'null'),
        nullif(CAST(list_extract("json contexts_com_acme_page_1_0_0", 2) AS TEXT), 'null')
      )
    ) AS "depth",
    "event_vendor" AS "event_vendor",
    "event_name" AS "event_name",
    "event_version" AS "event_version"
  FROM (
    SELECT
      "domain_userid",
      "derived_tstamp",
      "collector_tstamp",
      "event_vendor",
      "event_name",
      "event_version",
      try(json_extract("contexts_com_acme_page_1", ['/0/depth', '/depth'])) AS "json contexts_com_acme_page_1",
      try(json_extract("contexts_com_acme_page_1_0_0", ['/0/depth', '/depth'])) AS "json contexts_com_acme_page_1_0_0"
    FROM events
  ) AS parsed
), matched AS MATERIALIZED (
  SELECT
    "domain_userid" AS "key",
    coalesce("derived_tstamp", "collector_tstamp") AS "time",
    CASE
      WHEN CASE
        WHEN "depth" >= '-' AND "depth" < ':'
        THEN TRY_CAST("depth" AS DOUBLE)
        WHEN "depth" < '-'
        THEN CASE
          WHEN regexp_full_match(
            json_extract_string("depth", '$'),
            '[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?'
          )
          AND isfinite(TRY_CAST(json_extract_string("depth", '$') AS DOUBLE))
          THEN TRY_CAST(json_extract_string("depth", '$') AS DOUBLE)
        END
      END > CAST('1e+20' AS DOUBLE)
      THEN CAST(CAST('1e+20' AS DOUBLE) AS DECIMAL(38, 9))
      WHEN CASE
        WHEN "depth" >= '-' AND "depth" < ':'
        THEN TRY_CAST("depth" AS DOUBLE)
        WHEN "depth" < '-'
        THEN CASE
          WHEN regexp_full_match(
            json_extract_string("depth", '$'),
            '[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?'
          )
          AND isfinite(TRY_CAST(json_extract_string("depth", '$') AS DOUBLE))
          THEN TRY_CAST(json_extract_string("depth", '$') AS DOUBLE)
        END
      END < -CAST('1e+20' AS DOUBLE)
      THEN CAST(-CAST('1e+20' AS DOUBLE) AS DECIMAL(38, 9))
      WHEN NOT CASE
        WHEN "depth" >= '-' AND "depth" < ':'
        THEN TRY_CAST("depth" AS DOUBLE)
        WHEN "depth" < '-'
        THEN CASE
          WHEN regexp_full_match(
            json_extract_string("depth", '$'),
            '[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?'
          )
          AND isfinite(TRY_CAST(json_extract_string("depth", '$') AS DOUBLE))
          THEN TRY_CAST(json_extract_string("depth", '$') AS DOUBLE)
        END
      END IS NULL
      THEN TRY_CAST(CASE WHEN "depth" < '-' THEN json_extract_string("depth", '$') ELSE "depth" END AS DECIMAL(38, 9))
    END AS "value0",
    "event_vendor" = 'com.snowplowanalytics.snowplow'
    AND "event_name" = 'page_view'
    AND "event_version" = '1-0-0' AS "match0",
    NOT "depth" IS NULL
    AND CASE
      WHEN "depth" >= '-' AND "depth" < ':'
      THEN TRY_CAST("depth" AS DOUBLE)
      WHEN "depth" < '-'
      THEN CASE
        WHEN regexp_full_match(
          json_extract_string("depth", '$'),
          '[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?'
        )
        AND isfinite(TRY_CAST(json_extract_string("depth", '$') AS DOUBLE))
        THEN TRY_CAST(json_extract_string("depth", '$') AS DOUBLE)
      END
    END IS NULL AS "lost_value0"
  FROM scan
  WHERE
    "domain_userid" <> ''
    AND coalesce("derived_tstamp", "collector_tstamp") <= 1772409600000000
), scalars AS (
  SELECT
    "key" AS "key",
    max("value0") FILTER(WHERE
      "match0") AS "a0",
    count(*) FILTER(WHERE
      "lost_value0" AND "match0") AS "lost0"
  FROM matched
  GROUP BY
    "key"
)
SELECT
  scalars."key" AS "domain_userid",
  TRY_CAST(round(scalars."a0") AS BIGINT) AS "a0",
  CASE
    WHEN NOT scalars."a0" IS NULL AND TRY_CAST(round(scalars."a0") AS BIGINT) IS NULL
    THEN CASE
      WHEN contains(CAST(scalars."a0" AS TEXT), '.')
      THEN rtrim(rtrim(CAST(scalars."a0" AS TEXT), '0'), '.')
      ELSE CAST(scalars."a0" AS TEXT)
    END
  END AS "a0: misfit",
  coalesce(scalars."a0" <> trunc(scalars."a0"), FALSE) AS "a0: rounded",
  scalars."lost0" AS "a0: no numbers"
FROM scalars
ORDER BY
  scalars."key"
