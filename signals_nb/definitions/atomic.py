"""The canonical atomic columns: their names, their types, and a line on each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

__all__ = ["ATOMIC", "JSON_COLUMNS", "LOAD_TSTAMP", "TIMESTAMPS", "AtomicColumn", "AtomicType"]

AtomicType = Literal["text", "int", "double", "bool", "decimal", "timestamp"]


@dataclass(frozen=True)
class AtomicColumn:
    """One column of Snowplow's atomic events.

    Attributes:
        name: as in the table.
        type: what it holds; ``int`` has 32 bits, ``decimal`` is (18,2), ``timestamp`` is UTC.
        description: one line.
    """

    name: str
    type: AtomicType
    description: str


# In the order of the enriched event; types are those of Snowplow's loaders.
_COLUMNS: Final = """
app_id                  text       Application that sent the event
platform                text       Platform: web, mob, srv, app, tv, iot, ...
etl_tstamp              timestamp  When enrichment began
collector_tstamp        timestamp  When the collector received the event
dvce_created_tstamp     timestamp  When the event happened, by the device's clock
event                   text       Kind of event: page_view, page_ping, struct, unstruct, ...
event_id                text       UUID of the event
txn_id                  int        Transaction id set by the tracker, against duplicates
name_tracker            text       Tracker namespace
v_tracker               text       Tracker version
v_collector             text       Collector version
v_etl                   text       Enrichment version
user_id                 text       User id set by your business
user_ipaddress          text       IP address of the user
user_fingerprint        text       Fingerprint of the browser
domain_userid           text       First-party cookie id of the user
domain_sessionidx       int        Count of the user's sessions so far
network_userid          text       Collector's cookie id of the user
geo_country             text       ISO 3166-1 country code of the visitor
geo_region              text       ISO 3166-2 region code of the visitor
geo_city                text       City of the visitor
geo_zipcode             text       Postcode of the visitor
geo_latitude            double     Latitude of the visitor
geo_longitude           double     Longitude of the visitor
geo_region_name         text       Name of the visitor's region
ip_isp                  text       Internet provider of the visitor
ip_organization         text       Organisation that owns the visitor's IP address
ip_domain               text       Second-level domain of the visitor's IP address
ip_netspeed             text       Connection type of the visitor
page_url                text       URL of the page
page_title              text       Title of the page
page_referrer           text       URL of the referrer
page_urlscheme          text       Scheme of the page's URL
page_urlhost            text       Host of the page's URL
page_urlport            int        Port of the page's URL
page_urlpath            text       Path of the page's URL
page_urlquery           text       Query string of the page's URL
page_urlfragment        text       Fragment of the page's URL
refr_urlscheme          text       Scheme of the referrer's URL
refr_urlhost            text       Host of the referrer's URL
refr_urlport            int        Port of the referrer's URL
refr_urlpath            text       Path of the referrer's URL
refr_urlquery           text       Query string of the referrer's URL
refr_urlfragment        text       Fragment of the referrer's URL
refr_medium             text       Kind of referrer: search, social, email, internal, ...
refr_source             text       Name of the referrer, where it is recognised
refr_term               text       Search term of the referrer
mkt_medium              text       Campaign medium (utm_medium)
mkt_source              text       Campaign source (utm_source)
mkt_term                text       Campaign term (utm_term)
mkt_content             text       Campaign content (utm_content)
mkt_campaign            text       Campaign name (utm_campaign)
contexts                text       Entities sent with the event, as JSON text
se_category             text       Structured event: category
se_action               text       Structured event: action
se_label                text       Structured event: label
se_property             text       Structured event: property
se_value                double     Structured event: value
unstruct_event          text       Data of the self-describing event, as JSON text
tr_orderid              text       Transaction: order id
tr_affiliation          text       Transaction: affiliation
tr_total                decimal    Transaction: total value
tr_tax                  decimal    Transaction: tax
tr_shipping             decimal    Transaction: shipping
tr_city                 text       Transaction: city
tr_state                text       Transaction: state
tr_country              text       Transaction: country
ti_orderid              text       Transaction item: order id
ti_sku                  text       Transaction item: product code
ti_name                 text       Transaction item: product name
ti_category             text       Transaction item: product category
ti_price                decimal    Transaction item: unit price
ti_quantity             int        Transaction item: quantity
pp_xoffset_min          int        Page ping: least horizontal scroll, in pixels
pp_xoffset_max          int        Page ping: greatest horizontal scroll, in pixels
pp_yoffset_min          int        Page ping: least vertical scroll, in pixels
pp_yoffset_max          int        Page ping: greatest vertical scroll, in pixels
useragent               text       Raw user agent
br_name                 text       Browser name and version (deprecated)
br_family               text       Browser family (deprecated)
br_version              text       Browser version (deprecated)
br_type                 text       Browser type (deprecated)
br_renderengine         text       Browser engine (deprecated)
br_lang                 text       Language of the browser
br_features_pdf         bool       Browser has a PDF plug-in
br_features_flash       bool       Browser has Flash
br_features_java        bool       Browser has Java
br_features_director    bool       Browser has Director
br_features_quicktime   bool       Browser has QuickTime
br_features_realplayer  bool       Browser has RealPlayer
br_features_windowsmedia bool      Browser has Windows Media
br_features_gears       bool       Browser has Google Gears
br_features_silverlight bool       Browser has Silverlight
br_cookies              bool       Browser takes cookies
br_colordepth           text       Colour depth of the browser
br_viewwidth            int        Width of the viewport, in pixels
br_viewheight           int        Height of the viewport, in pixels
os_name                 text       Operating system (deprecated)
os_family               text       Operating system family (deprecated)
os_manufacturer         text       Operating system maker (deprecated)
os_timezone             text       Time zone of the device
dvce_type               text       Device type (deprecated)
dvce_ismobile           bool       Device is mobile (deprecated)
dvce_screenwidth        int        Width of the screen, in pixels
dvce_screenheight       int        Height of the screen, in pixels
doc_charset             text       Character encoding of the page
doc_width               int        Width of the page, in pixels
doc_height              int        Height of the page, in pixels
tr_currency             text       Transaction: currency
tr_total_base           decimal    Transaction: total value in the base currency
tr_tax_base             decimal    Transaction: tax in the base currency
tr_shipping_base        decimal    Transaction: shipping in the base currency
ti_currency             text       Transaction item: currency
ti_price_base           decimal    Transaction item: unit price in the base currency
base_currency           text       Base currency of the pipeline
geo_timezone            text       Time zone of the visitor's place
mkt_clickid             text       Click id of the advertisement
mkt_network             text       Advertising network of the click id
etl_tags                text       Tags of the enrichment run
dvce_sent_tstamp        timestamp  When the event was sent, by the device's clock
refr_domain_userid      text       domain_userid of the site that linked here
refr_dvce_tstamp        timestamp  When that link was followed, by the device's clock
derived_contexts        text       Entities added by enrichment, as JSON text
domain_sessionid        text       Session id of the first-party cookie
derived_tstamp          timestamp  When the event happened, corrected for the device's clock
event_vendor            text       Vendor of the event's schema
event_name              text       Name of the event's schema
event_format            text       Format of the event's schema
event_version           text       Version of the event's schema
event_fingerprint       text       Hash of the event's fields, against duplicates
true_tstamp             timestamp  When the event happened, as set by the tracker's user
"""


def _column(line: str) -> AtomicColumn:
    name, kind, description = line.split(maxsplit=2)
    return AtomicColumn(name, kind, description)  # type: ignore[arg-type]


ATOMIC: Final[dict[str, AtomicColumn]] = {
    column.name: column for column in map(_column, _COLUMNS.strip().splitlines())
}
"""The 131 columns that an ``AtomicProperty`` may name, in the order of the enriched event."""

TIMESTAMPS: Final[tuple[str, ...]] = tuple(c.name for c in ATOMIC.values() if c.type == "timestamp")
"""The seven atomic timestamps; a ``date_part`` may be taken of these."""

JSON_COLUMNS: Final[tuple[str, ...]] = ("contexts", "unstruct_event", "derived_contexts")
"""Allowed names that hold JSON text, and that loaded tables split into columns of their own."""

LOAD_TSTAMP: Final = AtomicColumn("load_tstamp", "timestamp", "When the event was loaded into the table")
"""In loaded tables, though no ``AtomicProperty`` may name it."""
