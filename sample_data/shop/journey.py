"""What a shopper does: wander, look, put in the cart, and now and then buy."""

from __future__ import annotations

from shop.app import AppVisit
from shop.catalogue import ARTICLES, CATEGORIES, PRODUCTS, Article, Product
from shop.chance import sigmoid
from shop.checkout import check_out
from shop.entities import SNOWPLOW
from shop.extras import find_my_tea, follow_link, sign_up
from shop.film import watch
from shop.shelf import act, cart_of, lines, on_shelf
from shop.visit import Page
from shop.web import WebVisit

__all__ = ["Journey"]

_NEXT = {
    "home": {"category": 44, "product": 18, "search": 14, "article": 13, "club": 7},
    "category": {"product": 66, "category": 18, "search": 8, "home": 4},
    "product": {"product": 34, "category": 30, "search": 8, "article": 6, "club": 4, "home": 8},
    "article": {"article": 26, "product": 30, "category": 20, "home": 10, "club": 4},
    "search": {"product": 66, "search": 18, "category": 10},
    "club": {"home": 30, "category": 30, "product": 10},
}
_TERMS = {
    "matcha": 26,
    "gyokuro": 7,
    "earl grey": 9,
    "kettle": 14,
    "gooseneck kettle": 8,
    "fern": 12,
    "gift": 9,
    "decaf": 5,
    "抹茶": 3,
    "thé vert": 3,
    "50% off": 4,
    "coffee": 4,
    "yerba mate": 3,
}
_MEANS = {"抹茶": "matcha", "thé vert": "sencha", "50% off": "decaf"}


class Journey:
    """One visit to the shop, on whatever surface, with an intent to buy (log-odds)."""

    def __init__(self, visit: WebVisit | AppVisit, intent: float, code: str | None = None) -> None:
        self.visit = visit
        self.visitor = visit.visitor
        self.chance = visit.chance
        self.intent = intent
        self.code = code
        self.interest = self.chance.one_of(list(CATEGORIES))
        self.terms: list[str] = []
        self.places = {
            "home": self._home,
            "category": self._category,
            "product": self._product,
            "search": self._search,
            "article": self._article,
            "club": self._club,
        }

    def run(self, landing: str) -> None:
        """Walk from the landing page until the shopper leaves or has bought."""
        chance = self.chance
        if self.visitor.customer and chance.yes(0.6):
            self.visit.log_in()
        bounces = chance.yes(sigmoid(-0.45 - 0.7 * self.intent))
        steps = 1 if bounces else 2 + chance.count(0.8 + 4.4 * sigmoid(self.intent - 0.4))
        kind = landing
        for _ in range(steps):
            self.places[kind]()
            kind = chance.weighted(_NEXT[kind])
        if self.visitor.cart and not bounces and chance.yes(sigmoid(0.7 + 0.5 * self.intent)):
            self._cart()
            if self.visitor.cart and chance.yes(sigmoid(0.5 + 0.6 * self.intent)):
                check_out(self.visit, self.intent, self.code)

    def _open(self, page: Page, seconds: float, watching: float = 0.0) -> None:
        self.visit.show(page)
        self.visit.stay(max(watching + 3, self.chance.skewed(seconds, 0.75)))

    def _home(self) -> None:
        self._open(Page("home", "/", "Tea, teaware and ferns"), 15)
        if isinstance(self.visit, WebVisit) and self.visitor.surface == "web":
            if self.chance.yes(0.05):
                find_my_tea(self.visit)
            if self.chance.yes(0.015 + 0.04 * sigmoid(self.intent)):
                sign_up(self.visit)
            if self.chance.yes(0.03):
                follow_link(self.visit)

    def _category(self) -> None:
        if self.chance.yes(0.4):
            self.interest = self.chance.one_of(list(CATEGORIES))
        self._open(Page("category", f"/{self.interest}", CATEGORIES[self.interest]), 22)
        shown = [product for product in PRODUCTS if product.category == self.interest]
        if self.chance.yes(0.3):
            place = self.chance.whole(1, len(shown))
            act(self.visit, "list_click", [on_shelf(shown[place - 1], position=place)], name=self.interest)
            self._view(shown[place - 1])

    def _product(self) -> None:
        near = [product for product in PRODUCTS if product.category == self.interest]
        offered = near if self.chance.yes(0.6) else PRODUCTS
        self._view(self.chance.weighted({product: product.popularity for product in offered}))

    def _view(self, product: Product) -> None:
        visitor, chance = self.visitor, self.chance
        self.visit.show(Page("product", f"/p/{product.slug}", product.name))
        act(self.visit, "product_view", [on_shelf(product)])
        self.visit.stay(chance.skewed(30 + 6 * sigmoid(self.intent), 0.75))
        again = product.sku in visitor.seen
        visitor.seen.add(product.sku)
        wish = -3.05 + 0.85 * self.intent + 0.16 * product.popularity - product.cents / 9000 + 0.55 * again
        if chance.yes(sigmoid(wish)):
            quantity = 1 + chance.count(0.35) if product.cents < 4000 else 1
            quantity = min(quantity, 4)
            visitor.cart[product.sku] = visitor.cart.get(product.sku, 0) + quantity
            act(self.visit, "add_to_cart", [on_shelf(product, quantity)], cart_of(self.visit))
            self.visit.wait(chance.between(2, 12))
        elif isinstance(self.visit, WebVisit) and visitor.surface == "web" and chance.yes(0.03):
            note = {"se_category": "wishlist", "se_action": "add", "se_label": product.sku}
            note |= {"se_property": product.category, "se_value": product.cents / 100}
            self.visit.emit("struct", "event", note)

    def _search(self) -> None:
        term = self.chance.weighted(_TERMS)
        self.terms.append(term)
        found = [
            product for product in PRODUCTS if _MEANS.get(term, term).split()[-1] in product.name.lower()
        ]
        if term == "gift":
            found = [product for product in PRODUCTS if product.category == "gifts"]
        self.visit.show(
            Page("search", "/search", "Search", "q=" + term.replace(" ", "+").replace("%", "%25"))
        )
        filters = '{"category":"teaware","inStock":true}' if self.chance.yes(0.12) else None
        data = {
            "filters": filters,
            "page_results": min(len(found), 12),
            "terms": term.split(" "),
            "total_results": len(found),
        }
        column = "unstruct_event_com_snowplowanalytics_snowplow_site_search_1"
        self.visit.self_describing(SNOWPLOW, "site_search", "1-0-0", {column: data})
        self.visit.stay(self.chance.skewed(14, 0.6))
        if found and self.chance.yes(0.55):
            self._view(self.chance.one_of(found))

    def _article(self) -> None:
        language = self.visitor.place.language[:2]
        readable: dict[Article, float] = {
            article: article.popularity * (4 if article.language == language else 1)
            for article in ARTICLES
            if article.language in ("en", language) or self.chance.yes(0.06)
        }
        article = self.chance.weighted(readable)
        self.visit.show(Page("article", article.path, article.title))
        watching = 0.0
        if article.video and isinstance(self.visit, WebVisit) and self.chance.yes(0.34):
            watching = watch(self.visit, article.video, self.chance.between(0.15, 1.5))
            self.intent += 0.25
        self.visit.stay(max(watching + 3, self.chance.skewed(58, 0.7)))

    def _club(self) -> None:
        self._open(Page("club", "/tea-club", "The Tea Club"), 26)
        if self.chance.yes(sigmoid(-0.4 + 0.7 * self.intent)):
            self._open(Page("club", "/tea-club/pricing", "Tea Club: what it costs"), 34)
            self.intent += 0.2

    def _cart(self) -> None:
        visitor = self.visitor
        self._open(Page("cart", "/cart", "Your cart"), 20)
        if self.chance.yes(0.14):
            sku = self.chance.one_of(list(visitor.cart))
            gone = lines({sku: visitor.cart.pop(sku)})
            act(self.visit, "remove_from_cart", gone, cart_of(self.visit))
