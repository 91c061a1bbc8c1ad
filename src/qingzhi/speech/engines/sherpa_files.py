"""The operator's files for sherpa-onnx, checked before the library sees them.

The library ends its process when a file is wrong, without a word; so what can be known is looked
up first, and told in a sentence.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Final, NamedTuple

from qingzhi.errors import EngineUnavailable
from qingzhi.speech.engines.onnx_facts import metadata
from qingzhi.speech.engines.styles import DIMENSIONS, Shape

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from qingzhi.speech.voicefile import VoiceFile

LIBRARY: Final = "sherpa_onnx"
_RATES: Final = (8_000, 48_000)
_FLOAT: Final = 4
_USUAL: Final[Mapping[str, tuple[str, ...]]] = {
    "acoustic": ("model.onnx", "model.int8.onnx", "model-steps-3.onnx", "model-steps-6.onnx"),
    "voices": ("voices.bin",),
    "tokens": ("tokens.txt",),
    "vocoder": ("vocos-22khz-univ.onnx", "vocos-16khz-univ.onnx", "hifigan_v2.onnx"),
}
"""What the models' makers call their files."""
_LEXICONS: Final = ("lexicon-us-en.txt", "lexicon-zh.txt", "lexicon.txt")


class Files(NamedTuple):
    """Where everything lies; "" where the kind needs none."""

    acoustic: Path
    tokens: Path
    lexicons: tuple[Path, ...]
    voices: Path | None
    vocoder: Path | None
    facts: Mapping[str, str]

    @property
    def sample_rate(self) -> int:
        return number(self.facts, "sample_rate", self.acoustic)

    @property
    def speakers(self) -> int:
        return number(self.facts, "n_speakers", self.acoustic)

    @property
    def names(self) -> list[str]:
        """The speakers' names, where the model tells them."""
        return [name for name in self.facts.get("speaker_names", "").split(",") if name]

    @property
    def shape(self) -> Shape:
        """The shape of `voices.bin`. Raises EngineUnavailable."""
        parts = self.facts.get("style_dim", "").split(",")
        if len(parts) != DIMENSIONS or not all(part.strip().isdecimal() for part in parts):
            raise EngineUnavailable(f"{self.acoustic.name} is no Kokoro model.")
        return Shape(self.speakers, int(parts[0]), int(parts[2]))


def found(file: VoiceFile, folder: Path, needs: tuple[str, ...]) -> Files:
    """Look for the files of a voice; `needs` names those beside model and tokens.

    Raises EngineUnavailable with what is missing or broken.
    """
    if find_spec(LIBRARY) is None:
        raise EngineUnavailable(
            f"The voice {file.name!r} needs sherpa-onnx.", hint="pip install 'qingzhi[sherpa]'."
        )
    roles = {
        role: _one(file, folder, role) for role in ("acoustic", "tokens", *needs) if role in _USUAL
    }
    acoustic = roles["acoustic"]
    try:
        facts = metadata(acoustic)
    except (OSError, ValueError) as error:
        raise EngineUnavailable(f"{acoustic.name} can't be read: {error}.") from None
    files = Files(
        acoustic,
        roles["tokens"],
        _lexicons(file, folder),
        roles.get("voices"),
        roles.get("vocoder"),
        facts,
    )
    _check(files, kokoro="voices" in needs)
    return files


def number(facts: Mapping[str, str], name: str, path: Path) -> int:
    """Read a whole number out of a model's metadata. Raises EngineUnavailable."""
    text = facts.get(name, "").strip()
    if not text.isdecimal():
        raise EngineUnavailable(
            f"{path.name} doesn't tell its {name}.",
            hint="Use a model that was exported for sherpa-onnx.",
        )
    return int(text)


def _check(files: Files, *, kokoro: bool) -> None:
    low, high = _RATES
    if not low <= files.sample_rate <= high:
        raise EngineUnavailable(f"{files.acoustic.name} has an odd rate: {files.sample_rate} Hz.")
    if kokoro and files.voices is not None:
        wanted = _FLOAT
        for size in files.shape:
            wanted *= size
        if files.voices.stat().st_size != wanted:
            raise EngineUnavailable(
                f"{files.voices.name} doesn't fit the model: it must have {wanted} bytes."
            )


def _one(file: VoiceFile, folder: Path, role: str) -> Path:
    named: str = getattr(file.model, role)
    names = (named,) if named else _USUAL[role]
    for name in names:
        if (folder / name).is_file():
            return folder / name
    raise EngineUnavailable(
        f"The voice {file.name!r} lacks a file: {' or '.join(names)}.",
        hint=f"Run `qingzhi assets fetch {file.name} --from PATH`.",
    )


def _lexicons(file: VoiceFile, folder: Path) -> tuple[Path, ...]:
    paths = [folder / name for name in file.model.lexicons or _LEXICONS]
    missing = [path.name for path in paths if not path.is_file()]
    if file.model.lexicons and missing:
        raise EngineUnavailable(f"The voice {file.name!r} lacks a file: {missing[0]}.")
    return tuple(path for path in paths if path.is_file())
