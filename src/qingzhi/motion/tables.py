"""The room's data files, checked against their types as they are read."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import TypeVar

import msgspec

T = TypeVar("T")
_DATA = files(__package__) / "data"


def table(name: str, kind: type[T]) -> T:
    """Read `data/<name>.toml` as `kind`; msgspec.ValidationError names the wrong place."""
    text = (_DATA / f"{name}.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), kind, strict=False)


def folder(name: str, kind: type[T]) -> dict[str, T]:
    """Read every `data/<name>/*.toml` as `kind`, by file name without its ending."""
    found = sorted((_DATA / name).iterdir(), key=lambda file: file.name)
    return {
        file.name.removesuffix(".toml"): table(f"{name}/{file.name.removesuffix('.toml')}", kind)
        for file in found
        if file.name.endswith(".toml")
    }
