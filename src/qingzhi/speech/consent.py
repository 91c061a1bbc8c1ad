"""A person's consent to have their voice copied, as a file that is checked before every use.

    speaker = "王小明"                 # who gave it
    given = 2026-03-01
    until = 2027-03-01                # the last day
    uses = ["service"]                # of: service, companion, demonstration
    sha256 = "…"                      # of the reference recording it was given for
    statement = "signed.pdf"          # the signed paper beside it

T/CSIG 001—2026, 6.4.2 a: no voice is imitated without right. The Civil Code of the People's
Republic of China, article 1023, protects a voice as it protects a likeness.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING, Annotated, Final, Literal

import msgspec

from qingzhi.errors import VoiceForbidden
from qingzhi.speech.engine import SpeakerConsent

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qingzhi.settings import Settings
    from qingzhi.speech.voicefile import VoiceFile

Use = Literal["service", "companion", "demonstration"]
MAX_FILE: Final = 1 << 16
_HINT: Final = "See docs/speech.md for what a consent file holds."


class Consent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the file says; `until` is the last day on which it holds."""

    speaker: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    given: dt.date
    until: dt.date
    uses: Annotated[tuple[Use, ...], msgspec.Meta(min_length=1)]
    sha256: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
    statement: str


class Permission:
    """Whether one copied voice may speak: asked before every clause, so it is quick.

    The files are read again when they have changed, so a consent that is taken back (deleted)
    silences the voice at once; the day is looked at each time.
    """

    def __init__(
        self,
        file: VoiceFile,
        folder: Path,
        use: Use,
        today: Callable[[], dt.date] = lambda: dt.datetime.now().astimezone().date(),
    ) -> None:
        self._file = file
        self._folder = folder
        self._use = use
        self._today = today
        self._seen: tuple[tuple[int, int], ...] = ()
        self._consent: Consent | None = None

    def __call__(self) -> None:
        """Raise VoiceForbidden when it may not."""
        state = self._state()
        if self._consent is None or state != self._seen:
            self._consent = None
            self._consent = checked(self._file, self._folder, self._use, self._today())
            self._seen = state
        require(self._file.name, self._consent, self._use, self._today())

    def told(self) -> SpeakerConsent:
        """Say it for the voice's record."""
        try:
            self()
        except VoiceForbidden:
            return SpeakerConsent(kind="needed")
        given = self._consent
        if given is None:
            return SpeakerConsent(kind="needed")
        return SpeakerConsent(kind="given", until=given.until.isoformat(), uses=given.uses)

    def _state(self) -> tuple[tuple[int, int], ...]:
        """Size and time of the consent and of the recording; (−1, −1) for one that is gone."""
        return tuple(
            map(_stamp, (self._folder / self._file.consent, self._folder / self._file.reference))
        )


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return -1, -1
    return found.st_size, found.st_mtime_ns


def use_of(settings: Settings) -> Use:
    """Say for what a voice would be used here."""
    if settings.demo:
        return "demonstration"
    return "companion" if settings.profile == "companion" else "service"


def checked(file: VoiceFile, folder: Path, use: Use, today: dt.date) -> Consent:
    """Return the valid consent for a cloned voice. Raises VoiceForbidden with the reason."""
    name = file.name
    consent = _read(name, folder / file.consent)
    if not file.reference:
        raise _refused(name, "its card names no reference recording")
    if _sha256(name, folder / file.reference) != consent.sha256:
        raise _refused(name, "the consent was given for another recording")
    if not consent.statement or not (folder / consent.statement).resolve().is_relative_to(
        folder.resolve()
    ):
        raise _refused(name, "the signed statement must lie in the voice's folder")
    if not (folder / consent.statement).is_file():
        raise _refused(name, f"the signed statement {consent.statement} is missing")
    require(name, consent, use, today)
    return consent


def require(name: str, consent: Consent, use: Use, today: dt.date) -> None:
    """Raise VoiceForbidden unless a consent holds for this use on this day."""
    if use not in consent.uses:
        raise _refused(name, f"the speaker did not consent to the use {use!r}")
    if today < consent.given:
        raise _refused(name, f"the consent begins on {consent.given}")
    if today > consent.until:
        raise _refused(name, f"the consent ended on {consent.until}")


def _read(name: str, path: Path) -> Consent:
    try:
        if path.stat().st_size > MAX_FILE:
            raise _refused(name, f"{path.name} is too large")
        return msgspec.toml.decode(path.read_bytes(), type=Consent)
    except OSError:
        raise _refused(name, f"there is no consent of the speaker ({path.name})") from None
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise _refused(name, f"{path.name} can't be read: {error}") from None


def _sha256(name: str, path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        raise _refused(name, f"the reference recording {path.name} is missing") from None


def _refused(name: str, reason: str) -> VoiceForbidden:
    return VoiceForbidden(f"The cloned voice {name!r} may not speak: {reason}.", hint=_HINT)
