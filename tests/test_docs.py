"""The documentation says what the code does: settings, commands, events, links, requirements."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import fields
from functools import reduce
from operator import or_
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec
import pytest
from typer.main import get_command

from qingzhi.cli.app import app
from qingzhi.io import events as ev
from qingzhi.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parent.parent
PAGES: Final = tuple(sorted((*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"))))
DECISIONS: Final = tuple(sorted(ROOT.glob("docs/decisions/*.md")))

_FENCE: Final = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_JSON: Final = re.compile(r"^```json\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PYTHON: Final = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SHELL: Final = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING: Final = re.compile(r"^(#+) (.+)$", re.MULTILINE)
_LINK: Final = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_CODE: Final = re.compile(r"`([^`\n]+)`")
_OUTSIDE: Final = re.compile(r"[a-z][a-z0-9+.-]*:")
_OURS: Final = re.compile(r"(?:src|tests|bench|docs|web)/[\w./-]*")
_ROW: Final = re.compile(r"^\| ([SDX]\d[\w.]*) \|(.*)\|$", re.MULTILINE)
_DEFAULT: Final = re.compile(r"^\| `QINGZHI_(\w+)` \| `([^`]*)`", re.MULTILINE)
_MACHINE: Final = re.compile(r"(?<![\w.~$-])/(?:home|root|Users|mnt|opt|srv)/")

_IDS: Final = """
S2 S3.3
S6.1.1a S6.1.1b S6.1.1c S6.1.1d S6.1.2a S6.1.2b S6.1.2v S6.1.2c
S6.2.1a S6.2.1b S6.2.1c S6.2.2.1a S6.2.2.1b S6.2.2.1c S6.2.2.2 S6.2.2.3 S6.2.3
S6.3.1a S6.3.1b S6.3.1c S6.3.1d1 S6.3.1d2 S6.3.2a1 S6.3.2a2 S6.3.2a3 S6.3.2b S6.3.2c S6.3.2d
S6.3.2e S6.3.3
S6.4.1a S6.4.1b S6.4.1c S6.4.1d1 S6.4.1d2 S6.4.2a S6.4.2b S6.4.2c S6.4.2d S6.4.2e S6.4.3
S6.5.1a S6.5.1b S6.5.1c S6.5.2a S6.5.2b S6.5.3a S6.5.4
S7.1.1a S7.1.1b S7.1.1c S7.1.2a S7.1.2b S7.1.2c S7.2.1a S7.2.1b S7.2.2a S7.2.2b S7.3.1 S7.3.2
D1 D2 D3 D4 D5 D6 D7 D8 D9 D10 D11 D12 D13 D14 D15 D16 D17 D18 D19 D20
X1 X2 X3 X4 X5 X6 X7
"""
REQUIREMENTS: Final = tuple(_IDS.split())
"""Every clause of T/CSIG 001—2026, every system of the programme deck, every unwritten wish."""
STATES: Final = frozenset({"met", "partly", "planned"})


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def prose(page: Path) -> str:
    """Give a page without its fenced blocks."""
    return _FENCE.sub("", page.read_text("utf-8"))


def anchors(page: Path) -> set[str]:
    """Give the anchors of a page's headings, as code hosts make them."""
    titles = (title for _, title in _HEADING.findall(prose(page)))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def commands(command: Any, words: tuple[str, ...] = ("qingzhi",)) -> Iterator[tuple[str, Any]]:
    """Walk the command tree to its leaves."""
    for name, inner in getattr(command, "commands", {}).items():
        yield from commands(inner, (*words, name))
    if not hasattr(command, "commands"):
        yield " ".join(words), command


def leaves(kind: type[msgspec.Struct]) -> list[type[msgspec.Struct]]:
    """Give the event structs under a base that have a tag of their own."""
    found = [leaf for inner in kind.__subclasses__() for leaf in leaves(inner)]
    return found or [kind]


def tag(kind: type[msgspec.Struct]) -> str:
    return str(kind.__struct_config__.tag)


COMMANDS: Final = dict(commands(get_command(app)))
CLIENT_EVENTS: Final = leaves(ev.ClientEvent)
SERVER_EVENTS: Final = leaves(ev.ServerEvent)


def sections(text: str) -> dict[str, str]:
    """Split a page at its headings."""
    parts = re.split(r"^#+ (.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize("name", [field.name for field in fields(Settings)])
def test_every_setting_is_documented(name: str) -> None:
    """An operator finds each setting, and what it is set to unless they say otherwise."""
    assert f"| `QINGZHI_{name.upper()}` |" in read("docs/deploy.md")


def test_documented_defaults_are_the_real_ones() -> None:
    """A default in the table is the one in the code."""
    table = dict(_DEFAULT.findall(read("docs/deploy.md")))
    plain = {f.name: getattr(Settings(), f.name) for f in fields(Settings)}
    for name in ("host", "port", "workers", "sessions", "max_message_bytes"):
        assert table[name.upper()] == str(plain[name])


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_both_readmes(command: str) -> None:
    """A reader of either README meets each command."""
    assert command in read("README.md")
    assert command in read("README.zh-CN.md")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_documented(command: str) -> None:
    """The row of a command names all of its options."""
    row = next(
        line for line in read("docs/deploy.md").splitlines() if line.startswith(f"| `{command}` |")
    )
    for parameter in COMMANDS[command].params:
        for option in (*parameter.opts, *parameter.secondary_opts):
            if option.startswith("-"):
                assert f"`{option}" in row, option


def test_documented_options_exist() -> None:
    """No row names an option that is gone."""
    for command, leaf in COMMANDS.items():
        row = next(r for r in read("docs/deploy.md").splitlines() if r.startswith(f"| `{command}`"))
        known = {o for p in leaf.params for o in (*p.opts, *p.secondary_opts)}
        assert set(re.findall(r"`(--?[a-z][\w-]*)", row)) <= known, command


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md", "docs/deploy.md"])
def test_commands_are_shown_as_they_are(name: str) -> None:
    """A command line in an example names an existing command with options that it has."""
    lines = "\n".join(_SHELL.findall(read(name))).splitlines()
    for line in (part.strip() for shown in lines for part in shown.split("&&")):
        if not line.startswith("qingzhi "):
            continue
        words = shlex.split(line, comments=True)
        leaf = next(leaf for command, leaf in COMMANDS.items() if line.startswith(command))
        known = {o for p in leaf.params for o in (*p.opts, *p.secondary_opts)}
        assert {word for word in words if word.startswith("-")} <= known, line


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_python_examples_compile(name: str) -> None:
    """An example can be pasted into a file."""
    examples = _PYTHON.findall(read(name))
    assert examples
    for example in examples:
        compile(example, name, "exec")


@pytest.mark.parametrize("kind", [*CLIENT_EVENTS, *SERVER_EVENTS], ids=tag)
def test_every_event_has_a_section_with_an_example(kind: type[msgspec.Struct]) -> None:
    """A developer finds each event by its name, with an example of that very event."""
    examples = _JSON.findall(sections(read("docs/realtime.md"))[tag(kind)])
    assert [json.loads(example)["type"] for example in examples] == [tag(kind)]


def test_examples_from_the_client_are_read() -> None:
    """The service reads each client example as it stands."""
    tags = {tag(kind) for kind in CLIENT_EVENTS}
    examples = [e for e in _JSON.findall(read("docs/realtime.md")) if json.loads(e)["type"] in tags]
    assert {tag(type(ev.decode(example))) for example in examples} == tags


def test_examples_from_the_service_are_what_it_sends() -> None:
    """Each server example has all fields of its event and no others."""
    union: Any = reduce(or_, SERVER_EVENTS)
    tags = {tag(kind) for kind in SERVER_EVENTS}
    for example in _JSON.findall(read("docs/realtime.md")):
        if json.loads(example)["type"] in tags:
            event = msgspec.json.decode(example, type=union)
            assert json.loads(ev.encode(event)) == json.loads(example)


@pytest.mark.parametrize("name", ev.EXTENSIONS)
def test_every_extension_is_documented(name: str) -> None:
    """A developer reads what may be asked for beyond the stock events."""
    assert f"`{name}`" in read("docs/realtime.md")


def test_every_wire_code_is_documented() -> None:
    """Each error code that the interface sends stands in the table."""
    sources = (*ROOT.glob("src/qingzhi/io/*.py"), *ROOT.glob("src/qingzhi/service/*.py"))
    text = "\n".join(path.read_text("utf-8") for path in sources)
    codes = set(re.findall(r"code=\"([a-z_]+)\"", text))
    assert codes
    assert not {code for code in codes if f"`{code}`" not in read("docs/realtime.md")}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    """Each relative link and picture exists, and so does the heading it points to."""
    for target in _LINK.findall(prose(page)):
        if _OUTSIDE.match(target):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), target
        if anchor:
            assert anchor in anchors(there), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_paths_in_the_text_exist(page: Path) -> None:
    """A path of the repository that a page names is there."""
    named = {code for code in _CODE.findall(prose(page)) if _OURS.fullmatch(code)}
    assert not {path for path in named if not (ROOT / path).exists()}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_pages_name_no_one_machine(page: Path) -> None:
    """No page holds a path that exists on its author's machine only."""
    assert not _MACHINE.search(page.read_text("utf-8"))


def test_the_readmes_have_the_same_shape() -> None:
    """The Chinese README has the headings of the English one, level by level."""
    shapes = [
        [level for level, _ in _HEADING.findall(prose(ROOT / name))]
        for name in ("README.md", "README.zh-CN.md")
    ]
    assert shapes[0] == shapes[1]


def test_the_conformance_table_has_every_requirement_once_in_order() -> None:
    """No row is missing, doubled, invented or out of place."""
    assert tuple(row for row, _ in _ROW.findall(read("docs/conformance.md"))) == REQUIREMENTS


def test_each_conformance_row_has_state_and_evidence() -> None:
    """A row has seven cells; one that claims something names what shows it, a gap is said."""
    for row, rest in _ROW.findall(read("docs/conformance.md")):
        cells = [cell.strip() for cell in rest.split(" | ")]
        assert len(cells) == 6, row
        _, _, asked, state, evidence, missing = cells
        assert asked, row
        assert state in STATES, row
        assert evidence != "–" or state == "planned", row
        assert missing != "–" or state == "met", row


def test_decisions_are_numbered_without_gaps_and_complete() -> None:
    """Each record is one page with its four parts."""
    assert [int(page.name[:4]) for page in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    for page in DECISIONS:
        text = page.read_text("utf-8")
        assert text.startswith(f"# {page.name[:4]} ")
        for part in ("Context.", "Decision.", "Why.", "Consequences."):
            assert f"**{part}**" in text, page.name
        assert len(text.split()) < 500, page.name
