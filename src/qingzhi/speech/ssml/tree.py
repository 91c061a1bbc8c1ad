"""SSML text to a tree, securely: no document type, no entities, bounded size, depth and count."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from qingzhi.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST: Final = 65_536
"""Characters of a document, at most."""
DEEPEST: Final = 24
"""Elements in each other, at most."""
MOST: Final = 2_000
"""Elements of a document, at most."""


@dataclass(slots=True)
class Node:
    """An element and where its tag begins; children are elements and texts, in order."""

    name: str
    attributes: Mapping[str, str]
    line: int
    column: int
    children: list[Node | str] = field(default_factory=list)

    def fault(self, message: str, hint: str = "") -> InputError:
        """Make the error that tells what is wrong with this element."""
        return fault(message, self.line, self.column, hint)

    @property
    def text(self) -> str:
        """The text in it; elements have no place there. Raises InputError."""
        for child in self.children:
            if isinstance(child, Node):
                raise child.fault(
                    f"<{child.name}> can't stand in <{self.name}>.",
                    f"Let <{self.name}> hold nothing but text.",
                )
        return " ".join("".join(map(str, self.children)).split())


def fault(message: str, line: int, column: int, hint: str = "") -> InputError:
    """Make an error that names a place, line and column counted from 1."""
    return InputError(f"SSML line {line}, column {column}: {message}", hint=hint, param="ssml")


def parse(document: str) -> Node:
    """Read a document. Raises InputError, which names the place and what to do."""
    if len(document) > LONGEST:
        raise fault(
            f"the document has more than {LONGEST} characters.", 1, 1, "Send it in several parts."
        )
    reader = _Reader()
    return reader.read(document)


class _Reader:
    """Builds the tree while expat reads."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._open
        self._parser.EndElementHandler = self._close
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.EntityDeclHandler = self._entity
        self._parser.ProcessingInstructionHandler = self._instruction
        self._path: list[Node] = []
        self._root: Node | None = None
        self._count = 0

    def read(self, document: str) -> Node:
        try:
            self._parser.Parse(document.encode(), True)
        except expat.ExpatError as error:
            raise fault(
                f"{expat.ErrorString(error.code)}.",
                error.lineno,
                error.offset + 1,
                "Close every tag, and write &amp; and &lt; for & and <.",
            ) from None
        except UnicodeEncodeError:
            raise fault("the document holds half a character.", 1, 1) from None
        if self._root is None:
            raise fault("the document is empty.", 1, 1)
        return self._root

    @property
    def _place(self) -> tuple[int, int]:
        return self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        node = Node(name, attributes, *self._place)
        self._count += 1
        if len(self._path) >= DEEPEST:
            raise node.fault(f"elements are nested more than {DEEPEST} deep.", "Nest fewer.")
        if self._count > MOST:
            raise node.fault(f"there are more than {MOST} elements.", "Send several documents.")
        if self._path:
            self._path[-1].children.append(node)
        else:
            self._root = node
        self._path.append(node)

    def _close(self, _name: str) -> None:
        self._path.pop()

    def _text(self, text: str) -> None:
        self._path[-1].children.append(text)

    def _doctype(self, *_: object) -> None:
        raise fault("a document type is not allowed.", *self._place, "Leave <!DOCTYPE …> out.")

    def _entity(self, *_: object) -> None:
        raise fault("entities are not allowed.", *self._place, "Write the characters themselves.")

    def _instruction(self, target: str, _data: str) -> None:
        raise fault(f"<?{target}?> is not understood.", *self._place, "Leave it out.")
