"""What a check says: a finding while it looks, a fault when it is told, a report of all."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qingzhi.score import Lang

Severity = Literal["error", "warning", "info"]
_ORDER: Final[tuple[Severity, ...]] = ("error", "warning", "info")
MOST_OF_A_CODE: Final = 20
"""Findings of one code that are told; a broken file can have millions."""


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong. `where` is a JSON pointer or a name; `slots` fill the hint."""

    code: str
    where: str
    slots: Mapping[str, object] = field(default_factory=dict)


class Fault(msgspec.Struct, frozen=True):
    """A finding as it is told, in one language. `clause` is of T/CSIG 001—2026 or the deck."""

    code: str
    severity: Severity
    where: str
    clause: str
    hint: str


class Report(msgspec.Struct, frozen=True):
    """What became of a file. `ok`: no fault is an error. `readable`: the file could be judged."""

    ok: bool
    faults: list[Fault]
    measured: dict[str, Any]
    readable: bool = True


class Code(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of the catalogue `codes.toml`."""

    severity: Severity
    clause: str
    zh: str
    en: str


@cache
def catalogue() -> Mapping[str, Code]:
    """Return every code, in the order of the catalogue."""
    text = (resources.files(__package__) / "codes.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), dict[str, Code])


def told(findings: Iterable[Finding], lang: Lang) -> list[Fault]:
    """Put findings into words, the gravest first, at most MOST_OF_A_CODE of each code."""
    codes = catalogue()
    seen: dict[str, int] = {}
    faults = []
    for finding in findings:
        seen[finding.code] = seen.get(finding.code, 0) + 1
        if seen[finding.code] > MOST_OF_A_CODE:
            continue
        code = codes[finding.code]
        slots = {name: _said(value, lang) for name, value in finding.slots.items()}
        hint = (code.zh if lang == "zh" else code.en).format(**slots)
        faults.append(Fault(finding.code, code.severity, finding.where, code.clause, hint))
    return sorted(faults, key=lambda fault: _ORDER.index(fault.severity))


def _said(value: object, lang: Lang) -> object:
    """Choose from a slot that differs by language, which holds both."""
    return value[lang] if isinstance(value, dict) else value


def report(
    findings: Iterable[Finding], measured: dict[str, Any], lang: Lang, *, readable: bool = True
) -> Report:
    """Sum up."""
    faults = told(findings, lang)
    ok = not any(fault.severity == "error" for fault in faults)
    return Report(ok, faults, measured, readable)


def absent(name: str, detail: str, lang: Lang) -> Report:
    """Report a file that can't even be opened."""
    return report([Finding("no_file", name, {"detail": detail})], {}, lang, readable=False)
