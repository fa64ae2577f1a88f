"""The kiosk in the Berlin store: browsing in a hurry, and orders sent with the old e-commerce calls."""

from __future__ import annotations

from shop.catalogue import CATEGORIES, PRODUCTS, Product
from shop.chance import sigmoid
from shop.shelf import CURRENCY, act, euros, on_shelf
from shop.visit import Page
from shop.web import WebVisit

__all__ = ["browse_in_store"]


def browse_in_store(visit: WebVisit, affinity: float) -> None:
    """One shopper in front of the kiosk; the screen is wiped when they leave."""
    chance = visit.chance
    if visit.visitor.customer:
        visit.emit(
            "struct",
            "event",
            {"se_category": "loyalty", "se_action": "card_scan", "se_label": "kiosk-berlin"},
        )
        visit.log_in()
    visit.show(Page("home", "/kiosk", "Welcome"))
    visit.stay(chance.skewed(9, 0.5))
    wanted: Product | None = None
    for _ in range(1 + chance.count(1.8)):
        category = chance.one_of(list(CATEGORIES))
        visit.show(Page("category", f"/kiosk/{category}", CATEGORIES[category]))
        visit.stay(chance.skewed(11, 0.5))
        shown = {product: product.popularity for product in PRODUCTS if product.category == category}
        product = chance.weighted(shown)
        visit.show(Page("product", f"/kiosk/p/{product.slug}", product.name))
        act(visit, "product_view", [on_shelf(product)])
        visit.stay(chance.skewed(14, 0.6))
        if chance.yes(sigmoid(-2.7 + 0.5 * affinity)):
            wanted = product
    if wanted:
        _order(visit, wanted, 1 + chance.count(0.2))


def _order(visit: WebVisit, product: Product, quantity: int) -> None:
    cents = product.cents * quantity
    order = f"KS-{visit.chance.whole(10000, 99999)}"
    total = {
        "tr_orderid": order,
        "tr_affiliation": "kiosk-berlin",
        "tr_total": euros(cents),
        "tr_tax": euros(round(cents * 19 / 119)),
        "tr_shipping": euros(0),
        "tr_city": "Berlin",
        "tr_state": "BE",
        "tr_country": "DE",
        "tr_currency": CURRENCY,
    }
    item = {
        "ti_orderid": order,
        "ti_sku": product.sku,
        "ti_name": product.name,
        "ti_category": product.category,
        "ti_price": euros(product.cents),
        "ti_quantity": quantity,
        "ti_currency": CURRENCY,
    }
    visit.emit("transaction", "transaction", total, {"txn_id": visit.chance.whole(100000, 999999)})
    visit.emit("transaction_item", "transaction_item", item, {"txn_id": visit.rows[-1]["txn_id"]})
