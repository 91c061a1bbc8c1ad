"""Where a figure comes from (6.2.2.1 c): maker, licence of each part, consent to a likeness.

The record stands in the file, at `asset.extras.provenance`, so that it travels with the figure:

    {"maker": "…",
     "licences": [{"part": "body", "licence": "CC0-1.0", "source": "MakeHuman MPFB2"}],
     "likeness": {"person": "none"}}

`likeness.person` is `none` for a figure that shows nobody in particular, or `real` with
`consent: {"by": …, "date": "YYYY-MM-DD", "scope": …}`. Where the record is absent, a VRM's meta
and the file's generator are taken for what they say; nothing but the record speaks of a likeness.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import msgspec

from qingzhi.avatar_check.container import Unreadable, opened
from qingzhi.avatar_check.findings import Finding, told
from qingzhi.avatar_check.humanoid import VRM0, VRM1
from qingzhi.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingzhi.avatar_check.findings import Report
    from qingzhi.avatar_check.gltf import Gltf
    from qingzhi.avatar_check.model import Model

WHERE: Final = "/asset/extras/provenance"
FIELD: Final = "provenance"
CODES: Final = frozenset(
    {"provenance_invalid", "maker_missing", "licences_missing", "licence_part", "likeness_unstated"}
)
"""What keeps a figure from being published."""
_HOW: Final = f"Write the record into the file, at {WHERE[1:]}: docs/avatar-check.md shows one."
Text = Annotated[str, msgspec.Meta(min_length=1, max_length=400)]


class Licence(msgspec.Struct, frozen=True, kw_only=True):
    """The terms of one part: an SPDX name or an address, and where the part is from."""

    part: Text
    licence: Text
    source: Text


class Consent(msgspec.Struct, frozen=True, kw_only=True):
    """Who agreed to be shown, when, and for what."""

    by: Text
    date: Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    scope: Text


class Likeness(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a real person is shown."""

    person: Literal["none", "real"]
    consent: Consent | None = None


class Provenance(msgspec.Struct, frozen=True, kw_only=True):
    """The record. Each part may be missing, which is then told."""

    maker: str = ""
    licences: list[Licence] = []
    likeness: Likeness | None = None


def check(model: Model) -> Iterator[Finding]:
    """Find what is missing of the record."""
    yield from _missing(model.document)
    try:
        record = _record(model.document)
    except msgspec.ValidationError:
        return
    if record.licences:
        yield from _parts(model, record)


def _missing(document: Gltf) -> Iterator[Finding]:
    try:
        record = _record(document)
    except msgspec.ValidationError as error:
        yield Finding("provenance_invalid", WHERE, {"detail": str(error)[:200]})
        return
    if not (record.maker or _vrm(document, "authors", "author") or document.asset.generator):
        yield Finding("maker_missing", f"{WHERE}/maker")
    if not record.licences and not _vrm(document, "licenseUrl", "licenseName"):
        yield Finding("licences_missing", f"{WHERE}/licences")
    if record.likeness is None or (
        record.likeness.person == "real" and record.likeness.consent is None
    ):
        yield Finding("likeness_unstated", f"{WHERE}/likeness")


def _parts(model: Model, record: Provenance) -> Iterator[Finding]:
    """Find parts without a licence in a list that names parts; `all` stands for the whole."""
    named = {licence.part.lower() for licence in record.licences}
    if "all" in named:
        return
    wanted = {_PARTS[s.kind] for s in model.surfaces if s.kind in _PARTS}
    for part in sorted(wanted - named):
        yield Finding("licence_part", f"{WHERE}/licences", {"part": part})


_PARTS: Final = {"skin": "body", "eye": "body", "hair": "hair", "cloth": "clothes"}
"""The least that a record tells of, where it tells of parts."""


def documented(data: bytes) -> None:
    """Raise InputError unless a figure's file says where it comes from.

    It is the least that a service asks for before it shows a figure to visitors, and takes a
    millisecond; `publishable` asks for soundness too.
    """
    try:
        file, _ = opened(data)
    except Unreadable as error:
        missing = [error.finding]
    else:
        missing = list(_missing(file.document))
    for fault in told(missing, "en"):
        raise InputError(f"The figure can't be published: {fault.hint}", hint=_HOW, param="figure")


def publishable(report: Report) -> None:
    """Raise InputError unless a figure with this report may be published.

    A published figure has its record of provenance, and no other fault that is an error.
    """
    for fault in report.faults:
        if fault.code in CODES or fault.severity == "error":
            raise InputError(f"{fault.where}: {fault.hint}", param="figure")


def _record(document: Gltf) -> Provenance:
    extras = document.asset.extras
    given = extras.get(FIELD) if isinstance(extras, dict) else None
    return Provenance() if given is None else msgspec.convert(given, Provenance)


def _vrm(document: Gltf, *fields: str) -> Any:
    """Return the first field that a VRM's meta fills in; None without one."""
    for name in (VRM1, VRM0):
        extension = document.extensions.get(name)
        meta = extension.get("meta") if isinstance(extension, dict) else None
        if isinstance(meta, dict):
            return next((meta[field] for field in fields if meta.get(field)), None)
    return None
