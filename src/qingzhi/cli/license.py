"""`qingzhi avatar license`: writes into anybody's figure where it comes from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from qingzhi.cli.options import Json, print_json, write_bytes
from qingzhi.errors import InputError

if TYPE_CHECKING:
    from qingzhi.avatar_check.provenance import Provenance

_ENDINGS = (".glb", ".vrm")
File = Annotated[Path, typer.Argument(help="A figure: .glb or .vrm, anybody's.")]
Out = Annotated[Path, typer.Option("-o", "--out", help="Where the figure with its record goes.")]
Maker = Annotated[str, typer.Option(help="Who made the figure.")]
Parts = Annotated[
    list[str],
    typer.Option(
        "--part",
        help="PART=LICENCE; SOURCE. PART is all, body, hair, clothes, …; may be repeated.",
    ),
]
Likeness = Annotated[str, typer.Option(help="none: shows nobody in particular; real: a person.")]
ConsentBy = Annotated[str | None, typer.Option(help="Who agreed to be shown.")]
ConsentDate = Annotated[str | None, typer.Option(help="When, YYYY-MM-DD.")]
ConsentScope = Annotated[str | None, typer.Option(help="To what use.")]


def licensed(
    file: File,
    *,
    out: Out,
    maker: Maker,
    part: Parts,
    likeness: Likeness,
    consent_by: ConsentBy = None,
    consent_date: ConsentDate = None,
    consent_scope: ConsentScope = None,
    replace: Annotated[bool, typer.Option("--replace", help="Replace a record.")] = False,
    as_json: Json = False,
) -> None:
    """Write maker, licences and consent into a figure, so that it may be published."""
    from qingzhi.avatar_check.papers import written  # noqa: PLC0415 - scipy takes 0.5 s

    if out.suffix.lower() not in _ENDINGS:
        raise InputError(f"{out} is no {' or '.join(_ENDINGS)} file.", param="out")
    consent = {"by": consent_by, "date": consent_date, "scope": consent_scope}
    record = _record(maker, part, likeness, consent)
    try:
        data = file.read_bytes()
    except OSError as error:
        raise InputError(f"{file} can't be read: {error.strerror}.", param="file") from error
    made = written(data, record, replace=replace)
    write_bytes(out, made)
    told = msgspec.to_builtins(record)
    if as_json:
        print_json({"bytes": len(made), "provenance": told})
    else:
        typer.echo(
            f"{out}: {maker}; " + ", ".join(f"{p.part} {p.licence}" for p in record.licences)
        )


def _record(
    maker: str, parts: list[str], likeness: str, consent: dict[str, str | None]
) -> Provenance:
    from qingzhi.avatar_check.provenance import Provenance  # noqa: PLC0415 - keeps `--help` quick

    given = {name: value for name, value in consent.items() if value is not None}
    if (likeness == "real") != bool(given):
        raise InputError(
            "A real person's likeness needs --consent-by, --consent-date and --consent-scope; "
            "nobody's needs none.",
            param="likeness",
        )
    shown = {"person": likeness, **({"consent": given} if given else {})}
    licences = [_part(text) for text in parts]
    try:
        return msgspec.convert(
            {"maker": maker.strip(), "licences": licences, "likeness": shown}, Provenance
        )
    except msgspec.ValidationError as error:
        raise InputError(f"The record is wrong: {error}.") from error


def _part(text: str) -> dict[str, str]:
    """Read PART=LICENCE; SOURCE."""
    part, _, terms = text.partition("=")
    licence, _, source = terms.partition(";")
    found = {"part": part.strip(), "licence": licence.strip(), "source": source.strip()}
    if not all(found.values()):
        raise InputError(f"{text!r} is not PART=LICENCE; SOURCE.", param="part")
    return found
