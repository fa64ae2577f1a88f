"""What visitors hold in their hands."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DEVICES", "Device"]


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


_MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/"
_WIN = "Mozilla/5.0 (Windows NT 10.0; Win64; x64"
_IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
_IPAD = "Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
_DROID = "Mozilla/5.0 (Linux; Android 15; {}) AppleWebKit/"
_MOBILE_CHROME = "537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"
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
        _DROID.format("Pixel 9") + _MOBILE_CHROME,
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
        _DROID.format("SM-S931B") + _MOBILE_CHROME,
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
        f"Mozilla/5.0 (X11; CrOS x86_64 16295.0.0) AppleWebKit/{_CHROME}".replace("140", "138"),
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
