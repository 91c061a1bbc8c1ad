"""Apply a client's `session.update` to a session's settings, all of it or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from qingzhi.errors import ProtocolError
from qingzhi.io import events as ev
from qingzhi.safety.groups import Standing, declared

if TYPE_CHECKING:
    from collections.abc import Collection


def patched(
    config: ev.Session, patch: ev.SessionPatch, voices: Collection[str], default_voice: str
) -> None:
    """Change `config` in place. Raises ProtocolError before anything is changed."""
    if patch.type != "realtime":
        raise ProtocolError(
            f"Sessions of type {patch.type!r} are not offered.",
            code="unsupported_session_type",
            param="session.type",
        )
    output = _output(config, patch, voices, default_voice)
    extensions = _extensions(config, patch)
    config.audio.output = output
    config.qingzhi = extensions
    if patch.output_modalities:
        config.output_modalities = patch.output_modalities
    if patch.instructions is not None:
        config.instructions = patch.instructions


def _output(
    config: ev.Session, patch: ev.SessionPatch, voices: Collection[str], default_voice: str
) -> ev.AudioOutput:
    output = msgspec.structs.replace(config.audio.output)
    wanted = patch.audio.output if patch.audio else None
    if wanted is None:
        return output
    if wanted.format is not None:
        output.format = _format(wanted.format)
    if wanted.voice is not None:
        name = wanted.voice if isinstance(wanted.voice, str) else wanted.voice.id
        output.voice = name if name in voices else default_voice
    if wanted.speed is not None:
        if not 0.25 <= wanted.speed <= 1.5:
            raise ProtocolError(
                "speed must lie between 0.25 and 1.5.", param="session.audio.output.speed"
            )
        output.speed = wanted.speed
    return output


def _format(wanted: ev.AudioFormatPatch | str) -> ev.AudioFormat:
    if isinstance(wanted, str):
        wanted = ev.AudioFormatPatch(type="audio/pcm" if wanted == "pcm16" else wanted)
    if wanted.type != "audio/pcm" or wanted.rate not in (24_000, 16_000):
        raise ProtocolError(
            f"Audio {wanted.type!r} at {wanted.rate} Hz is not offered.",
            code="unsupported_format",
            hint="Use audio/pcm at 24000 or 16000.",
            param="session.audio.output.format",
        )
    return ev.AudioFormat(rate=24_000 if wanted.rate == 24_000 else 16_000)


def _extensions(config: ev.Session, patch: ev.SessionPatch) -> ev.Extensions | msgspec.UnsetType:
    wanted = patch.qingzhi
    if wanted is None:
        return config.qingzhi
    current = config.qingzhi if isinstance(config.qingzhi, ev.Extensions) else ev.Extensions()
    result = msgspec.structs.replace(current)
    if wanted.events is not None:
        unknown = [name for name in wanted.events if name not in ev.EXTENSIONS]
        if unknown:
            raise ProtocolError(
                f"There are no events {', '.join(unknown)[:80]!r}.",
                hint=f"Choose from {', '.join(ev.EXTENSIONS)}.",
                param="session.qingzhi.events",
            )
        result.events = tuple(dict.fromkeys(wanted.events))
    if wanted.lang is not None:
        result.lang = wanted.lang
    if wanted.region is not None:
        result.region = wanted.region
    if wanted.style is not None:
        result.style = wanted.style
    return result


def standing_of(current: Standing, wanted: ev.ExtensionsPatch | None) -> Standing:
    """Give who the visitor is after a patch. Raises ProtocolError against a guardian's word."""
    if wanted is None or (wanted.audience is None and wanted.declared_by is None):
        return current
    audience = wanted.audience or current.audience
    standing = declared(current, audience, wanted.declared_by or "")
    if standing is None:
        raise ProtocolError(
            "A guardian has set this visit to a minor's; end it to begin another.",
            code="audience_kept",
            param="session.qingzhi.audience",
        )
    return standing
