"""`qingzhi screen --batch` reads any file: what is wrong is named by its line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from qingzhi.cli.options import read_batch
from qingzhi.cli.screen import decide, shown
from qingzhi.errors import InputError
from qingzhi.safety import Screen

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def screen() -> Screen:
    return Screen.load()


@pytest.mark.parametrize(
    "line",
    [
        b"{", b"[]", b"7", b'"text"', b"{}", b'{"text": 7}', b'{"text": null}',
        b'{"text": ["a"]}', b"[" * 20_000, b'{"a":' * 20_000, b"9" * 5_000, b"\xff\xfe", b"\x00",
    ],
)  # fmt: skip
def test_a_wrong_line_is_named(tmp_path: Path, line: bytes) -> None:
    """Broken JSON, wrong types, deep nesting and bytes that are no text."""
    path = tmp_path / "in.jsonl"
    path.write_bytes(line + b"\n")
    with pytest.raises(InputError, match=r"in\.jsonl"):
        list(read_batch(path))


@pytest.mark.parametrize(
    "content",
    [
        b'\xef\xbb\xbf{"text": "a"}\n{"text": "b"}',
        b'{"text": "a"}\r\n\r\n{"text": "b"}\r\n',
        '{"text": "a", "x": "\u2028\u0085"}\n{"text": "b"}\n'.encode(),
    ],
)
def test_marks_and_ends_of_lines_of_other_systems_are_read(tmp_path: Path, content: bytes) -> None:
    """A byte order mark, CRLF, and separators that JSON allows within a text."""
    path = tmp_path / "in.jsonl"
    path.write_bytes(content)
    assert [record["text"] for record in read_batch(path)] == ["a", "b"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"direction": "up"}, {"direction": None}, {"direction": ["in"]}, {"audience": "cat"},
        {"audience": {}}, {"history": "no"}, {"history": [1]}, {"history": {"a": 1}},
    ],
)  # fmt: skip
def test_a_wrong_field_is_named(screen: Screen, wrong: dict[str, object]) -> None:
    """The mistake says which field it is."""
    with pytest.raises(InputError) as caught:
        decide(screen, {"text": "a", "direction": "in", "audience": "adult"} | wrong)
    assert caught.value.param in wrong


@pytest.mark.parametrize("text", ["\ud800", "a\udfff身份证", "\x00\x1b[31m", "我" * 100_000, ""])
def test_any_text_has_a_verdict_that_can_be_printed(screen: Screen, text: str) -> None:
    """Half characters, controls and floods."""
    for direction in ("in", "out"):
        record = {"text": text, "direction": direction, "audience": "adult", "history": [text]}
        printed = json.dumps(shown(decide(screen, record)), ensure_ascii=False)
        assert printed.encode("utf-8")
        assert "\\u001b" not in printed
