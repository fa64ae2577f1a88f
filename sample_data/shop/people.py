"""Who visits: persons, the browsers and phones they use, and when they come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from shop.chance import Chance, sigmoid
from shop.devices import DEVICES, Device
from shop.places import PLACES, Place

__all__ = ["END", "MAILING", "START", "Visitor", "visitors"]

START = datetime(2026, 9, 1, tzinfo=UTC)
DAYS = 30
END = START + timedelta(days=DAYS)
MAILING = 14

_WEB_DEVICES = {
    "chrome_win": 25,
    "chrome_mac": 10,
    "safari_mac": 10,
    "firefox_win": 6,
    "edge_win": 6,
    "safari_iphone": 22,
    "chrome_android": 8,
    "samsung": 9,
    "safari_ipad": 4,
}
_APP_DEVICES = {"app_ios": 55, "app_android": 45}

# Local hours, 0 to 23: the shop is an evening hobby, the phone a companion of lunch and sofa.
_HOURS = {
    "web": [8, 4, 2, 1, 1, 2, 5, 12, 20, 26, 29, 30, 32, 28, 26, 27, 28, 30, 36, 48, 58, 56, 38, 18],
    "app": [10, 5, 2, 1, 1, 4, 14, 26, 24, 18, 17, 22, 36, 30, 18, 17, 20, 30, 38, 50, 66, 72, 56, 26],
    "kiosk": [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 18, 30, 40, 42, 38, 42, 48, 52, 40, 20, 0, 0, 0, 0],
}
# Monday to Sunday.
_WEEKDAYS = {
    "web": [1.05, 1.0, 0.96, 0.98, 0.82, 0.86, 1.28],
    "app": [0.95, 0.93, 0.92, 0.95, 0.98, 1.12, 1.32],
    "kiosk": [0.7, 0.75, 0.8, 0.9, 1.3, 2.1, 0.0],
}


@dataclass
class Visitor:
    """One browser, phone or kiosk customer: what Snowplow calls a ``domain_userid``.

    ``affinity`` is how much the person likes the shop (bell curve around 0); ``customer`` is the id of
    the account, whoever has one; ``skew`` is how many milliseconds the device's clock is ahead.
    """

    name: str
    surface: str
    affinity: float
    customer: str | None
    place: Place
    device: Device
    chance: Chance
    domain_userid: str
    network_userid: str
    address: str
    skew: int
    anonymous: bool = False
    coarse: bool = False
    sessions_before: int = 0
    logged_in: bool = False
    cart: dict[str, int] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    orders: int = 0
    previous_session: str | None = None

    @property
    def subscribed(self) -> bool:
        """Whether the newsletter reaches this visitor."""
        fond = self.customer is not None or self.affinity > 0.4
        return self.surface == "web" and not self.anonymous and fond

    def starts(self) -> list[datetime]:
        """The moments of the month at which this visitor's sessions begin, in order."""
        chance = self.chance
        day = _first_day(self.surface, chance)
        days = [int(day)]
        if self.surface != "kiosk" and not self.anonymous:
            loyal = sigmoid(1.1 * self.affinity - 0.5)
            for _ in range(chance.count((2.9 if self.surface == "web" else 5.7) * loyal)):
                day += max(0.15, chance.skewed(3.2, 0.9))
                days.append(int(day))
            if self.subscribed and chance.yes(0.17):
                # The harvest letter goes out on the morning of the 15th.
                days.append(MAILING + min(chance.count(0.5), 3))
        moments = {_moment(number, self, chance) for number in days if number < DAYS}
        return sorted(moment for moment in moments if START <= moment < END)


def _first_day(surface: str, chance: Chance) -> float:
    def weight(day: int) -> float:
        growth = 1.45 - 0.02 * day
        return _WEEKDAYS[surface][(START + timedelta(days=day)).weekday()] * growth

    return float(chance.weighted({day: weight(day) for day in range(DAYS)}))


def _moment(day: int, visitor: Visitor, chance: Chance) -> datetime:
    weekdays = _WEEKDAYS[visitor.surface]
    date = START + timedelta(days=day)
    # A quiet weekday hands some of its visits on to the next day.
    if chance.yes(0.55 * (1 - weekdays[date.weekday()] / max(weekdays))) and day < DAYS - 1:
        date += timedelta(days=1)
    hour = chance.weighted(dict(enumerate(_HOURS[visitor.surface])))
    local = date + timedelta(hours=hour, milliseconds=chance.whole(0, 3_599_999))
    return local - timedelta(hours=visitor.place.offset)


def visitors(count: int, kiosk: int) -> list[Visitor]:
    """All visitors: ``count`` persons with one or two devices each, and ``kiosk`` shoppers in the store."""
    found: list[Visitor] = []
    customers: list[tuple[str, float]] = []
    for number in range(count):
        chance = Chance(f"person/{number}")
        affinity = round(chance.normal(), 3)
        on_phone = chance.yes(0.19)
        has_account = chance.yes(sigmoid(-1.0 + 0.9 * affinity + (1.9 if on_phone else 0)))
        customer = f"c_{1000 + 7 * number + number % 5:05d}" if has_account else None
        place = chance.weighted(PLACES)
        surfaces = ["app"] if on_phone else ["web"]
        if customer:
            customers.append((customer, affinity))
            if chance.yes(0.22):
                surfaces = ["web", "app"]
        found += [_visitor(f"{number}/{kind}", kind, affinity, customer, place) for kind in surfaces]
    store = next(place for place in PLACES if place.city == "Berlin")
    for number in range(kiosk):
        chance = Chance(f"kiosk/{number}")
        customer, affinity = chance.one_of(customers) if chance.yes(0.22) else (None, chance.normal(0.2))
        found.append(_visitor(f"kiosk/{number}", "kiosk", affinity, customer, store))
    return found


def _visitor(name: str, surface: str, affinity: float, customer: str | None, place: Place) -> Visitor:
    chance = Chance(f"visitor/{name}")
    pick: dict[str, Callable[[], str]] = {
        "web": lambda: chance.weighted(_WEB_DEVICES),
        "app": lambda: chance.weighted(_APP_DEVICES),
        "kiosk": lambda: "kiosk",
    }
    wrong_clock = chance.yes(0.04)
    return Visitor(
        name=name,
        surface=surface,
        affinity=affinity,
        customer=customer,
        place=place,
        device=DEVICES[pick[surface]()],
        chance=chance,
        domain_userid=chance.uuid(),
        network_userid=chance.uuid(),
        address=f"{place.network}.{7 if surface == 'kiosk' else chance.whole(1, 254)}.x",
        skew=int(chance.normal(0, 240_000 if wrong_clock else 900)),
        anonymous=surface == "web" and customer is None and chance.yes(0.03),
        coarse=surface != "kiosk" and chance.yes(0.06),
        sessions_before=chance.count(1.2 * sigmoid(affinity + (0.8 if customer else -1.2))),
        logged_in=surface == "app" and customer is not None and chance.yes(0.85),
    )
