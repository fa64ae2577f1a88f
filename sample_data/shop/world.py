"""Where visitors sit, what they hold in their hands, and how they find the shop."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CAMPAIGNS", "DEVICES", "PLACES", "REFERRERS", "Campaign", "Device", "Place", "Referrer"]


@dataclass(frozen=True)
class Place:
    """A city; ``offset`` is its distance from UTC in hours in September, which no clock change touches."""

    country: str
    region: str
    region_name: str
    city: str
    zipcode: str
    latitude: float
    longitude: float
    timezone: str
    offset: int
    language: str
    network: str


@dataclass(frozen=True)
class Device:
    """A browser or phone as the enrichments see it."""

    agent: str
    agent_version: str
    os: str
    os_version: str
    maker: str
    model: str
    kind: str
    screen: tuple[int, int]
    useragent: str


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


PLACES = {
    Place(
        "DE", "BE", "Land Berlin", "Berlin", "10115", 52.532, 13.385, "Europe/Berlin", 2, "de-DE", "84.132"
    ): 20,
    Place(
        "DE", "HH", "Hamburg", "Hamburg", "20095", 53.5511, 9.9937, "Europe/Berlin", 2, "de-DE", "87.123"
    ): 9,
    Place(
        "GB", "ENG", "England", "London", "EC1A", 51.5142, -0.0931, "Europe/London", 1, "en-GB", "81.108"
    ): 16,
    Place(
        "GB", "SCT", "Scotland", "Edinburgh", "EH1", 55.9521, -3.1965, "Europe/London", 1, "en-GB", "86.150"
    ): 4,
    Place(
        "US",
        "NY",
        "New York",
        "New York",
        "10001",
        40.7506,
        -73.9971,
        "America/New_York",
        -4,
        "en-US",
        "72.229",
    ): 11,
    Place(
        "US",
        "OR",
        "Oregon",
        "Portland",
        "97205",
        45.5207,
        -122.6934,
        "America/Los_Angeles",
        -7,
        "en-US",
        "73.25",
    ): 7,
    Place(
        "FR", "IDF", "Île-de-France", "Paris", "75004", 48.8566, 2.3522, "Europe/Paris", 2, "fr-FR", "90.63"
    ): 11,
    Place(
        "NL",
        "NH",
        "North Holland",
        "Amsterdam",
        "1012",
        52.374,
        4.8897,
        "Europe/Amsterdam",
        2,
        "nl-NL",
        "83.80",
    ): 7,
    Place(
        "SE",
        "AB",
        "Stockholm County",
        "Stockholm",
        "111 20",
        59.3293,
        18.0686,
        "Europe/Stockholm",
        2,
        "sv-SE",
        "78.69",
    ): 4,
    Place("JP", "26", "Kyoto", "Kyoto", "600-8216", 34.9858, 135.7588, "Asia/Tokyo", 9, "ja-JP", "126.72"): 6,
    Place(
        "BR",
        "SP",
        "São Paulo",
        "São Paulo",
        "01001-000",
        -23.5505,
        -46.6333,
        "America/Sao_Paulo",
        -3,
        "pt-BR",
        "177.32",
    ): 3,
    Place(
        "IL",
        "TA",
        "Tel Aviv",
        "Tel Aviv-Yafo",
        "61000",
        32.0809,
        34.7806,
        "Asia/Jerusalem",
        3,
        "he-IL",
        "79.176",
    ): 2,
}

_MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/"
_WIN = "Mozilla/5.0 (Windows NT 10.0; Win64; x64"
_IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
_IPAD = "Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
_DROID = "Mozilla/5.0 (Linux; Android 15; {}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"
_CHROME = "537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"

DEVICES = {
    "chrome_win": Device(
        "Chrome",
        "140",
        "Windows NT",
        "11",
        "Unknown",
        "Desktop",
        "Desktop",
        (1920, 1080),
        f"{_WIN}) AppleWebKit/{_CHROME}",
    ),
    "chrome_mac": Device(
        "Chrome",
        "140",
        "Mac OS",
        "15",
        "Apple",
        "Apple Macintosh",
        "Desktop",
        (1728, 1117),
        f"{_MAC}{_CHROME}",
    ),
    "safari_mac": Device(
        "Safari",
        "18",
        "Mac OS",
        "15",
        "Apple",
        "Apple Macintosh",
        "Desktop",
        (1512, 982),
        f"{_MAC}605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15",
    ),
    "firefox_win": Device(
        "Firefox",
        "142",
        "Windows NT",
        "11",
        "Unknown",
        "Desktop",
        "Desktop",
        (1920, 1200),
        f"{_WIN}; rv:142.0) Gecko/20100101 Firefox/142.0",
    ),
    "edge_win": Device(
        "Edge",
        "140",
        "Windows NT",
        "11",
        "Unknown",
        "Desktop",
        "Desktop",
        (1536, 864),
        f"{_WIN}) AppleWebKit/{_CHROME} Edg/140.0.0.0",
    ),
    "safari_iphone": Device(
        "Safari",
        "18",
        "iOS",
        "18",
        "Apple",
        "Apple iPhone",
        "Phone",
        (393, 852),
        f"{_IPHONE}Version/18.6 Mobile/15E148 Safari/604.1",
    ),
    "chrome_android": Device(
        "Chrome",
        "140",
        "Android",
        "15",
        "Google",
        "Google Pixel 9",
        "Phone",
        (412, 923),
        _DROID.format("Pixel 9"),
    ),
    "samsung": Device(
        "Chrome",
        "140",
        "Android",
        "15",
        "Samsung",
        "Samsung SM-S931B",
        "Phone",
        (384, 832),
        _DROID.format("SM-S931B"),
    ),
    "safari_ipad": Device(
        "Safari",
        "18",
        "iOS",
        "18",
        "Apple",
        "Apple iPad",
        "Tablet",
        (820, 1180),
        f"{_IPAD}Version/18.6 Mobile/15E148 Safari/604.1",
    ),
    "app_ios": Device(
        "KettleFern",
        "4",
        "iOS",
        "18",
        "Apple",
        "Apple iPhone",
        "Phone",
        (393, 852),
        "KettleFern/4.2.0 (iPhone; iOS 18.6; Scale/3.00)",
    ),
    "app_android": Device(
        "KettleFern",
        "4",
        "Android",
        "15",
        "Samsung",
        "Samsung SM-S931B",
        "Phone",
        (384, 832),
        "KettleFern/4.2.0 (Linux; Android 15; SM-S931B)",
    ),
    "kiosk": Device(
        "Chrome",
        "138",
        "Chrome OS",
        "138",
        "Unknown",
        "Kiosk",
        "Tablet",
        (1080, 1920),
        "Mozilla/5.0 (X11; CrOS x86_64 16295.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36",
    ),
    "bot": Device(
        "LeafCrawler",
        "2",
        "Cloud",
        "??",
        "Unknown",
        "LeafCrawler",
        "Robot",
        (1024, 768),
        "Mozilla/5.0 (compatible; LeafCrawler/2.1; +https://leafcrawler.example/bot)",
    ),
}

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
    Campaign("email", "newsletter", "autumn_harvest", "hero", pull=1.05, days=(15, 22)): 22,
    Campaign("email", "newsletter", "weekly_brew", "footer_link", pull=0.75): 8,
    Campaign("paid_social", "instagram", "fern_friends", "reel_03", pull=-0.75, referrer="instagram"): 10,
    Campaign("paid_social", "facebook", "fern_friends", "carousel_01", pull=-0.6, referrer="facebook"): 5,
    Campaign("display", "partner_network", "retarget_cart", "banner_300x250", pull=0.35, days=(5, 30)): 5,
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
