"""How much time of a visit is left, where its profile or its visitor's age sets a limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qingzhi.safety.boundaries import Past
    from qingzhi.safety.profiles import Profile
    from qingzhi.safety.verdict import Audience


def minutes_left(
    profile: Profile, audience: Audience, visit_min: float, past: Past, *, leaning: bool
) -> float | None:
    """Give the minutes that are left after `visit_min` of this visit; None without a limit.

    `leaning` shortens the day for somebody who leans on the figure, where the profile does.
    """
    ends = []
    if audience == "minor" and profile.minor_visit_min:
        ends.append(profile.minor_visit_min - visit_min)
    day_min = profile.leaning_min if leaning and profile.leaning_min else profile.day_min
    if day_min:
        ends.append(day_min - past.today - visit_min)
    return max(0.0, min(ends)) if ends else None
