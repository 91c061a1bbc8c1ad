"""`qingzhi avatar describe`, `random` and `schema`: from words or by chance to a specification."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qingzhi.cli.options import Batch, Json, one_or_batch, print_json
from qingzhi.errors import InputError

if TYPE_CHECKING:
    from qingzhi.avatar.people.describe import Described
    from qingzhi.avatar.spec import AvatarSpec

Text = Annotated[str | None, typer.Argument(help="Who the figure is, in Chinese or English.")]
Out = Annotated[
    Path | None,
    typer.Option("-o", "--out", help="Where the specification goes: a .toml or .json file."),
]
Seed = Annotated[int, typer.Option(help="From 0; the same seed draws the same person.")]
_MOST_SEEDS = 1 << 32


def describe(
    text: Text = None, *, out: Out = None, batch: Batch = None, as_json: Json = False
) -> None:
    """Turn a description into a specification, and say what was assumed."""
    from qingzhi.avatar.people.describe import (  # noqa: PLC0415 - keeps `--help` quick
        describe as understand,
    )

    if batch is not None and out is not None:
        raise InputError("-o takes one description, not --batch.", param="out")
    for record in one_or_batch(text, batch):
        try:
            made = understand(record["text"])
        except InputError as error:
            if batch is None:
                raise
            print_json({"error": str(error)})
            continue
        if out is not None:
            write(made.spec, out)
        if as_json or batch is not None:
            print_json(made.report())
        else:
            _tell(made, out)


def random(*, seed: Seed, out: Out = None, as_json: Json = False) -> None:
    """Draw a plausible person by chance."""
    from qingzhi.avatar.people.drawn import person  # noqa: PLC0415 - keeps `--help` quick

    if not 0 <= seed < _MOST_SEEDS:
        raise InputError(f"A seed is from 0 to {_MOST_SEEDS - 1}.", param="seed")
    spec = person(seed)
    if out is not None:
        write(spec, out)
    if as_json:
        print_json(builtins(spec))
    elif out is None:
        from qingzhi.avatar.spec import dump  # noqa: PLC0415 - keeps `--help` quick

        typer.echo(dump(spec), nl=False)
    else:
        typer.echo(_line(spec) + f"  {out}")


def schema(*, out: Out = None) -> None:
    """Print the JSON Schema of specifications."""
    from qingzhi.avatar import spec  # noqa: PLC0415 - keeps `--help` quick

    text = json.dumps(spec.schema(), indent=2, ensure_ascii=False)
    if out is None:
        typer.echo(text)
    else:
        _save(out, text + "\n")


def write(spec: AvatarSpec, out: Path) -> None:
    """Write a specification. Raises InputError."""
    from qingzhi.avatar.spec import dump  # noqa: PLC0415 - keeps `--help` quick

    if out.suffix not in {".toml", ".json"}:
        raise InputError(f"{out} is no .toml or .json file.", param="out")
    made = json.dumps(builtins(spec), ensure_ascii=False, indent=2) + "\n"
    _save(out, dump(spec) if out.suffix == ".toml" else made)


def builtins(spec: AvatarSpec) -> dict[str, Any]:
    """Return a specification as JSON holds it."""
    import msgspec  # noqa: PLC0415 - keeps `--help` quick

    fields: dict[str, Any] = msgspec.to_builtins(spec)
    return fields


def _save(out: Path, text: str) -> None:
    try:
        out.write_text(text, "utf-8")
    except OSError as error:
        raise InputError(f"{out} cannot be written: {error.strerror}.", param="out") from error


def _tell(made: Described, out: Path | None) -> None:
    typer.echo(_line(made.spec) + (f"  {out}" if out else ""))
    for item in made.understood:
        typer.echo(f"  understood  {item.words}: {item.field} = {item.value}")
    for assumed in made.assumed:
        typer.echo(f"  assumed     {assumed.field} = {assumed.value} ({assumed.why})")
    for refused in made.refused:
        typer.echo(f"  not done    {refused.words} ({refused.why})")
    for words in made.ignored:
        typer.echo(f"  ignored     {words}")


def _line(spec: AvatarSpec) -> str:
    return f"{spec.gender}, {spec.age:g} years, {spec.height_cm:g} cm, {spec.weight_kg or 0:g} kg"
