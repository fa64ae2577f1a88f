"""The peers that need no SQL: pandas, Polars and Spark, each written as its users would."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from .data import APP_IDS, AS_OF

__all__ = ["pandas", "polars", "polars_streaming", "spark"]

PRODUCT = "contexts_com_snowplowanalytics_snowplow_ecommerce_product_1"
COLUMNS = [
    *(
        "app_id",
        "domain_userid",
        "collector_tstamp",
        "derived_tstamp",
        "event_name",
        "event_vendor",
        "event_version",
    ),
    *("page_urlpath", "geo_country", "domain_sessionid", "domain_sessionidx", "mkt_source", "pp_yoffset_max"),
    PRODUCT,
]
SNOWPLOW = "com.snowplowanalytics.snowplow"
WEEK = dt.timedelta(days=7)


def pandas(path: Path) -> Any:
    """G12 in pandas, on Arrow's strings, sorted once by time."""
    import numpy as np
    import pandas as pd
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    table = pq.read_table(path, columns=COLUMNS, filters=pc.field("app_id").isin(APP_IDS))
    products = table[PRODUCT]
    flat = pc.list_flatten(products)
    events = table.drop_columns([PRODUCT]).to_pandas()
    parents = pc.list_parent_indices(products).to_numpy()
    firsts = np.flatnonzero(np.diff(parents, prepend=-1))
    price, category = (np.full(len(events), fill, kind) for fill, kind in ((np.nan, float), (None, object)))
    price[parents[firsts]] = flat.combine_chunks().field("price").to_numpy(zero_copy_only=False)[firsts]
    category[parents[firsts]] = flat.combine_chunks().field("category").to_numpy(zero_copy_only=False)[firsts]
    events["price"] = np.where(category == "tents", price, np.nan)
    events["t"] = events["derived_tstamp"].fillna(events["collector_tstamp"])
    scope = events["domain_userid"].notna() & (events["domain_userid"] != "") & (events["t"] <= AS_OF)
    events = events.loc[scope]

    key = "domain_userid"
    ours = (events["event_vendor"] == SNOWPLOW) & (events["event_version"] == "1-0-0")
    views = events.loc[ours & (events["event_name"] == "page_view")]
    pings = events.loc[ours & (events["event_name"] == "page_ping")]
    recent = views.loc[
        views["page_urlpath"].str.startswith("/pricing", na=False) & (views["t"] > AS_OF - WEEK)
    ]
    users = events.groupby(key, sort=True)
    out = pd.DataFrame(index=users.size().index)
    out["page_views"] = views.groupby(key).size()
    out["pricing_views_7d"] = recent.groupby(key).size()
    out["tents_value"] = users["price"].sum()
    out["mean_scroll"] = pings.groupby(key)["pp_yoffset_max"].mean()
    out["sessions_so_far"] = users["domain_sessionidx"].max()
    sourced = events.loc[events["mkt_source"].notna()].sort_values(["t", "mkt_source"])
    out["first_source"] = sourced.groupby(key)["mkt_source"].first()
    seen = views.loc[views["page_urlpath"].notna()].groupby([key, "page_urlpath"])["t"].max().reset_index()
    seen = seen.sort_values(["t", "page_urlpath"])
    out["last_page"] = seen.groupby(key)["page_urlpath"].last()
    out["pages"] = seen.groupby(key)["page_urlpath"].agg(lambda pages: list(pages)[-100:])
    hours = (
        events.groupby([key, events["derived_tstamp"].dt.hour.rename("hour")])
        .size()
        .rename("n")
        .reset_index()
    )
    hours = hours.sort_values(["n", "hour"], ascending=[False, True])
    out["busiest_hour"] = hours.groupby(key)["hour"].first()
    countries = events.groupby([key, "geo_country"]).size().rename("n").reset_index()
    countries = countries.sort_values(["n", "geo_country"], ascending=[False, True])
    pairs = zip(countries[key], countries["geo_country"], countries["n"], strict=True)
    counted: dict[str, dict[str, int]] = {}
    for user, country, n in pairs:
        counted.setdefault(user, {})[country] = n
    out["countries"] = pd.Series(counted)
    out["sessions"] = users["domain_sessionid"].nunique()
    out["hours_since"] = ((AS_OF - users["t"].max()).dt.total_seconds() / 3600).clip(lower=0)
    zeros = ["page_views", "pricing_views_7d", "sessions"]
    out[zeros] = out[zeros].fillna(0).astype("int64")
    out["pages"] = [pages if isinstance(pages, list) else [] for pages in out["pages"]]
    out["countries"] = [counts if isinstance(counts, dict) else {} for counts in out["countries"]]
    return out.reset_index()


def polars(path: Path, engine: str = "in-memory") -> Any:
    """G12 in Polars' lazy frames: scalars in one grouping, distributions by key and value first."""
    import polars as pl

    t = pl.coalesce("derived_tstamp", "collector_tstamp")
    ours = (pl.col("event_vendor") == SNOWPLOW) & (pl.col("event_version") == "1-0-0")
    product = pl.col(PRODUCT).list.first()
    events = (
        pl.scan_parquet(path)
        .filter(pl.col("app_id").is_in(APP_IDS), pl.col("domain_userid") != "", t <= AS_OF)
        .select(
            pl.col("domain_userid").alias("k"),
            t.alias("t"),
            (ours & (pl.col("event_name") == "page_view")).fill_null(False).alias("is_view"),
            (ours & (pl.col("event_name") == "page_ping")).fill_null(False).alias("is_ping"),
            pl.col("page_urlpath").alias("path"),
            pl.col("geo_country").alias("country"),
            pl.col("domain_sessionid").alias("session"),
            pl.col("domain_sessionidx").alias("idx"),
            pl.col("mkt_source").alias("source"),
            pl.col("pp_yoffset_max").alias("yoffset"),
            pl.when(product.struct.field("category") == "tents")
            .then(product.struct.field("price"))
            .alias("price"),
            pl.col("derived_tstamp").dt.hour().cast(pl.Int32).alias("hour"),
        )
    )
    pricing = pl.col("is_view") & pl.col("path").str.starts_with("/pricing") & (pl.col("t") > AS_OF - WEEK)
    scalars = events.group_by("k").agg(
        pl.col("is_view").sum().cast(pl.Int64).alias("page_views"),
        pricing.sum().cast(pl.Int64).alias("pricing_views_7d"),
        pl.col("price").sum().alias("tents_value"),
        pl.col("yoffset").filter("is_ping").mean().alias("mean_scroll"),
        pl.col("idx").max().alias("sessions_so_far"),
        pl.col("session").drop_nulls().n_unique().cast(pl.Int64).alias("sessions"),
        ((pl.lit(AS_OF) - pl.col("t").max()).dt.total_microseconds() / 3.6e9).clip(0).alias("hours_since"),
    )
    # An arg_min settles no tie: the smallest value of the earliest moment does.
    sourced = events.filter(pl.col("source").is_not_null()).group_by("k", "source").agg(pl.col("t").min())
    first = sourced.group_by("k").agg(pl.col("source").sort_by("t", "source").first().alias("first_source"))
    seen = events.filter("is_view", pl.col("path").is_not_null()).group_by("k", "path").agg(pl.col("t").max())
    pages = seen.group_by("k").agg(pl.col("path").sort_by("t", "path").tail(100).alias("pages"))
    by_hour = events.filter(pl.col("hour").is_not_null()).group_by("k", "hour").agg(pl.len().alias("n"))
    hours = by_hour.group_by("k").agg(
        pl.col("hour").sort_by("n", "hour", descending=[True, False]).first().alias("busiest_hour")
    )
    by_country = (
        events.filter(pl.col("country").is_not_null()).group_by("k", "country").agg(pl.len().alias("n"))
    )
    countries = by_country.group_by("k").agg(
        pl.col("country", "n").sort_by("n", "country", descending=[True, False]).head(100)
    )
    joined = scalars
    for part in (first, pages, hours, countries):
        joined = joined.join(part, on="k", how="left")
    out = (
        joined.with_columns(pl.col("pages").list.last().alias("last_page"))
        .sort("k")
        .rename({"k": "domain_userid"})
        .collect(engine=engine)
    )
    pages, names, counts = (out[name].to_list() for name in ("pages", "country", "n"))
    frame = out.drop("pages", "country", "n").to_pandas()
    frame["pages"] = [each or [] for each in pages]
    frame["countries"] = [
        dict(zip(keys or [], values or [], strict=True)) for keys, values in zip(names, counts, strict=True)
    ]
    return frame


def polars_streaming(path: Path) -> Any:
    """The same in Polars' streaming engine."""
    return polars(path, engine="streaming")


def spark(path: Path) -> Any:
    """G12 in Spark SQL on this machine's cores."""
    from pyspark.sql import SparkSession
    from pyspark.sql import functions as F

    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.driver.memory", "6g")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "8")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    as_of, week = F.lit(AS_OF), F.lit(AS_OF - WEEK)
    ours = (F.col("event_vendor") == SNOWPLOW) & (F.col("event_version") == "1-0-0")
    product = F.get(PRODUCT, F.lit(0))
    t = F.coalesce("derived_tstamp", "collector_tstamp")
    events = (
        session.read.parquet(str(path))
        .where(F.col("app_id").isin(APP_IDS) & (F.col("domain_userid") != "") & (t <= as_of))
        .select(
            F.col("domain_userid").alias("k"),
            t.alias("t"),
            F.coalesce(ours & (F.col("event_name") == "page_view"), F.lit(False)).alias("is_view"),
            F.coalesce(ours & (F.col("event_name") == "page_ping"), F.lit(False)).alias("is_ping"),
            F.col("page_urlpath").alias("path"),
            F.col("geo_country").alias("country"),
            F.col("domain_sessionid").alias("session"),
            F.col("domain_sessionidx").alias("idx"),
            F.col("mkt_source").alias("source"),
            F.col("pp_yoffset_max").alias("yoffset"),
            F.when(product["category"] == "tents", product["price"]).alias("price"),
            F.hour("derived_tstamp").alias("hour"),
        )
    )
    view, ping = F.col("is_view"), F.col("is_ping")
    scalars = events.groupBy("k").agg(
        F.count(F.when(view, 1)).alias("page_views"),
        F.count(F.when(view & F.col("path").startswith("/pricing") & (F.col("t") > week), 1)).alias(
            "pricing_views_7d"
        ),
        F.coalesce(F.sum("price"), F.lit(0.0)).alias("tents_value"),
        F.avg(F.when(ping, F.col("yoffset"))).alias("mean_scroll"),
        F.max("idx").alias("sessions_so_far"),
        F.min(F.when(F.col("source").isNotNull(), F.struct("t", "source")))["source"].alias("first_source"),
        F.countDistinct("session").alias("sessions"),
        F.max("t").alias("latest"),
    )
    seen = events.where(view & F.col("path").isNotNull()).groupBy("k", "path").agg(F.max("t").alias("t"))
    pages = seen.groupBy("k").agg(F.sort_array(F.collect_list(F.struct("t", "path")))["path"].alias("pages"))
    by_hour = events.where(F.col("hour").isNotNull()).groupBy("k", "hour").agg(F.count("*").alias("n"))
    hours = by_hour.groupBy("k").agg(F.min(F.struct(-F.col("n"), "hour"))["hour"].alias("busiest_hour"))
    by_country = (
        events.where(F.col("country").isNotNull()).groupBy("k", "country").agg(F.count("*").alias("n"))
    )
    countries = by_country.groupBy("k").agg(
        F.sort_array(F.collect_list(F.struct((-F.col("n")).alias("n"), "country"))).alias("countries")
    )
    names, counts = F.col("countries")["country"].alias("names"), F.col("countries")["n"].alias("counts")
    countries = countries.select("k", names, counts)
    joined = scalars
    for part in (pages, hours, countries):
        joined = joined.join(part, "k", "left")
    frame = joined.orderBy("k").withColumnRenamed("k", "domain_userid").toPandas()
    frame["pages"] = [list(pages)[-100:] if pages is not None else [] for pages in frame["pages"]]
    frame["last_page"] = [pages[-1] if pages else None for pages in frame["pages"]]
    pairs = zip(frame.pop("names"), frame.pop("counts"), strict=True)
    frame["countries"] = [
        {} if names is None else dict(zip(names, (-counts).tolist(), strict=True)) for names, counts in pairs
    ]
    latest = frame["latest"].dt.tz_localize(None)
    frame["hours_since"] = ((AS_OF.replace(tzinfo=None) - latest).dt.total_seconds() / 3600).clip(lower=0)
    return frame
