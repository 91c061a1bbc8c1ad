"""Count which phone follows which in Mandarin (`qingzhi/speech/orders.toml`).

    python bench/count_phones.py --data DATA

The phones are those of an English model (`diphones`), so lines of CPED are read aloud by our own
reader and written in the English phones that sound most like them. Same data and reader, same file.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from itertools import islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from qingzhi.speech import orders
from qingzhi.speech.diphones import PHONES
from qingzhi.speech.phones import FINALS, INITIALS
from qingzhi.speech.text.pinyin import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator

LINES: Final = 3000
PAUSE: Final = 3
"""A syllable's boundary at which the voice pauses."""
HEAD: Final = """\
# How often phones follow each other in Mandarin, written in the phones of an English model:
# counted by bench/count_phones.py in the first 3000 lines of CPED's validation set
# (Chinese Personalized and Emotional Dialogue dataset, scutcyr/CPED, Apache-2.0; see NOTICE).
# Silence is "". No text of the data is in this file.
"""


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in text.split())


_MANDARIN: Final = _pairs("""
p=b pʰ=p t=d tʰ=t k=ɡ kʰ=k x=h ɕ=ʃ ʂ=ʃ tɕ=dʒ tɕʰ=tʃ ʈʂ=dʒ ʈʂʰ=tʃ ɻ=ɹ ts=d_z tsʰ=t_s
a=ɑː an=æ_n aŋ=ɑː_ŋ ɤ=ʌ ən=ʌ_n əŋ=ʌ_ŋ ɚ=ɑː_ɹ i=iː ia=j_ɑː iɛn=j_ɛ_n iaŋ=j_ɑː_ŋ iaʊ=j_aʊ
iɛ=j_ɛ ɹ̩=ɪ ɻ̩=ɪ in=iː_n iŋ=iː_ŋ iʊŋ=j_ʊ_ŋ ioʊ=j_oʊ o=ɔː ʊŋ=ʊ_ŋ u=uː ua=w_ɑː uaɪ=w_aɪ
uan=w_æ_n uaŋ=w_ɑː_ŋ ueɪ=w_eɪ uən=w_ʌ_n uəŋ=w_ʌ_ŋ uo=w_ɔː y=j_uː yɛn=j_ɛ_n yɛ=j_ɛ
yn=j_uː_n
""")
"""Mandarin phones by the English ones that sound most like them; those not here are the same."""


def main() -> None:
    """Count, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    count = _counted(parser.parse_args().data / "emotion_cped" / "valid.jsonl")
    tables = "\n".join(_table(before, count) for before in PHONES)
    target = Path(orders.__file__).with_name(orders.FILE)
    target.write_text(f"{HEAD}\n{tables}", "utf-8")


def _counted(path: Path) -> Counter[tuple[str, str]]:
    reader = Reader.load()
    count: Counter[tuple[str, str]] = Counter()
    with path.open(encoding="utf-8") as lines:
        for line in islice(lines, LINES):
            count.update(pairwise(["", *_said(reader, json.loads(line)["text"]), ""]))
    return count


def _said(reader: Reader, text: str) -> Iterator[str]:
    for syllable in reader.read(text):
        for phone in (INITIALS.get(syllable.initial, ""), FINALS[syllable.final]):
            yield from (_known(p) for p in _MANDARIN.get(phone, phone).split("_") if p)
        if syllable.boundary == PAUSE:
            yield ""


def _known(phone: str) -> str:
    if phone not in PHONES:
        raise SystemExit(f"No English phone stands for {phone!r}.")
    return phone


def _table(before: str, count: Counter[tuple[str, str]]) -> str:
    met = [f'"{after}" = {count[before, after]}' for after in PHONES if count[before, after]]
    return "\n".join((f'[zh."{before}"]', *met, ""))


if __name__ == "__main__":
    main()
