"""TypeScript types of the realtime events, written from `qingzhi.io.events`.

    python -m qingzhi.io.typescript web/packages/protocol/src/generated.ts

A test compares the file with what this module writes, so that the two never drift apart.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, get_args

from msgspec import UNSET, inspect

from qingzhi.io import events

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADER: Final = """\
// Written by `python -m qingzhi.io.typescript`; change src/qingzhi/io/events.py instead.
"""
_PLAIN: Final[dict[type[inspect.Type], str]] = {
    inspect.AnyType: "unknown",
    inspect.NoneType: "null",
    inspect.BoolType: "boolean",
    inspect.IntType: "number",
    inspect.FloatType: "number",
    inspect.StrType: "string",
}


def render() -> str:
    """Write all events and what they are made of as one TypeScript module."""
    inbound, outbound = get_args(events.Inbound), get_args(events.Outbound)
    structs: dict[str, inspect.StructType] = {}
    for cls in inbound:
        _collect(inspect.type_info(cls), structs)
    given = set(structs)
    for cls in outbound:
        _collect(inspect.type_info(cls), structs)
    blocks = [HEADER]
    blocks += [_interface(struct, given=name in given) for name, struct in structs.items()]
    blocks.append(_union("ClientEvent", inbound))
    blocks.append(_union("ServerEvent", outbound))
    names = "".join(f"  '{cls.__struct_config__.tag}',\n" for cls in outbound)
    blocks.append(f"export const SERVER_EVENT_TYPES = [\n{names}] as const;\n")
    return "\n".join(blocks)


def _collect(info: inspect.Type, found: dict[str, inspect.StructType]) -> None:
    """Find every struct that a type is made of, parts before wholes."""
    if isinstance(info, inspect.StructType):
        if info.cls.__name__ in found:
            return
        for field in info.fields:
            _collect(field.type, found)
        found[info.cls.__name__] = info
        return
    for inner in _inner(info):
        _collect(inner, found)


def _inner(info: inspect.Type) -> Iterator[inspect.Type]:
    match info:
        case inspect.UnionType(types=types):
            yield from types
        case inspect.VarTupleType(item_type=item) | inspect.ListType(item_type=item):
            yield item
        case inspect.TupleType(item_types=types):
            yield from types
        case inspect.DictType(value_type=value):
            yield value


def _interface(struct: inspect.StructType, *, given: bool) -> str:
    """Write one struct; clients may leave out what has a default."""
    lines = [f"export interface {struct.cls.__name__} {{"]
    if struct.tag_field:
        lines.append(f"  readonly {struct.tag_field}: '{struct.tag}';")
    may_miss = given or struct.cls.__struct_config__.omit_defaults
    for field in struct.fields:
        missing = field.default is UNSET or (may_miss and not field.required)
        mark = "?" if missing else ""
        lines.append(f"  readonly {field.encode_name}{mark}: {_type(field.type)};")
    return "\n".join([*lines, "}", ""])


def _type(info: inspect.Type) -> str:
    plain = _PLAIN.get(type(info))
    if plain:
        return plain
    match info:
        case inspect.StructType(cls=cls):
            written = str(cls.__name__)
        case inspect.LiteralType(values=values):
            written = " | ".join(f"'{v}'" if isinstance(v, str) else str(v) for v in values)
        case inspect.UnionType(types=types):
            written = " | ".join(dict.fromkeys(_type(t) for t in types))
        case inspect.VarTupleType(item_type=item) | inspect.ListType(item_type=item):
            written = f"readonly {_grouped(_type(item))}[]"
        case inspect.TupleType(item_types=types):
            written = f"readonly [{', '.join(_type(t) for t in types)}]"
        case inspect.DictType(value_type=value):
            written = f"Readonly<Record<string, {_type(value)}>>"
        case _:
            raise TypeError(f"no TypeScript for {info}")
    return written


def _grouped(inner: str) -> str:
    return f"({inner})" if "|" in inner or inner.startswith("readonly ") else inner


def _union(name: str, classes: tuple[Any, ...]) -> str:
    members = "".join(f"\n  | {cls.__name__}" for cls in classes)
    return f"export type {name} ={members};\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(render(), "utf-8")
