"""Ecommerce actions and the product entities on them."""

from __future__ import annotations

from decimal import Decimal

from shop.catalogue import PRODUCTS, Product
from shop.entities import SHOP, SNOWPLOW, Row, entity
from shop.visit import Visit

__all__ = ["BY_SKU", "CURRENCY", "act", "cart_of", "euros", "lines", "on_shelf", "specified"]

CURRENCY = "EUR"
BY_SKU = {product.sku: product for product in PRODUCTS}
_SCARCE = {"PLA-803", "TEA-302", "GFT-002"}
_ON_SALE = {"GFT-001": 6990, "KET-602": 9990, "TEA-205": 1250, "POT-503": 3950}
_SPECIFIED = {
    "add_to_cart": ("3f0c8a52-6b7d-4c1e-9a5f-2d8e71b4c901", "Add to cart", 2),
    "transaction": ("a81d2e9b-0c44-4f7a-8e3d-57b9f6c02d13", "Transaction", 3),
    "newsletter": ("c55e7f10-92ab-4d36-b1c8-0e4f3a6d7b25", "Newsletter sign-up", 1),
}


def euros(cents: int) -> Decimal:
    """Cents as an amount with two decimals."""
    return Decimal(cents).scaleb(-2)


def on_shelf(product: Product, quantity: int | None = None, position: int | None = None) -> Row:
    """The data of a product entity."""
    return {
        "brand": product.brand,
        "category": product.category,
        "currency": CURRENCY,
        "id": product.sku,
        "inventory_status": "low" if product.sku in _SCARCE else "in_stock",
        "list_price": euros(_ON_SALE[product.sku]) if product.sku in _ON_SALE else None,
        "name": product.name,
        "position": position,
        "price": euros(product.cents),
        "quantity": quantity,
        "variant": product.variant,
    }


def lines(cart: dict[str, int]) -> list[Row]:
    """The products of a cart, in the order they were put in."""
    return [on_shelf(BY_SKU[sku], quantity) for sku, quantity in cart.items()]


def cart_of(visit: Visit) -> Row:
    """The cart entity: what it is worth."""
    total = sum(BY_SKU[sku].cents * quantity for sku, quantity in visit.visitor.cart.items())
    return entity(
        SHOP,
        "cart",
        "1-0-0",
        {
            "cart_id": f"cart-{visit.visitor.domain_userid[:8]}",
            "currency": CURRENCY,
            "total_value": euros(total),
        },
    )


def specified(name: str) -> Row:
    """The entity that says which specification of the tracking plan an event follows."""
    identifier, title, version = _SPECIFIED[name]
    data = {"data_product_name": "Shop funnel", "id": identifier, "name": title, "version": version}
    return entity(SNOWPLOW, "event_specification", "1-0-3", data)


def act(visit: Visit, action: str, products: list[Row], *pieces: Row, name: str | None = None) -> Row:
    """Record an ecommerce action about these products."""
    data = {
        "unstruct_event_com_snowplowanalytics_snowplow_ecommerce_snowplow_ecommerce_action_1": {
            "type": action,
            "name": name,
        }
    }
    about = entity(SHOP, "product", "1-0-0", *products) if products else {}
    plan = specified(action) if action in _SPECIFIED else {}
    return visit.self_describing(SHOP, "snowplow_ecommerce_action", "1-0-2", data, about, plan, *pieces)
