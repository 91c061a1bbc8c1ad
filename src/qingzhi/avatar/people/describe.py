"""From a sentence to a specification, and an account of what was understood and assumed."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, Any, Final, NamedTuple, get_args

import msgspec
import numpy as np

from qingzhi.avatar.people import drawn, lexicon, typical
from qingzhi.avatar.people.anthropometry import mass_index, plausible_cm, stature
from qingzhi.avatar.people.attire import USUAL
from qingzhi.avatar.people.reading import Reading, Refused, Understood, read
from qingzhi.avatar.spec import Accessory, Ancestry, AvatarSpec, HairStyle, Outfit
from qingzhi.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_AGES: Final = (3.0, 90.0)
_ADULT, _GROWN = 16.0, 19.0
"""Nobody younger has a beard or a profession; a body mass index means what it says."""
_VARIED: Final = 0.5
"""How far a described face is led from the typical one: people with the same words differ."""
_NAME: Final = 40
"""As long as a name can be in the workshop."""
_PEOPLE: Final = frozenset("人谁位")
"""Signs that a sentence is about a person, whoever it may be."""


class Assumed(NamedTuple):
    """A field that the words did not say, and why it has its value."""

    field: str
    value: Any
    why: str


class Described(NamedTuple):
    """A specification and how it came about."""

    spec: AvatarSpec
    understood: list[Understood]
    assumed: list[Assumed]
    ignored: list[str]
    refused: list[Refused]

    def report(self) -> dict[str, Any]:
        """Return all of it as JSON holds it."""
        return {
            "spec": msgspec.to_builtins(self.spec),
            "understood": [item._asdict() for item in self.understood],
            "assumed": [item._asdict() for item in self.assumed],
            "ignored": self.ignored,
            "refused": [item._asdict() for item in self.refused],
        }


def describe(text: str) -> Described:
    """Turn a description into a specification. Raises InputError that says what is wrong."""
    reading = read(text)
    if not reading.understood and reading.refused:
        words, why = reading.refused[0]
        raise InputError(
            f"{words!r} can't be had: {why}.",
            hint="Say gender, age, height, hair or clothes instead.",
            param="text",
        )
    if not reading.understood and not _PEOPLE & set(reading.text):
        raise InputError(
            "Nothing about a person was understood.",
            hint="Say gender, age, height, hair or clothes, such as 35岁女性，短发，正装.",
            param="text",
        )
    return _Maker(reading).spec()


class _Maker:
    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._wishes = dict(reading.wishes)
        self._assumed: list[Assumed] = []
        seed = zlib.crc32(reading.text.strip().encode())
        self._chance = np.random.default_rng([seed, *b"described"])
        self._seed = seed
        self._gender = self._wish("gender", self._likely_gender)
        self._age = self._years()
        self._ancestry = msgspec.convert(
            {"asian": 0.0} | self._wish("ancestry", lambda: ({"asian": 1.0}, "nothing was said")),
            Ancestry,
        )

    def spec(self) -> Described:
        """Put everything together."""
        fields = {
            "name": self._name(),
            "gender": self._gender,
            "age": self._age,
            "muscle": self._wishes.get("muscle", 0.45),
            "ancestry": self._ancestry,
            "rest": self._rest(),
            "scene": self._wish("scene", lambda: ("hall", "nothing was said")),
            "seed": self._seed,
        }
        size = self._size()
        fields |= {**size, **self._parts()}
        fields["face"] = self._face(size["weight_kg"] / (size["height_cm"] / 100) ** 2)
        fields["accessories"] = self._accessories()
        try:
            made = msgspec.convert(msgspec.to_builtins(fields), AvatarSpec)
        except msgspec.ValidationError as error:
            raise InputError(f"This is not possible: {error}.", param="text") from error
        read = self._reading
        return Described(made, read.understood, self._assumed, read.ignored, read.refused)

    def _name(self) -> str:
        """Call a figure by its words, but not by somebody else's name; a file can be called so."""
        text = self._reading.text
        for refused in self._reading.refused:
            text = text.replace(refused.words, " ")
        words = re.findall(r"[^\W_]+(?:-[^\W_]+)*", text.strip().lstrip("的"))
        return " ".join(words)[:_NAME].strip(" -") or "figure"

    def _wish(self, name: str, otherwise: Callable[[], tuple[Any, str]]) -> Any:
        """Return what was wished for a field, or assume it."""
        if name in self._wishes:
            return self._wishes[name]
        value, why = otherwise()
        self._assumed.append(Assumed(name, value, why))
        return value

    def _likely_gender(self) -> tuple[str, str]:
        if "man" in self._wishes:
            return "male", f"{self._reading.said['man']} is mostly a man's"
        if "woman" in self._wishes:
            return "female", f"{self._reading.said['woman']} is mostly a woman's"
        return "female", "nothing was said"

    def _years(self) -> float:
        guess = self._wishes.get("years")
        if "age" in self._wishes:
            age = float(self._wishes["age"])
            if not _AGES[0] <= age <= _AGES[1]:
                raise InputError(
                    f"A figure is {_AGES[0]:g} to {_AGES[1]:g} years old.", param="text"
                )
            if guess and not guess.least - 1 <= age <= guess.most + 1:
                raise InputError(
                    f"{self._reading.said['years']!r} and {age:g} years contradict each other.",
                    param="text",
                )
        elif guess:
            age = guess.likely
            why = f"what {self._reading.said['years']} mostly means"
            self._assumed.append(Assumed("age", age, why))
        else:
            age = 32.0
            self._assumed.append(Assumed("age", age, "nothing was said"))
        self._reading.settle("years", "age", age)
        self._old_enough(age)
        return age

    def _old_enough(self, age: float) -> None:
        for name in ("grown", "man"):
            bearded = self._wishes.get("beard.style", "none") != "none"
            if age < _ADULT and name in self._wishes and (name == "grown" or bearded):
                raise InputError(
                    f"{self._reading.said[name]!r} and {age:g} years contradict each other.",
                    param="text",
                )

    def _size(self) -> dict[str, float]:
        """Return stature and weight."""
        norm = stature(self._gender, self._age, self._ancestry)
        aside = self._wishes.get("tall")
        height = self._wishes.get("height_cm")
        if height is None:
            height = round(norm.mean + norm.spread * (aside or 0), 1)
            if aside is None:
                why = "the mean for the age and gender"
                self._assumed.append(Assumed("height_cm", height, why))
        self._reading.settle("tall", "height_cm", height)
        low, high = plausible_cm(self._age)
        if not low <= height <= high:
            raise InputError(f"Nobody of {self._age:g} years is {height:g} cm tall.", param="text")
        weight = self._wishes.get("weight_kg")
        if weight is None:
            index = self._index()
            weight = round(index * (height / 100) ** 2, 1)
            if "build" not in self._wishes:
                why = f"{index:.1f} kg/m², the mean for the age and gender"
                self._assumed.append(Assumed("weight_kg", weight, why))
        self._reading.settle("build", "weight_kg", weight)
        return {"height_cm": height, "weight_kg": weight}

    def _index(self) -> float:
        """Return the body mass index that was wished for; children's are lower."""
        norm = mass_index(self._gender, self._age)
        if "build" not in self._wishes:
            return norm.mean
        if self._age >= _GROWN:
            return float(self._wishes["build"])
        adult = mass_index(self._gender, 30)
        return norm.mean + float(self._wishes["build"] - adult.mean) * norm.spread / adult.spread

    def _face(self, index: float) -> dict[str, float]:
        """Return the sliders of a face that goes with a body mass index."""
        plain = typical.face(self._gender, self._age, self._ancestry)
        norm = mass_index(self._gender, self._age).mean
        varied = drawn.varied(plain, self._chance)
        face = {
            n: plain.get(n, 0.0) + _VARIED * (varied.get(n, 0.0) - plain.get(n, 0.0))
            for n in {*plain, *varied}
        }
        face = drawn.fuller(face, index - norm)
        face |= {
            name.removeprefix("face."): value
            for name, value in self._wishes.items()
            if name.startswith("face.")
        }
        return typical.settled(face)

    def _rest(self) -> dict[str, float]:
        warm = self._wishes.get("smile", 1.0)
        rest = typical.rest(self._age)
        return {n: v if n == "jawOpen" else round(min(v * warm, 0.5), 3) for n, v in rest.items()}

    def _parts(self) -> dict[str, dict[str, Any]]:
        """Return the tables of the specification that words and assumptions fill."""
        brows = msgspec.to_builtins(drawn.brows(self._gender, self._age, self._chance))
        parts: dict[str, dict[str, Any]] = {
            n: {} for n in ("skin", "eyes", "hair", "beard", "glasses", "garment")
        }
        parts["brows"] = brows
        for name, value in self._wishes.items():
            part, _, inner = name.partition(".")
            if part in parts and inner:
                parts[part][inner] = value
        self._complexion(parts)
        parts["hair"]["style"] = self._style()
        if "grey" not in parts["hair"]:
            grey = float(np.clip((self._age - 45) / 34, 0, 1))
            if grey:
                parts["hair"]["grey"] = round(grey, 2)
                self._assumed.append(Assumed("hair.grey", round(grey, 2), "usual for the age"))
        style, chosen = self._dress(), parts["garment"]
        if coat := chosen.get("coat"):
            chosen.setdefault("trousers", USUAL.get(style, {}).get("trousers", coat))
        parts["garment"] = {"style": style, **USUAL.get(style, {}), **chosen}
        return parts

    def _complexion(self, parts: dict[str, dict[str, Any]]) -> None:
        """Choose skin, eyes and hair for where looks come from, unless they were chosen."""
        main = max(self._ancestry.shares().items(), key=lambda item: item[1])[0]
        for part, inner, value in (
            ("skin", "tone", _TONES[main]),
            ("hair", "colour", _HAIR[main]),
            ("eyes", "iris", _IRIS[main]),
        ):
            if inner not in parts[part]:
                parts[part][inner] = value
                self._assumed.append(Assumed(f"{part}.{inner}", value, "usual for the region"))

    def _style(self) -> str:
        made = get_args(HairStyle)
        wanted = self._wishes.get("style")
        if wanted is None:
            style = _worn_at(_CUTS[self._gender], self._age)
            self._assumed.append(Assumed("hair.style", style, "usual for the age"))
            return style
        if wanted in lexicon.MEANT:
            style = lexicon.MEANT[wanted][self._gender]
            self._reading.settle("style", "hair.style", style)
            self._assumed.append(Assumed("hair.style", style, f"usual where hair is {wanted}"))
            return style
        return self._made("hair.style", wanted, made, "crop" if self._gender == "male" else "bun")

    def _dress(self) -> str:
        wanted = self._wishes.get("dress", self._wishes.get("usual"))
        if wanted is None:
            style, why = _worn_at(_CLOTHES, self._age), "nothing was said"
            why = why if style == _CLOTHES[-1][1] else "usual for the age"
            self._assumed.append(Assumed("garment.style", style, why))
            return style
        return self._made("garment.style", wanted, get_args(Outfit), "suit")

    def _made(self, name: str, wanted: str, made: tuple[str, ...], last: str) -> str:
        """Return the nearest style that is made, and say so where it is another one."""
        style = nearest(wanted, made, last)
        if style != wanted:
            self._assumed.append(Assumed(name, style, f"{wanted} is not made yet"))
        return style

    def _accessories(self) -> list[str]:
        made = get_args(Accessory)
        wanted = [name for name, worn in self._reading.accessories.items() if worn]
        for name in wanted:
            if name not in made:
                self._assumed.append(Assumed("accessories", [], f"{name} is not made yet"))
        return [name for name in wanted if name in made]


def _worn_at(table: Sequence[tuple[float, str]], age: float) -> str:
    """Return what people wear who are younger than the years beside it."""
    return next(style for end, style in table if age < end)


def nearest(wanted: str, made: tuple[str, ...], last: str) -> str:
    """Return the style of those `made` that comes nearest to a wanted one, or `last`.

    A bun is not what men's long hair becomes: it stands in only where it is the last resort.
    """
    choices = lexicon.FALLBACKS.get(wanted, (wanted,))
    fit = (style for style in choices if style in made and (style != "bun" or last == "bun"))
    return next(fit, wanted if wanted in made else last)


_CUTS: Final[Mapping[str, Sequence[tuple[float, str]]]] = {
    "female": ((12, "pigtails"), (20, "ponytail"), (62, "bun"), (120, "perm")),
    "male": ((10, "bowl"), (120, "crop")),
}
_CLOTHES: Final = ((13, "child"), (18, "casual"), (120, "suit"))
"""Of whom nothing else is said; children wear no suits."""
_TONES: Final = {"asian": "monk-3", "caucasian": "monk-2", "african": "monk-8"}
_HAIR: Final = {"asian": "#1d1512", "caucasian": "#4a3222", "african": "#0f0c0b"}
_IRIS: Final = {"asian": "#40281b", "caucasian": "#5b6a74", "african": "#2c1a12"}
