WITH scan AS (
  SELECT
    "domain_userid" AS "domain_userid",
    epoch_us("derived_tstamp") AS "derived_tstamp",
    epoch_us("collector_tstamp") AS "collector_tstamp",
    "page_urlpath" AS "page_urlpath",
    "event_vendor" AS "event_vendor",
    "event_name" AS "event_name",
    "event_version" AS "event_version",
    coalesce(
      coalesce(
        nullif(CAST(list_extract("json contexts_com_acme_page_1", 1) AS TEXT), 'null'),
        nullif(CAST(list_extract("json contexts_com_acme_page_1", 2) AS TEXT), 'null')
      ),
      coalesce(
        nullif(CAST(list_extract("json contexts_com_acme_page_1_0_0", 1) AS TEXT), 'null'),
        nullif(CAST(list_extract("json contexts_com_acme_page_1_0_0", 2) AS TEXT), 'null')
      )
    ) AS "depth"
  FROM (
    SELECT
      "domain_userid",
      "derived_tstamp",
      "collector_tstamp",
      "page_urlpath",
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
    "page_urlpath" AS "value0",
    "event_vendor" = 'com.snowplowanalytics.snowplow'
    AND "event_name" = 'page_view'
    AND "event_version" = '1-0-0' AS "match0",
    CASE
      WHEN NOT "depth" IS NULL
      THEN {'n': CASE
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
      END, 's': CASE
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
        AND NOT regexp_full_match(
          CASE
            WHEN "depth" < '-'
            THEN json_extract_string("depth", '$')
            WHEN regexp_full_match("depth", '-?[0-9]+')
            THEN CASE WHEN "depth" = '-0' THEN '0' ELSE "depth" END
            WHEN "depth" >= '-' AND "depth" < ':'
            THEN CASE
              WHEN TRY_CAST("depth" AS DOUBLE) = trunc(TRY_CAST("depth" AS DOUBLE))
              THEN format('{:.0f}', TRY_CAST("depth" AS DOUBLE) + CAST('0.0' AS DOUBLE))
              ELSE CAST(TRY_CAST("depth" AS DOUBLE) AS TEXT)
            END
            ELSE "depth"
          END,
          '0|-?[1-9][0-9]*'
        )
        THEN CASE
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
          END = trunc(
            CASE
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
            END
          )
          THEN format(
            '{:.0f}',
            CASE
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
            END + CAST('0.0' AS DOUBLE)
          )
          ELSE CAST(CASE
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
          END AS TEXT)
        END
        ELSE CASE
          WHEN "depth" < '-'
          THEN json_extract_string("depth", '$')
          WHEN regexp_full_match("depth", '-?[0-9]+')
          THEN CASE WHEN "depth" = '-0' THEN '0' ELSE "depth" END
          WHEN "depth" >= '-' AND "depth" < ':'
          THEN CASE
            WHEN TRY_CAST("depth" AS DOUBLE) = trunc(TRY_CAST("depth" AS DOUBLE))
            THEN format('{:.0f}', TRY_CAST("depth" AS DOUBLE) + CAST('0.0' AS DOUBLE))
            ELSE CAST(TRY_CAST("depth" AS DOUBLE) AS TEXT)
          END
          ELSE "depth"
        END
      END}
    END AS "value1"
  FROM scan
  WHERE
    "domain_userid" <> ''
    AND coalesce("derived_tstamp", "collector_tstamp") <= 1772409600000000
), scalars AS (
  SELECT
    "key" AS "key",
    struct_extract(
      min({'t': "time", 'v': "value0"}) FILTER(WHERE
        "match0" AND NOT "value0" IS NULL),
      'v'
    ) AS "a0",
    struct_extract(
      max({'t': "time", 'v': "value1"}) FILTER(WHERE
        "match0" AND NOT "value1" IS NULL),
      'v'
    ) AS "a1"
  FROM matched
  GROUP BY
    "key"
)
SELECT
  scalars."key" AS "domain_userid",
  scalars."a0" AS "a0",
  TRY_CAST(struct_extract(scalars."a1", 'n') AS DOUBLE) AS "a1",
  CASE
    WHEN NOT scalars."a1" IS NULL
    AND TRY_CAST(struct_extract(scalars."a1", 'n') AS DOUBLE) IS NULL
    THEN struct_extract(scalars."a1", 's')
  END AS "a1: misfit"
FROM scalars
ORDER BY
  scalars."key"
