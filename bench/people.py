"""Make and judge people drawn by chance; prints one line of JSON a person, then the sum.

    python -m bench.people --count 200 --every 20 [--validator node_modules/gltf-validator]

`qingzhi bench people` shows the same as a table.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import msgspec

from qingzhi.assets import Assets
from qingzhi.avatar.base import Base
from qingzhi.evaluation.people import judged, summary
from qingzhi.settings import Settings


def main() -> None:
    """Run, and tell each person as soon as it is judged."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--every", type=int, default=20, help="make each so-manieth whole; 0: none")
    parser.add_argument("--validator", type=Path, help="folder of the npm package gltf-validator")
    given = parser.parse_args()
    base = Base.load(Assets(Settings.from_env()))
    seeds = range(given.first, given.first + given.count)
    people = []
    for one in judged(base, seeds, every=given.every, validator=given.validator):
        people.append(one)
        print(msgspec.json.encode(one).decode(), flush=True)
    print(msgspec.json.encode(summary(people)).decode())


if __name__ == "__main__":
    main()
