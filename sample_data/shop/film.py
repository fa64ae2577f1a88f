"""Watching a film: play, a ping every 30 seconds, quarter marks, pause or end."""

from __future__ import annotations

from shop.catalogue import VIDEOS
from shop.entities import SNOWPLOW, Row, entity
from shop.visit import Visit

__all__ = ["watch"]

MEDIA = f"{SNOWPLOW}.media"
PING_EVERY = 30


def watch(visit: Visit, video: str, share: float) -> float:
    """Play a film up to ``share`` of its length; the seconds that took (the visit's clock stays)."""
    film, length = VIDEOS[video], float(VIDEOS[video].seconds)
    muted = visit.chance.yes(0.2)
    ended = share >= 1
    seconds = round(length * min(share, 1), 1)
    full = visit.chance.yes(0.3)

    def record(name: str, at: float, *pieces: Row, paused: bool = False) -> None:
        player = {
            "current_time": round(at, 1),
            "duration": length,
            "ended": ended and at >= length,
            "fullscreen": full,
            "label": film.label,
            "media_type": "video",
            "muted": muted,
            "paused": paused,
            "playback_rate": 1.0,
            "player_type": "html5",
            "volume": 0 if muted else 80,
        }
        about = entity(SNOWPLOW, "media_player", "2-0-0", player)
        visit.self_describing(MEDIA, name, "1-0-0", about, *pieces, after=2 + at)

    record("play_event", 0.0)
    for quarter in (25, 50, 75, 100):
        at = length * quarter / 100
        if at <= seconds:
            column = "unstruct_event_com_snowplowanalytics_snowplow_media_percent_progress_event_1"
            record("percent_progress_event", at, {column: {"percent_progress": quarter}})
    for ping in range(1, int(seconds) // PING_EVERY + 1):
        record("ping_event", float(ping * PING_EVERY))
    record("end_event" if ended else "pause_event", seconds, paused=True)
    return seconds
