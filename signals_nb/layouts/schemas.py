"""Which schemas the columns of a table hold: vendor and name read back out of a column's name.

A column's name does not tell vendor from name. The events' own vendors and names, and Snowplow's public
schemas, settle most; the rest is a guess, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from signals_nb.layouts.names import column_stem

__all__ = ["Family", "Schema", "schemas"]

Family = Literal["event", "entity"]

_FAMILIES: Final[tuple[tuple[str, Family], ...]] = (("contexts", "entity"), ("unstruct_event", "event"))

_COLUMN: Final = re.compile(
    r"(?P<prefix>contexts|unstruct_event)_(?P<stem>[a-z0-9_]+?)_(?P<model>[1-9]\d*)(?:_\d+_\d+)?",
    re.IGNORECASE,
)
_RECOVERED: Final = re.compile(r"_recovered_\d+_\d+_\d+_[0-9a-f]{8}$", re.IGNORECASE)

# Of a vendor in reversed domain order, the parts below which names are given out (`uk.co.acme`).
_SHARED: Final = frozenset({"co", "com", "net", "org", "gov", "ac", "edu"})

# Public schemas (Iglu Central), by vendor.
_PUBLIC: Final = """
com.snowplowanalytics.snowplow: web_page client_session mobile_context geolocation_context desktop_context
  browser_context media_player media_player_event event_specification gdpr consent_document consent_granted
  consent_withdrawn link_click ad_impression ad_click ad_conversion add_to_cart remove_from_cart site_search
  submit_form change_form focus_form social_interaction timing application_error screen_view duplicate
  parent_event application_context ua_parser_context cookie enhanced_ecommerce payload_data failure
  button_click page_view page_ping element web_vitals
com.snowplowanalytics.snowplow.ecommerce: product cart transaction checkout_step page user promotion refund
  transaction_error snowplow_ecommerce_action
com.snowplowanalytics.snowplow.media: session ad ad_break player ping_event play_event pause_event end_event
  ready_event seek_start_event seek_end_event buffer_start_event buffer_end_event quality_change_event
  playback_rate_change_event volume_change_event fullscreen_change_event percent_progress_event error_event
  ad_start_event ad_complete_event ad_skip_event ad_click_event ad_break_start_event ad_break_end_event
com.snowplowanalytics.mobile: screen application deep_link screen_summary screen_view application_install
  application_lifecycle message_notification deep_link_received screen_end
com.google.analytics: cookies private undocumented
com.google.ga4: cookies
com.google.tag-manager.server-side: common user_data
com.iab.snowplow: spiders_and_robots
com.optimizely: state variation visitor
com.optimizely.snowplow: optimizely_summary
com.youtube: youtube
com.vimeo: meta
org.whatwg: media_element video_element
org.w3: PerformanceTiming PerformanceNavigationTiming
org.ietf: http_header http_cookie
org.openweathermap: weather
nl.basjes: yauaa_context
com.dbip: location isp
com.maxmind: anonymous_ip
"""


def _public() -> dict[str, list[str]]:
    vendors: dict[str, list[str]] = {}
    for vendor, names in re.findall(r"^(\S+): ((?:.|\n )*)$", _PUBLIC, re.MULTILINE):
        vendors[vendor] = names.split()
    return vendors


_VENDORS: Final = _public()


@dataclass(frozen=True, slots=True)
class Schema:
    """A model of a schema that the table has columns for.

    Attributes:
        family: whether it is of self-describing events or of entities.
        guessed: whether vendor and name are read from the column's name alone; they then find the column, and
            may be another vendor and name with the same letters.
    """

    family: Family
    vendor: str
    name: str
    major_version: int
    guessed: bool = False

    @property
    def words(self) -> str:
        """As in messages: ``com.acme/cart/1``."""
        return f"{self.vendor}/{self.name}/{self.major_version}"


def schemas(
    columns: Iterable[str], seen: Iterable[tuple[str | None, str | None, str | None]]
) -> list[Schema]:
    """The schemas that ``columns`` hold, in order of their first column.

    Args:
        columns: of the table.
        seen: vendor, name and version of the events in it.

    >>> schemas(["contexts_com_acme_cart_item_1_0_0", "contexts_com_acme_cart_item_1_0_1", "app_id"], [])
    [Schema(family='entity', vendor='com.acme', name='cart_item', major_version=1, guessed=True)]
    """
    events = [(vendor, name) for vendor, name, _ in seen if vendor and name]
    found: dict[tuple[Family, str, int], Schema] = {}
    for column in columns:
        match = _COLUMN.fullmatch(column)
        if match is None or _RECOVERED.search(column):
            continue
        prefix, stem, model = match["prefix"].lower(), match["stem"].lower(), int(match["model"])
        family = next(family for known, family in _FAMILIES if known == prefix)
        key = (family, stem, model)
        if key in found:
            continue
        pair = _named(prefix, stem, model, events if family == "event" else [])
        guess = None if pair else _guess(stem, [vendor for vendor, _ in events])
        if pair or guess:
            vendor, name = pair or guess or ("", "")
            found[key] = Schema(family, vendor, name, model, guessed=pair is None)
    return list(found.values())


def _named(prefix: str, stem: str, model: int, events: Sequence[tuple[str, str]]) -> tuple[str, str] | None:
    """The vendor and name that are known to have this column."""
    public = [(vendor, name) for vendor, names in _VENDORS.items() for name in names]
    wanted = f"{prefix}_{stem}_{model}"
    return next((pair for pair in [*events, *public] if column_stem(prefix, *pair, model) == wanted), None)


def _guess(stem: str, vendors: list[str]) -> tuple[str, str] | None:
    """The longest vendor known to begin so, else the first parts of what looks like a domain name."""
    for vendor in sorted({*vendors, *_VENDORS}, key=lambda each: (-len(each), each)):
        begin = re.sub(r"[.-]", "_", vendor).lower() + "_"
        if stem.startswith(begin) and len(stem) > len(begin):
            return vendor, stem[len(begin) :]
    parts = stem.split("_")
    length = 3 if len(parts) > 3 and parts[1] in _SHARED else 2
    if len(parts) <= length or not all(parts[:length]):
        return None
    return ".".join(parts[:length]), "_".join(parts[length:])
