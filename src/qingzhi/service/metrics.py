"""What operators watch: Prometheus series, none of which holds a visitor's words."""

from __future__ import annotations

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

REGISTRY: Final = CollectorRegistry()
_LATENCY_BUCKETS: Final = (0.02, 0.05, 0.075, 0.1, 0.13, 0.2, 0.3, 0.5, 1.0, 3.0, 5.0)

SESSIONS: Final = Gauge("qingzhi_sessions", "Sessions open now", registry=REGISTRY)
TURNS: Final = Counter("qingzhi_turns", "Turns by outcome", ["outcome"], registry=REGISTRY)
FIRST_AUDIO: Final = Histogram(
    "qingzhi_first_audio_seconds",
    "Question received to first sound of its answer sent",
    buckets=_LATENCY_BUCKETS,
    registry=REGISTRY,
)
FIRST_MOTION: Final = Histogram(
    "qingzhi_first_motion_seconds",
    "Question received to first motion sent",
    buckets=_LATENCY_BUCKETS,
    registry=REGISTRY,
)
REFUSED_MESSAGES: Final = Counter(
    "qingzhi_client_errors", "Client messages refused, by code", ["code"], registry=REGISTRY
)
FEEDBACK: Final = Counter(
    "qingzhi_feedback", "Ratings stored", ["rating", "reason"], registry=REGISTRY
)
SCREENED: Final = Counter(
    "qingzhi_screened",
    "Verdicts by direction and action",
    ["direction", "action"],
    registry=REGISTRY,
)
RULED: Final = Counter(
    "qingzhi_gestures_ruled", "Gestures replaced or left out, by rule", ["rule"], registry=REGISTRY
)


def exposition() -> bytes:
    """Write all series in the Prometheus text format."""
    return generate_latest(REGISTRY)
