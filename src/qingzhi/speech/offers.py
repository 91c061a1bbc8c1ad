"""Every voice there is: those that come with packages, and those that the operator brought."""

from __future__ import annotations

from functools import partial
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec
import structlog

from qingzhi.errors import InputError, QingzhiError
from qingzhi.speech import consent, voicefile
from qingzhi.speech.consent import Permission
from qingzhi.speech.engine import SpeakerConsent

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from qingzhi.assets import Assets
    from qingzhi.settings import Settings
    from qingzhi.speech.engine import VoiceRecord
    from qingzhi.speech.voicefile import VoiceFile

_log = structlog.get_logger(__name__)

VOICES: Final = "qingzhi.voices"
"""Entry points of engines that are one voice."""
ENGINES: Final = "qingzhi.engines"
"""Entry points of engines that speak any voice which the operator describes."""


class Offer(NamedTuple):
    """A voice that could be started: where its engine is, what it is, how it is made ready.

    `permit` raises VoiceForbidden when a copied voice may not speak today.
    """

    target: str
    record: VoiceRecord
    prepare: Callable[[], Mapping[str, str]]
    permit: Callable[[], None]


class Offers(NamedTuple):
    """All voices by name; `broken` are cards that can't be used, with what is wrong."""

    ready: Mapping[str, Offer]
    broken: Mapping[str, QingzhiError]

    def named(self, name: str) -> Offer:
        """Return a voice by name. Raises InputError for one unknown, or the error of its card."""
        if name in self.broken:
            raise self.broken[name]
        if name not in self.ready:
            raise unknown(name, self.ready)
        return self.ready[name]


def offers(settings: Settings, assets: Assets) -> Offers:
    """Look at everything that is installed; nothing is loaded."""
    ready = dict(_built_in(settings, assets))
    broken: dict[str, QingzhiError] = {}
    kinds = {entry.name: entry for entry in entry_points(group=ENGINES)}
    for name, card in voicefile.installed(settings).items():
        try:
            file = _read(name, card, ready, kinds)
            ready[name] = _described(file, card.parent, kinds[file.engine], settings)
        except QingzhiError as error:
            _log.warning("voice_card_refused", voice=name, code=error.code)
            broken[name] = error
    return Offers(ready, broken)


def unknown(name: str, known: Mapping[str, object] | list[str]) -> InputError:
    """Say that a voice is not there, and which are."""
    return InputError(
        f"There is no voice {name[:80]!r}.",
        hint=f"Use one of {', '.join(sorted(known))}.",
        param="voice",
    )


def _built_in(settings: Settings, assets: Assets) -> list[tuple[str, Offer]]:
    return [
        (
            entry.name,
            Offer(
                entry.value,
                engine.record,
                partial(engine.prepare, settings, assets),
                _permitted,
            ),
        )
        for entry in entry_points(group=VOICES)
        for engine in (entry.load(),)
    ]


def _read(name: str, card: Path, taken: Mapping[str, Any], kinds: Mapping[str, Any]) -> VoiceFile:
    file = voicefile.read(card)
    if file.name != name:
        raise InputError(f"{card.name} names {file.name!r} but lies in {name!r}.", param="voice")
    if name in taken:
        raise InputError(f"{name!r} is already the name of another voice.", param="voice")
    if file.engine not in kinds:
        known = ", ".join(sorted(kinds))
        raise InputError(
            f"{name}: there is no engine {file.engine!r}.",
            hint=f"Use one of: {known}.",
            param="voice",
        )
    return file


def _described(file: VoiceFile, folder: Path, entry: Any, settings: Settings) -> Offer:
    kind = entry.load()
    permit: Callable[[], None] = _permitted
    right = SpeakerConsent(kind="licensed")
    if file.imitates:
        permit = permission = Permission(file, folder, consent.use_of(settings))
        right = permission.told()
    record = msgspec.structs.replace(kind.record(file), consent=right)
    return Offer(entry.value, record, partial(kind.prepare, file, settings), permit)


def _permitted() -> None:
    """Let a voice speak that copies nobody."""
