"""Random criteria, mostly about values that the data really holds, some in another guise."""

from datetime import datetime
from decimal import Decimal

from .random_properties import PropertyMaker
from .values import is_number, number_in, read, text_of


class CriteriaMaker(PropertyMaker):
    """Draws criteria whose values mostly match something."""

    def criterion(self):
        rng = self.rng
        kind, prop = self.property()
        if rng.random() < 0.15 or kind == "object":
            return {"property": prop, "operator": rng.choice(["is null", "is not null"])}
        operators = ["=", "=", "!=", "in", "in", "like", ">", ">=", "<", "<="]
        operator = rng.choice(operators[:6] if kind == "boolean" else operators)
        if operator == "like":
            value = self.pattern(prop)
        elif operator == "in":
            value = self.several(kind, prop)
        elif operator in ("=", "!="):
            value = self.disguised(self.seen(kind, prop))
        else:
            value = self.plain(self.seen(kind, prop), kind)
        return {"property": prop, "operator": operator, "value": value}

    def seen(self, kind, prop):
        """A value the property has in some event, or else one of its kind."""
        if self.rng.random() < 0.7:
            some = self.rng.sample(self.view, min(20, len(self.view)))
            found = [value for value in (read(prop, event) for event in some) if value is not None]
            if found:
                return self.rng.choice(found)
        return self.value(kind)

    def plain(self, value, kind):
        """The value as definitions write it: of its kind, moments and money as text and number."""
        if kind in ("integer", "double", "decimal", "number part"):
            number = number_in(value) if isinstance(value, str) else value
            return self.value(kind) if not is_number(number) else _written(number)
        return text_of(value) if not isinstance(value, str) else value

    def disguised(self, value):
        """The value itself, or what may equal it or may seem to."""
        rng = self.rng
        if rng.random() < 0.5:
            return _written(value)
        if isinstance(value, bool):
            return rng.choice([text_of(value), int(value), text_of(value).upper(), not value])
        if is_number(value):
            number = _written(value)
            return rng.choice([text_of(value), f"{number:.2f}", f"{number:e}", -number, float(number), True])
        text = _written(value)
        number = number_in(text)
        return rng.choice(
            [text.swapcase(), f" {text}", text + "0", text, *([] if number is None else [number] * 3)]
        )

    def several(self, kind, prop):
        """A list of one kind: as written, or all as text."""
        values = [_written(self.seen(kind, prop)) for _ in range(self.rng.randint(0, 3))]
        if len({type(value) for value in values}) > 1 or self.rng.random() < 0.3:
            return [text_of(value) for value in values]
        return values

    def value(self, kind):
        rng = self.rng
        if kind in ("integer", "number part"):
            return rng.choice([0, 1, 2, 3, 12, 1000, 3_000_000_000])
        if kind in ("double", "decimal"):
            return rng.choice([0.25, 1.5, 2.5, 3.0, 12.0, 15.9, 0.1])
        if kind == "boolean":
            return rng.random() < 0.5
        if kind == "moment":
            return f"2026-03-0{rng.randint(1, 9)}T{rng.randint(10, 23)}:30:00.000000Z"
        if kind == "text part":
            return rng.choice(["2026-03-01", "2026-03-02", "2026-03-09"])
        return rng.choice([*self.world.texts, "3", "web", "page_view"])

    def pattern(self, prop):
        """A pattern around a value that is there, or around anything."""
        rng, text = self.rng, text_of(self.seen("text", prop))
        half = len(text) // 2
        whole = [text, text.swapcase(), f"%{text}%", f"{text}%", f"_{text[1:]}", "%", "_", "%\\%"]
        halves = [f"{text[:half]}%", f"%{text[half:]}", f"%{text[half:]}".lower(), f"{text[:half]}\\%"]
        return rng.choice([*whole, *halves, f"{text[:half]}_{text[half + 1 :]}"])


def _written(value):
    """A value as a definition's JSON writes it."""
    if isinstance(value, datetime):
        return text_of(value)
    return float(value) if isinstance(value, Decimal) else value
