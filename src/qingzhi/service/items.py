"""The messages of one conversation, as the realtime protocol keeps them."""

from __future__ import annotations

import secrets
from typing import Final

from qingzhi.errors import ProtocolError
from qingzhi.io.events import MAX_TEXT, Content, Item

MOST: Final = 200
"""Items remembered; the oldest go first."""
LONGEST_ID: Final = 64
"""Characters of an id that a client gives."""
MOST_PARTS: Final = 32
"""Content parts of one item."""
_TEXT_PARTS: Final = frozenset({"input_text", "output_text", "text"})


class Items:
    """Items by id, in order."""

    def __init__(self) -> None:
        self._items: dict[str, Item] = {}

    def __len__(self) -> int:
        return len(self._items)

    def add(self, item: Item) -> str:
        """Keep an item, give it an id where it has none, return its text. Raises ProtocolError."""
        text = text_of(item)
        if item.id in self._items:
            raise ProtocolError(
                f"An item {item.id[:80]!r} exists.", code="duplicate", param="item.id"
            )
        if len(item.id) > LONGEST_ID:
            raise ProtocolError(
                f"An id may have {LONGEST_ID} characters.", code="id_too_long", param="item.id"
            )
        item.id = item.id or new_id("item")
        item.content = tuple(Content(part.type, part.text) for part in item.content)
        item.object, item.status = "realtime.item", "completed"
        self.keep(item)
        return text

    def keep(self, item: Item) -> None:
        """Keep an item of ours."""
        self._items[item.id] = item
        while len(self._items) > MOST:
            del self._items[next(iter(self._items))]

    def get(self, item_id: str) -> Item:
        """Find an item. Raises ProtocolError when there is none."""
        try:
            return self._items[item_id]
        except KeyError:
            raise ProtocolError(
                f"There is no item {item_id[:80]!r}.", code="item_not_found", param="item_id"
            ) from None

    def delete(self, item_id: str) -> None:
        """Forget an item. Raises ProtocolError when there is none."""
        self.get(item_id)
        del self._items[item_id]


def new_id(kind: str) -> str:
    """Make an id such as `item_3f…`."""
    return f"{kind}_{secrets.token_hex(10)}"


def text_of(item: Item) -> str:
    """Read a message's text. Raises ProtocolError for what can't be read."""
    if item.type != "message":
        raise ProtocolError(f"Items of type {item.type[:80]!r} are not read.", param="item.type")
    if item.role not in {"user", "assistant", "system"}:
        raise ProtocolError(f"The role {item.role[:80]!r} is unknown.", param="item.role")
    if len(item.content) > MOST_PARTS:
        raise ProtocolError(f"A message may have {MOST_PARTS} parts.", param="item.content")
    for index, part in enumerate(item.content):
        if part.type not in _TEXT_PARTS:
            raise ProtocolError(
                f"Content of type {part.type[:80]!r} is not read here.",
                code="unsupported_content",
                param=f"item.content[{index}].type",
            )
    text = " ".join(part.text or "" for part in item.content).strip()
    if not text:
        raise ProtocolError("The message has no text.", code="empty_text", param="item.content")
    not_too_long(text, "item.content")
    return text


def not_too_long(text: str, param: str, most: int = MAX_TEXT) -> None:
    """Raise ProtocolError, which names `param`, for a text that is longer than `most`."""
    if len(text) > most:
        raise ProtocolError(
            f"The text has {len(text)} characters; {most} is the most.",
            code="text_too_long",
            param=param,
        )
