"""What a value of each atomic column looks like; ``atomic.ATOMIC`` says in a line what it means."""

from __future__ import annotations

from typing import Final

__all__ = ["EXAMPLES"]

# In the order of the enriched event, as ``atomic.ATOMIC`` is.
_EXAMPLES: Final = """
app_id                  website
platform                web
etl_tstamp              2026-03-01 09:15:04.210
collector_tstamp        2026-03-01 09:15:02.118
dvce_created_tstamp     2026-03-01 09:15:01.734
event                   page_view
event_id                c6ef3124-b53a-4b13-a233-0088f79dcbcb
txn_id                  41828
name_tracker            sp1
v_tracker               js-4.1.0
v_collector             ssc-3.2.0-kinesis
v_etl                   snowplow-enrich-kinesis-5.0.0
user_id                 customer_4711
user_ipaddress          92.231.54.0
user_fingerprint        2161814971
domain_userid           bc2e92ec-6c0f-4a8b-9c3a-2d6f0e51b7aa
domain_sessionidx       3
network_userid          ecdff4d0-9175-40ac-a8bb-325c49733607
geo_country             DE
geo_region              BE
geo_city                Berlin
geo_zipcode             10115
geo_latitude            52.5321
geo_longitude           13.3849
geo_region_name         Land Berlin
ip_isp                  Example Telekom
ip_organization         Example University
ip_domain               example.net
ip_netspeed             Cable/DSL
page_url                https://www.example.com/shop/tents?page=2#list
page_title              Tents for two
page_referrer           https://www.google.com/
page_urlscheme          https
page_urlhost            www.example.com
page_urlport            443
page_urlpath            /shop/tents
page_urlquery           page=2
page_urlfragment        list
refr_urlscheme          https
refr_urlhost            www.google.com
refr_urlport            443
refr_urlpath            /search
refr_urlquery           q=light+tents
refr_urlfragment        top
refr_medium             search
refr_source             Google
refr_term               light tents
mkt_medium              cpc
mkt_source              google
mkt_term                light tents
mkt_content             banner_blue
mkt_campaign            spring_sale
contexts                {"schema": "iglu:com.snowplowanalytics.snowplow/contexts/…", "data": […]}
se_category             video
se_action               play
se_label                how-to-pitch-a-tent
se_property             autoplay
se_value                12.5
unstruct_event          {"schema": "iglu:com.snowplowanalytics.snowplow/unstruct_event/…", "data": {…}}
tr_orderid              order-10042
tr_affiliation          web shop
tr_total                59.90
tr_tax                  9.56
tr_shipping             4.90
tr_city                 Berlin
tr_state                Berlin
tr_country              Germany
ti_orderid              order-10042
ti_sku                  TENT-2P-GRN
ti_name                 Two-person tent
ti_category             tents
ti_price                55.00
ti_quantity             1
pp_xoffset_min          0
pp_xoffset_max          12
pp_yoffset_min          240
pp_yoffset_max          1830
useragent               Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0
br_name                 Chrome 131
br_family               Chrome
br_version              131.0.0.0
br_type                 Browser
br_renderengine         WEBKIT
br_lang                 de-DE
br_features_pdf         true
br_features_flash       false
br_features_java        false
br_features_director    false
br_features_quicktime   false
br_features_realplayer  false
br_features_windowsmedia false
br_features_gears       false
br_features_silverlight false
br_cookies              true
br_colordepth           24
br_viewwidth            1280
br_viewheight           720
os_name                 Linux
os_family               Linux
os_manufacturer         Other
os_timezone             Europe/Berlin
dvce_type               Computer
dvce_ismobile           false
dvce_screenwidth        1920
dvce_screenheight       1080
doc_charset             UTF-8
doc_width               1280
doc_height              3042
tr_currency             EUR
tr_total_base           64.12
tr_tax_base             10.23
tr_shipping_base        5.24
ti_currency             EUR
ti_price_base           58.87
base_currency           USD
geo_timezone            Europe/Berlin
mkt_clickid             CjwKCAiA3ZC6BhBaEiwA
mkt_network             DoubleClick
etl_tags                prod
dvce_sent_tstamp        2026-03-01 09:15:01.790
refr_domain_userid      bc2e92ec-6c0f-4a8b-9c3a-2d6f0e51b7aa
refr_dvce_tstamp        2026-03-01 09:14:57.002
derived_contexts        {"schema": "iglu:com.snowplowanalytics.snowplow/contexts/…", "data": […]}
domain_sessionid        4a2e7c58-0d1b-4f5e-8b8d-9f1a3c6d7e21
derived_tstamp          2026-03-01 09:15:02.062
event_vendor            com.snowplowanalytics.snowplow
event_name              page_view
event_format            jsonschema
event_version           1-0-0
event_fingerprint       e3dbfa9cca0412c3d4052863cefb547f
true_tstamp             2026-03-01 09:15:01.734
"""


EXAMPLES: Final[dict[str, str]] = {
    line.split()[0]: line.split(maxsplit=1)[1] for line in _EXAMPLES.strip().splitlines()
}
"""An example per atomic column."""
