"""Whether figures of people drawn by chance are sound: each is made, then judged as anybody's."""

from __future__ import annotations

import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np

from qingzhi.avatar.detail import LEVELS, PREVIEW
from qingzhi.avatar.figure import build
from qingzhi.avatar.people.drawn import person
from qingzhi.avatar_check import check, khronos

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from qingzhi.avatar.base import Base
    from qingzhi.avatar.spec import AvatarSpec
    from qingzhi.avatar_check import Report
    from qingzhi.avatar_check.findings import Finding

CRASHED: Final = "build_failed"
"""The code of who could not be made or judged at all."""
STATURE_CM: Final = 0.5
"""How far a figure's stature may be from its specification's (clause 6.2.1 a)."""
SCENE: Final = "hall"


class Judged(msgspec.Struct, frozen=True):
    """One person: seed, whether made whole, what was found, centimetres off, CPU seconds.

    `crash` is the exception of who could not be made or judged; all numbers are 0 then.
    """

    seed: int
    whole: bool
    errors: tuple[str, ...]
    warnings: tuple[str, ...]
    off_cm: float = 0.0
    build_s: float = 0.0
    check_s: float = 0.0
    triangles: int = 0
    bytes: int = 0
    crash: str = ""

    def line(self) -> str:
        """Say in one line what came out."""
        told = ", ".join(self.errors) or "sound"
        return f"seed {self.seed}: {told}" + (f" ({self.crash})" if self.crash else "")


class Summary(msgspec.Struct, frozen=True):
    """All people together. `errors` and `warnings` count people by code; seconds are medians."""

    people: int
    whole: int
    sound: int
    errors: dict[str, int]
    warnings: dict[str, int]
    seeds: dict[str, tuple[int, ...]]
    """Of people with each code."""
    crashes: dict[int, str]
    """By seed, the exceptions of those who could not be made or judged."""
    worst_off_cm: float
    outside_stature: int
    preview_s: float
    whole_s: float
    check_s: float


def judged(
    base: Base, seeds: Iterable[int], *, every: int = 0, validator: Path | None = None
) -> Iterator[Judged]:
    """Make and judge each seed's person as a preview, and each `every`-th of them whole.

    Khronos's validator (an unpacked npm package) is asked as well where given. Who can't be made
    is told with the exception as `crash`, and the next one follows.
    """
    for number, seed in enumerate(seeds):
        whole = bool(every) and number % every == 0
        try:
            one = _judged(base, person(seed), seed, whole=whole, validator=validator)
        except Exception as error:  # noqa: BLE001 - whatever broke is told, and the rest are judged
            one = Judged(seed, whole, (CRASHED,), (), crash=_told(error))
        yield one


def _told(error: Exception) -> str:
    """Say what was raised, and in which line of which module."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} at {Path(place.filename).stem}:{place.lineno}"


def _judged(
    base: Base, spec: AvatarSpec, seed: int, *, whole: bool, validator: Path | None
) -> Judged:
    began = time.process_time()
    made = build(base, spec, LEVELS["web"] if whole else PREVIEW)
    built = time.process_time()
    more = _asked(made.glb, validator) if validator else ()
    before = time.process_time()
    report = check(made.glb, scene=SCENE, lang="en", more=more)
    return Judged(
        seed=seed,
        whole=whole,
        errors=_codes(report, "error"),
        warnings=_codes(report, "warning"),
        off_cm=round(abs(report.measured["height_cm"] - spec.height_cm), 2),
        build_s=round(built - began, 2),
        check_s=round(time.process_time() - before, 2),
        triangles=made.triangles,
        bytes=len(made.glb),
    )


def _asked(glb: bytes, validator: Path) -> tuple[Finding, ...]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "person.glb"
        file.write_bytes(glb)
        return tuple(khronos.check(file, validator))


def _codes(report: Report, severity: str) -> tuple[str, ...]:
    return tuple(sorted({fault.code for fault in report.faults if fault.severity == severity}))


def summary(people: Sequence[Judged]) -> Summary:
    """Sum up what was found."""
    errors = Counter(code for one in people for code in one.errors)
    warnings = Counter(code for one in people for code in one.warnings)
    seeds = {
        code: tuple(one.seed for one in people if code in one.errors + one.warnings)
        for code in errors | warnings
    }
    made = [one for one in people if not one.crash]
    outside = sum(one.off_cm > STATURE_CM for one in people)
    return Summary(
        people=len(people),
        whole=sum(one.whole for one in people),
        sound=sum(not one.errors for one in people),
        errors=dict(errors.most_common()),
        warnings=dict(warnings.most_common()),
        seeds=seeds,
        crashes={one.seed: one.crash for one in people if one.crash},
        worst_off_cm=max((one.off_cm for one in people), default=0.0),
        outside_stature=outside,
        preview_s=_median(one.build_s for one in made if not one.whole),
        whole_s=_median(one.build_s for one in made if one.whole),
        check_s=_median(one.check_s for one in made),
    )


def _median(values: Iterable[float]) -> float:
    given = list(values)
    return round(float(np.median(given)), 2) if given else 0.0
