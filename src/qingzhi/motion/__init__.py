"""动作合成: a clause and its phone marks become frames of face and body (T/CSIG 001—2026, 6.3).

    marks ─► rhythm ─┬─► lips (visemes) ────────┐
    clause ──────────┼─► expression ────────────┼─► plan ─► performer ─► MotionFrames
                     ├─► head ──────────────────┤                              │
                     └─► phrasing (gesture, arm)┘     idle, react ─────────────┴─► compose

What moves is data (`data/*.toml`); how it moves is code, one concept a module. Every track is
planned once and then sampled at any times, so a clause streams in pieces that equal the whole.
"""

from qingzhi.motion.performer import Performer

__all__ = ["Performer"]
