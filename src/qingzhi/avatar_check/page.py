"""The table of codes in docs/avatar-check.md: `python -m qingzhi.avatar_check.page` writes it."""

from __future__ import annotations

import re
import sys
from importlib import resources
from typing import TYPE_CHECKING, Final

from qingzhi.avatar_check.findings import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADING: Final = re.compile(r"^# (\w.*)$")
_ENTRY: Final = re.compile(r"^(\w+) = ")


def table() -> str:
    """Return a table for each group of codes, under its heading."""
    text = (resources.files(__package__) / "codes.toml").read_text("utf-8")
    return "\n".join(_rows(text.partition("\n\n")[2])) + "\n"


def _rows(text: str) -> Iterator[str]:
    codes = catalogue()
    for line in text.splitlines():
        if heading := _HEADING.match(line):
            yield f"### {heading[1]}\n"
            yield "| code | severity | clause | 中文 | English |"
            yield "|---|---|---|---|---|"
        elif entry := _ENTRY.match(line):
            code = codes[entry[1]]
            yield f"| `{entry[1]}` | {code.severity} | {code.clause} | {code.zh} | {code.en} |"
        else:
            yield ""


if __name__ == "__main__":
    sys.stdout.write(table())
