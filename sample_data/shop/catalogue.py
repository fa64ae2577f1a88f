"""What the shop sells, writes and explains."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ARTICLES", "CATEGORIES", "HELP", "PRODUCTS", "VIDEOS", "Article", "Product", "Video"]


@dataclass(frozen=True)
class Product:
    """One product; the price is in whole cents of a euro."""

    sku: str
    name: str
    category: str
    brand: str
    cents: int
    variant: str | None = None
    popularity: float = 1.0

    @property
    def slug(self) -> str:
        """The last step of the product page's path."""
        plain = "".join(c if c.isalnum() and c.isascii() else "-" for c in self.name.lower())
        return "-".join(part for part in plain.split("-") if part) or self.sku.lower()


@dataclass(frozen=True)
class Article:
    """A page to read: a journal story or a help article; ``video`` names the film on it."""

    path: str
    title: str
    language: str = "en"
    video: str | None = None
    popularity: float = 1.0


@dataclass(frozen=True)
class Video:
    """A film with its length in seconds."""

    label: str
    seconds: int


CATEGORIES = {
    "tea/green": "Green tea",
    "tea/black": "Black tea",
    "tea/oolong": "Oolong",
    "tea/herbal": "Herbal infusions",
    "teaware/pots": "Teapots",
    "teaware/kettles": "Kettles",
    "teaware/cups": "Cups & bowls",
    "plants/ferns": "Ferns",
    "plants/indoor": "Indoor plants",
    "gifts": "Gifts & sets",
}

PRODUCTS = [
    Product("TEA-101", "Gyokuro Asahi", "tea/green", "Uji Hills", 2490, "100 g", 2.2),
    Product("TEA-102", "Sencha Daily", "tea/green", "Uji Hills", 1250, "100 g", 3.4),
    Product("TEA-103", "Matcha 抹茶 Ceremonial", "tea/green", "Uji Hills", 3200, "30 g tin", 3.1),
    Product("TEA-104", "Jasmine Pearls", "tea/green", "Fern Valley", 1690, "100 g", 1.8),
    Product("TEA-105", "Genmaicha", "tea/green", "Uji Hills", 1090, "100 g", 1.3),
    Product("TEA-201", "Darjeeling First Flush", "tea/black", "Hillside", 1990, "100 g", 2.0),
    Product("TEA-202", "Assam Breakfast", "tea/black", "Hillside", 990, "250 g", 2.8),
    Product("TEA-203", "Earl Grey “Blue Lady”", "tea/black", "Fern Valley", 1150, "100 g", 2.4),
    Product("TEA-204", "Lapsang Souchong", "tea/black", "Wuyi Smoke", 1380, "100 g", 0.9),
    Product("TEA-205", "Half & Half: 50% Decaf", "tea/black", "Fern Valley", 1050, "100 g", 0.8),
    Product("TEA-301", "Tie Guan Yin", "tea/oolong", "Anxi Garden", 2150, "100 g", 1.2),
    Product("TEA-302", "Da Hong Pao", "tea/oolong", "Wuyi Smoke", 3890, "50 g", 0.8),
    Product("TEA-303", "Milk Oolong", "tea/oolong", "Anxi Garden", 1750, "100 g", 1.5),
    Product("TEA-401", "Rooibos Vanille", "tea/herbal", "Cape Red", 890, "150 g", 1.7),
    Product("TEA-402", "Peppermint", "tea/herbal", "Fern Valley", 690, "60 g", 1.9),
    Product("TEA-403", "Crème de Camomille", "tea/herbal", "Fern Valley", 850, "60 g", 1.1),
    Product("POT-501", "Kyusu Side-Handle Pot", "teaware/pots", "Tokoname", 5900, "360 ml", 1.4),
    Product("POT-502", "Stoneware Teapot Moss", "teaware/pots", "Studio Alba", 4800, "900 ml", 1.6),
    Product("POT-503", "Glass Teapot 1.2 l", "teaware/pots", "Klarglas", 3450, "1.2 l", 1.5),
    Product("POT-504", "Gaiwan White", "teaware/pots", "Studio Alba", 2600, "120 ml", 0.8),
    Product("KET-601", "Gooseneck Kettle Pro", "teaware/kettles", "Brewline", 14900, "1 l", 1.3),
    Product("KET-602", "Variable Kettle", "teaware/kettles", "Brewline", 8990, "1.5 l", 1.4),
    Product("KET-603", "Stovetop Kettle Enamel", "teaware/kettles", "Studio Alba", 5450, "2 l", 0.9),
    Product("KET-604", "Kettle_Care Descaler", "teaware/kettles", "Brewline", 790, "3 sachets", 1.0),
    Product("CUP-701", "Double-Wall Glass (2)", "teaware/cups", "Klarglas", 1990, "250 ml", 1.8),
    Product("CUP-702", "Matcha Bowl", "teaware/cups", "Tokoname", 2850, "500 ml", 1.2),
    Product("CUP-703", "Yunomi Cup", "teaware/cups", "Tokoname", 1650, "180 ml", 1.1),
    Product("PLA-801", "Boston Fern", "plants/ferns", "Greenhouse 9", 1850, "Ø 17 cm", 1.6),
    Product("PLA-802", "Maidenhair Fern", "plants/ferns", "Greenhouse 9", 1450, "Ø 12 cm", 1.4),
    Product("PLA-803", "Staghorn Fern", "plants/ferns", "Greenhouse 9", 3200, "mounted", 0.7),
    Product("PLA-901", "Calathea Orbifolia", "plants/indoor", "Greenhouse 9", 2790, "Ø 17 cm", 1.3),
    Product("PLA-902", "Tea Plant (Camellia)", "plants/indoor", "Greenhouse 9", 2290, "Ø 14 cm", 1.5),
    Product("GFT-001", "Matcha Starter Set", "gifts", "Kettle & Fern", 5990, "4 pieces", 1.9),
    Product("GFT-002", "Tea Calendar 2026", "gifts", "Kettle & Fern", 3990, "24 teas", 1.5),
    Product("GFT-003", "Gift Card", "gifts", "Kettle & Fern", 2500, None, 0.9),
]

VIDEOS = {
    "whisk": Video("How to whisk matcha", 94),
    "gongfu": Video("Gongfu brewing in six steps", 212),
    "repot": Video("Repotting a fern", 148),
    "descale": Video("Descaling your kettle", 75),
}

ARTICLES = [
    Article("/journal/matcha-at-home", "Matcha at home 🍵", video="whisk", popularity=3.0),
    Article("/journal/gongfu-for-beginners", "Gongfu for beginners", video="gongfu", popularity=1.8),
    Article("/journal/ferns-that-forgive", "Ferns that forgive 🌿", video="repot", popularity=2.0),
    Article("/journal/100-percent-right-water", 'The "100% right" water', popularity=1.2),
    Article("/journal/cold_brew-vs-iced", "cold_brew vs. iced: a season's last word", popularity=1.4),
    Article("/fr/journal/the-a-la-menthe", "Thé à la menthe : le goût de l’été", "fr"),
    Article("/de/journal/gruener-tee-fuer-anfaenger", "Grüner Tee für Anfänger", "de", popularity=1.6),
    Article("/ja/journal/gyokuro", "玉露の淹れ方", "ja", popularity=1.2),
    Article("/he/journal/nana", "תה נענע: המדריך המלא", "he", popularity=0.8),
    Article("/pt/journal/cha-gelado", "Chá gelado para dias quentes ☀️", "pt", popularity=0.7),
]

HELP = [
    Article("/delivery/when-will-it-arrive", "When will my order arrive?", popularity=3.2),
    Article("/returns/send-something-back", "Send something back", popularity=2.4),
    Article("/tea-club/pause-or-cancel", "Pause or cancel the Tea Club", popularity=1.7),
    Article("/payment/vouchers", "Vouchers & gift cards: why isn't my 10% applied?", popularity=1.3),
    Article("/care/descale-a-kettle", "Descale a kettle", video="descale", popularity=1.6),
    Article("/care/brown-fern-tips", "Brown tips on a fern", video="repot", popularity=1.3),
    Article("/account/change_email", "Change your e-mail address", popularity=1.0),
    Article("/contact", "Contact us", popularity=0.9),
]
