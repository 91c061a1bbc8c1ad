"""Work that outlives a build: what was made, and all that it was made from.

While somebody moves one slider, most of a figure stays. A build is a chain of stages; each is
given a specification that notes what the stage reads of it. A later build takes over what is there
if all that was read is the same and all that the stage was given besides is the very same.
"""

from __future__ import annotations

from collections import defaultdict
from types import FunctionType, MethodType
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar, cast

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable

    from qingzhi.avatar.spec import AvatarSpec

    Read = dict[tuple[str, ...], Any]

_Made = TypeVar("_Made")
MOST: Final = 2
"""Of each stage: as it is now and as it was before, which a slider that goes back finds again."""


class _Entry(NamedTuple):
    read: Read
    given: tuple[object, ...]
    made: Any

    def fits(self, spec: AvatarSpec, given: tuple[object, ...]) -> bool:
        same = all(old is new for old, new in zip(self.given, given, strict=True))
        return same and all(_at(spec, path) == value for path, value in self.read.items())


class Kept:
    """What the stages of earlier builds have made, the latest of each.

    `before` is called before each stage and may end a build by raising; what the stages before it
    have made stays.
    """

    def __init__(self, most: int = MOST, before: Callable[[], None] = lambda: None) -> None:
        self._most, self._before = most, before
        self._entries: defaultdict[str, list[_Entry]] = defaultdict(list)
        self._likes: defaultdict[str, list[Any]] = defaultdict(list)

    def made(
        self,
        stage: str,
        spec: AvatarSpec,
        given: tuple[object, ...],
        make: Callable[[AvatarSpec], _Made],
    ) -> _Made:
        """Return what a stage makes of a specification and of what it is `given`.

        `make` may read nothing else, and its result may hold nothing that reads later.
        """
        self._before()
        if not self._most:
            return make(spec)
        entries = self._entries[stage]
        found = next((entry for entry in entries if entry.fits(spec, given)), None)
        if found is None:
            read: Read = {}
            made = make(cast("AvatarSpec", _Noting(spec, (), read)))
            found = _Entry(read, given, made)
        others = (entry for entry in entries if entry is not found)
        self._entries[stage] = [found, *others][: self._most]
        return cast("_Made", found.made)

    def like(self, name: str, value: _Made, alike: Callable[[_Made, _Made], bool]) -> _Made:
        """Return an earlier value that is as good as this one, or this one."""
        earlier = self._likes[name]
        found = next((old for old in earlier if old is value or alike(old, value)), value)
        self._likes[name] = [found, *(old for old in earlier if old is not found)][: self._most]
        return found


class _Noting:
    """A specification, or a part of one, that notes what is read of it."""

    __slots__ = ("_of", "_path", "_read")

    def __init__(self, of: msgspec.Struct, path: tuple[str, ...], read: Read) -> None:
        self._of, self._path, self._read = of, path, read

    def __getattr__(self, name: str) -> Any:
        meant = getattr(type(self._of), name, None)
        if isinstance(meant, property) and meant.fget is not None:
            return meant.fget(self)
        if isinstance(meant, FunctionType):
            return MethodType(meant, self)
        path, value = (*self._path, name), getattr(self._of, name)
        if isinstance(value, msgspec.Struct):
            return _Noting(value, path, self._read)
        self._read[path] = value
        return value

    def __eq__(self, other: object) -> bool:
        return self._whole() == (other._whole() if isinstance(other, _Noting) else other)

    def __hash__(self) -> int:
        return hash(self._whole())

    def _whole(self) -> msgspec.Struct:
        self._read[self._path] = self._of
        return self._of


def _at(spec: AvatarSpec, path: tuple[str, ...]) -> object:
    found: object = spec
    for name in path:
        found = getattr(found, name)
    return found
