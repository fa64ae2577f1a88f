"""From the cart to the order: three steps, at each of which some give up."""

from __future__ import annotations

from shop.app import AppVisit
from shop.chance import sigmoid
from shop.entities import SHOP, entity
from shop.shelf import BY_SKU, CURRENCY, act, cart_of, euros, lines
from shop.visit import Page
from shop.web import WebVisit

__all__ = ["FREE_FROM", "SHIPPING", "check_out"]

SHIPPING, FREE_FROM = 490, 4500
_STEPS = ["delivery", "payment", "review"]
_PAYMENT = {
    "DE": {"paypal": 45, "invoice": 30, "card": 25},
    "NL": {"ideal": 70, "card": 20, "paypal": 10},
}
_ANYWHERE = {"card": 55, "paypal": 30, "apple_pay": 15}


def check_out(visit: WebVisit | AppVisit, intent: float, code: str | None) -> bool:
    """Walk through the checkout; true when an order was placed."""
    visitor, chance = visit.visitor, visit.chance
    if visitor.customer and chance.yes(0.9):
        visit.log_in()
    guest = not visitor.logged_in
    who = entity(
        SHOP,
        "user",
        "1-0-0",
        {"id": f"guest-{visitor.domain_userid[:8]}" if guest else visitor.customer, "is_guest": guest},
    )
    payment = chance.weighted(_PAYMENT.get(visitor.place.country, _ANYWHERE))
    coupon = code if chance.yes(0.7) else None
    subtotal = sum(BY_SKU[sku].cents * quantity for sku, quantity in visitor.cart.items())
    shipping = 0 if subtotal >= FREE_FROM else SHIPPING
    for number, step in enumerate(_STEPS, 1):
        visit.show(Page("checkout", f"/checkout/{step}", f"Checkout: {step}"))
        visit.wait(2)
        details = {
            "account_type": "guest" if guest else "existing",
            "coupon_code": coupon if number > 1 else None,
            "delivery_method": "parcel_shop" if chance.yes(0.25) else "standard",
            "delivery_provider": "DHL" if visitor.place.country == "DE" else "UPS",
            "marketing_opt_in": chance.yes(0.35) if number == 1 else None,
            "payment_method": payment if number > 1 else None,
            "step": number,
        }
        act(
            visit,
            "checkout_step",
            lines(visitor.cart),
            entity(SHOP, "checkout_step", "1-0-0", details),
            cart_of(visit),
            who,
        )
        visit.stay(chance.skewed(38, 0.5))
        dearer = 0.35 if number == 2 and shipping else 0.0
        if not chance.yes(sigmoid(1.15 + 0.45 * intent + (0.0 if guest else 0.35) - dearer)):
            return False
    discount = subtotal // 10 if coupon else 0
    revenue = subtotal - discount + shipping
    order = {
        "credit_order": payment == "invoice",
        "currency": CURRENCY,
        "discount_amount": euros(discount) if coupon else None,
        "discount_code": coupon,
        "payment_method": payment,
        "revenue": euros(revenue),
        "shipping": euros(shipping),
        "tax": euros(round(revenue * 19 / 119)),
        "total_quantity": sum(visitor.cart.values()),
        "transaction_id": f"KF-{chance.whole(100000, 999999)}",
    }
    visit.show(Page("confirmation", "/checkout/thank-you", "Thank you!"))
    visit.wait(1)
    act(
        visit,
        "transaction",
        lines(visitor.cart),
        entity(SHOP, "transaction", "1-0-0", order),
        cart_of(visit),
        who,
    )
    visit.stay(chance.skewed(20, 0.5))
    visitor.cart.clear()
    visitor.orders += 1
    return True
