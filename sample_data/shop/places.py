"""The cities visitors sit in."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["PLACES", "Place"]


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


def _place(line: str) -> Place:
    *address, latitude, longitude, timezone, offset, language, network = line.split("|")
    country, region, name, city, zipcode = address
    where = float(latitude), float(longitude)
    return Place(country, region, name, city, zipcode, *where, timezone, int(offset), language, network)


# country, region, its name, city, postcode, latitude, longitude, time zone, offset, language, network: weight
_TABLE = {
    "DE|BE|Land Berlin|Berlin|10115|52.532|13.385|Europe/Berlin|2|de-DE|84.132": 20,
    "DE|HH|Hamburg|Hamburg|20095|53.5511|9.9937|Europe/Berlin|2|de-DE|87.123": 9,
    "GB|ENG|England|London|EC1A|51.5142|-0.0931|Europe/London|1|en-GB|81.108": 16,
    "GB|SCT|Scotland|Edinburgh|EH1|55.9521|-3.1965|Europe/London|1|en-GB|86.150": 4,
    "US|NY|New York|New York|10001|40.7506|-73.9971|America/New_York|-4|en-US|72.229": 11,
    "US|OR|Oregon|Portland|97205|45.5207|-122.6934|America/Los_Angeles|-7|en-US|73.25": 7,
    "FR|IDF|Île-de-France|Paris|75004|48.8566|2.3522|Europe/Paris|2|fr-FR|90.63": 11,
    "NL|NH|North Holland|Amsterdam|1012|52.374|4.8897|Europe/Amsterdam|2|nl-NL|83.80": 7,
    "SE|AB|Stockholm County|Stockholm|111 20|59.3293|18.0686|Europe/Stockholm|2|sv-SE|78.69": 4,
    "JP|26|Kyoto|Kyoto|600-8216|34.9858|135.7588|Asia/Tokyo|9|ja-JP|126.72": 6,
    "BR|SP|São Paulo|São Paulo|01001-000|-23.5505|-46.6333|America/Sao_Paulo|-3|pt-BR|177.32": 3,
    "IL|TA|Tel Aviv|Tel Aviv-Yafo|61000|32.0809|34.7806|Asia/Jerusalem|3|he-IL|79.176": 2,
}
PLACES = {_place(line): weight for line, weight in _TABLE.items()}
