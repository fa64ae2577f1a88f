"""How visitors find the shop: campaigns and referrers."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CAMPAIGNS", "HARVEST", "REFERRERS", "Campaign", "Referrer"]


@dataclass(frozen=True)
class Campaign:
    """What the utm parameters of a landing page say; ``pull`` moves the visitor's intent to buy."""

    medium: str
    source: str
    name: str
    content: str | None = None
    term: str | None = None
    network: str | None = None
    pull: float = 0.0
    days: tuple[int, int] = (1, 30)
    referrer: str | None = None


@dataclass(frozen=True)
class Referrer:
    """The page a visitor comes from without a campaign."""

    medium: str
    source: str | None
    host: str
    path: str
    pull: float = 0.0


HARVEST = Campaign("email", "newsletter", "autumn_harvest", "hero", pull=0.95, days=(15, 22))

CAMPAIGNS = {
    Campaign(
        "cpc", "google", "brand_search_eu", "headline_a", "kettle and fern", "Google", 0.55, referrer="google"
    ): 10,
    Campaign(
        "cpc",
        "google",
        "matcha_generic",
        "headline_b",
        "ceremonial matcha",
        "Google",
        -0.15,
        referrer="google",
    ): 9,
    HARVEST: 18,
    Campaign("email", "newsletter", "weekly_brew", "footer_link", pull=0.75): 8,
    Campaign("paid_social", "instagram", "fern_friends", "reel_03", pull=-0.75, referrer="instagram"): 10,
    Campaign("paid_social", "facebook", "fern_friends", "carousel_01", pull=-0.6, referrer="facebook"): 5,
    Campaign("display", "partner_network", "retarget_cart", "banner_300x250", pull=0.35, days=(5, 30)): 60,
    Campaign("affiliate", "teablog", "spring&autumn", "review", pull=0.2): 4,
}

REFERRERS = {
    "google": Referrer("search", "Google", "www.google.com", "/", 0.1),
    "bing": Referrer("search", "Bing", "www.bing.com", "/search", 0.1),
    "duckduckgo": Referrer("search", "DuckDuckGo", "duckduckgo.com", "/", 0.15),
    "instagram": Referrer("social", "Instagram", "l.instagram.com", "/", -0.6),
    "facebook": Referrer("social", "Facebook", "l.facebook.com", "/l.php", -0.5),
    "reddit": Referrer("social", "Reddit", "www.reddit.com", "/r/tea/", -0.1),
    "blog": Referrer("unknown", None, "steepedthoughts.example", "/reviews/kyusu", 0.3),
}
