"""Time the workshop's previews: the seconds of one core after one slider moved, field by field.

    python -m bench.previews [--figure clerk] [--all] [--rounds 3]

Each change starts from a figure that is kept, as in the workshop's process for previews. Beside its
seconds stands the ratio to a preview without memory in the same run, which a busy machine changes
less. `--all` moves every slider of the face, too.
"""

from __future__ import annotations

import argparse
import statistics
import time
from typing import TYPE_CHECKING, Any

import msgspec

from qingzhi.assets import Assets
from qingzhi.avatar import detail, figure, sculpt
from qingzhi.avatar import spec as specification
from qingzhi.avatar.base import Base
from qingzhi.avatar.kept import Kept
from qingzhi.avatar.sliders import SLIDERS
from qingzhi.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingzhi.avatar.spec import AvatarSpec

CHOSEN = (
    "nose-width", "eye-size", "mouth-width", "chin-width", "cheek-volume", "head-width",
    "ear-size", "neck-length", "hips", "shoulder-width",
)  # fmt: skip
CHANGES: dict[str, Any] = {
    "hair.colour": "#5a3020", "hair.grey": 0.4, "hair.style": "bob", "eyes.iris": "#456b8a",
    "skin.tone": "monk-5", "skin.freckles": 0.6, "skin.lips": "#a03040", "brows.thickness": 0.5,
    "garment.coat": "#552233", "garment.style": "shirt", "accessories": (),
    "glasses.frame": "round", "muscle": 0.9, "weight": 0.65, "seed": 7,
}  # fmt: skip


def main() -> None:
    """Print a line for each field, then the median and the worst."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--figure", default="clerk")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    base = Base.load(Assets(Settings.from_env()))
    spec = specification.load(asked.figure)
    whole = statistics.median(seconds(base, spec, Kept(0)) for _ in range(asked.rounds))
    print(f"{'without memory':24} {whole:5.2f} s")
    found = []
    for path, other in changes(spec, sorted({*SLIDERS, *sculpt.NAMES}) if asked.all else CHOSEN):
        took = statistics.median(after(base, spec, other) for _ in range(asked.rounds))
        found.append(took)
        print(f"{path:24} {took:5.2f} s  {took / whole:4.0%}", flush=True)
    print(f"median {statistics.median(found):.2f} s, worst {max(found):.2f} s")


def changes(
    spec: AvatarSpec, face: tuple[str, ...] | list[str]
) -> Iterator[tuple[str, AvatarSpec]]:
    """Yield specifications in which one field is another."""
    for path, value in CHANGES.items():
        first, _, name = path.partition(".")
        part = msgspec.structs.replace(getattr(spec, first), **{name: value}) if name else value
        yield path, msgspec.structs.replace(spec, **{first: part})
    for years in (3.0, 15.0):
        yield f"age + {years:g}", msgspec.structs.replace(spec, age=min(spec.age + years, 90))
    for more in (1.0, 6.0):
        taller = msgspec.structs.replace(spec, height_cm=spec.height_cm + more)
        yield f"height_cm + {more:g}", taller
    for name in face:
        moved = spec.face.get(name, 0.0)
        moved += 0.4 if moved < 0.5 else -0.4
        yield f"face.{name}", msgspec.structs.replace(spec, face=spec.face | {name: moved})


def after(base: Base, spec: AvatarSpec, other: AvatarSpec) -> float:
    """Return the seconds of a change, of a figure that was there."""
    kept = Kept()
    figure.build(base, spec, detail.PREVIEW, kept)
    return seconds(base, other, kept)


def seconds(base: Base, spec: AvatarSpec, kept: Kept) -> float:
    """Return the processor's seconds of one preview."""
    began = time.process_time()
    figure.build(base, spec, detail.PREVIEW, kept)
    return time.process_time() - began


if __name__ == "__main__":
    main()
