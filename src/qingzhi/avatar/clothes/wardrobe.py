"""What there is to wear: each outfit as a table of patterns, for women and for men."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qingzhi.avatar.clothes.pattern import (
    Collar,
    Dress,
    Jacket,
    Lapel,
    Pocket,
    Shoes,
    Skirt,
    Sleeve,
    Trousers,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qingzhi.avatar.spec import AvatarSpec

_BROADER: Final = 0.005
"""Metres of ease that a man needs beyond a woman's cut."""
_WAISTED: Final = 0.8
"""Share of the hollow between hip and bust that women's clothes follow, at least."""
_SQUARE: Final = ((0.0, 0.0), (-0.009, 0.002), (-0.016, 0.02), (-0.018, 0.085))
"""A front that ends square at the hem."""
_OXFORDS: Final = Shoes(top=(0.081, 0.062), toe=0.014, sole=0.008, laces=True)
_PUMPS: Final = Shoes(top=(0.047, 0.068), toe=0.014, sole=0.004, heel=0.014)
_TRAINERS: Final = Shoes(
    zone="canvas",
    top=(0.081, 0.066),
    toe=0.008,
    sole=0.020,
    heel=0.026,
    sole_zone="rubber",
    welt=0.006,
    laces=True,
)
_MEN_LAPEL: Final = Lapel(gorge=0.033, notch=0.038, point=0.032, belly=(0.010, -0.012))
_MEN_JACKET: Final = Jacket(
    hem=-0.045,
    front=((0.060, 0.0005), (0.028, 0.006), (0.004, 0.030), (-0.012, 0.095)),
    depth=0.268,
    ease=(0.020, 0.020, 0.020, 0.015, 0.014, 0.010, 0.0105),
    hollow=0.4,
    pad=0.018,
    vent=0.20,
    lapel=_MEN_LAPEL,
    sleeve=Sleeve(cuff=0.009, ease=0.008),
    pockets=(
        Pocket("flap", (0.058, 0.100), 0.108, 0.044, 0.006),
        Pocket("welt", (0.062, -0.175), 0.070, 0.017, 0.010, both=False),
    ),
    badge=(-0.010, -0.125),
)
_WIDE: Final = Trousers(ankle=0.053, thigh=0.004, gap=0.007)
_HIGH: Final = _WIDE._replace(rise=0.088)
_SCRUBS: Final = Trousers(zone="drill-trousers", crease=0.003)
_JEANS: Final = Trousers(zone="denim", ankle=0.048, thigh=0.002, gap=0.005, crease=0.0)
_WAISTCOAT: Final = Jacket(
    hem=0.015,
    front=((0.034, -0.016), (0.014, -0.002), (-0.004, 0.020), (-0.014, 0.060)),
    depth=0.245,
    overlap=0.014,
    ease=(0.013, 0.012, 0.014, 0.012, 0.011, 0.0115, 0.0145),
    hollow=0.6,
    pad=0.003,
    lapel=None,
    sleeve=None,
    pockets=(Pocket("welt", (0.052, 0.075), 0.075, 0.016, 0.010),),
    buttons=(0.010, 0.058, 0.106, 0.154),
    button_size=0.0065,
    badge=(-0.005, -0.145),
)
_FULL_SHIRT: Final = Jacket(
    zone="shirt",
    hem=0.03,
    detail=0.6,
    front=_SQUARE,
    depth=0.0,
    scoop=1.2,
    overlap=0.0,
    ease=(0.004, 0.004, 0.006, 0.005, 0.005, 0.004, 0.0048),
    hollow=0.7,
    flare=0.0,
    pad=0.003,
    princess=None,
    back_seam=False,
    lapel=None,
    sleeve=Sleeve(end=-0.012, cuff=0.006, ease=0.006, buttons=(0.02,), band=True, lined=None),
    pockets=(),
    buttons=(),
)

_WOMEN_COAT: Final = Jacket(
    zone="drill",
    hem=-0.30,
    front=((0.012, 0.0), (-0.004, 0.004), (-0.014, 0.02), (-0.018, 0.085)),
    depth=0.205,
    ease=(0.017, 0.016, 0.018, 0.016, 0.015, 0.010, 0.0105),
    hollow=0.55,
    flare=0.09,
    flare_at=0.05,
    pad=0.012,
    vent=0.34,
    princess=None,
    lapel=Lapel(gorge=0.034, notch=0.032, belly=(0.010, -0.008)),
    sleeve=Sleeve(end=-0.01, cuff=0.010, ease=0.007, buttons=(), lined=None),
    pockets=(
        Pocket("patch", (0.060, 0.265), 0.125, 0.150, 0.0),
        Pocket("patch", (0.052, -0.175), 0.085, 0.100, 0.0, both=False),
    ),
    buttons=(0.012, 0.105, 0.198, 0.291),
    button="pearl",
    button_size=0.0085,
    badge=(-0.006, -0.150),
)
_MEN_COAT: Final = _WOMEN_COAT._replace(depth=0.225, pad=0.014, lapel=_MEN_LAPEL)
_TUNIC_COLLAR: Final = Collar(
    zone="gabardine",
    gap=0.0115,
    seam=0.004,
    rise=0.034,
    snug=0.0035,
    stand=(0.024, 0.032),
    point=(0.036, -0.026),
)
_ZHONGSHAN: Final = _MEN_JACKET._replace(
    vent=0.0,
    zone="gabardine",
    front=_SQUARE,
    depth=-0.010,
    scoop=1.2,
    lapel=None,
    collar=_TUNIC_COLLAR,
    princess=None,
    pockets=(
        Pocket("patch", (0.050, 0.235), 0.125, 0.150, 0.0),
        Pocket("flap", (0.049, 0.240), 0.127, 0.050, 0.0),
        Pocket("patch", (0.046, -0.135), 0.086, 0.105, 0.0),
        Pocket("flap", (0.045, -0.130), 0.088, 0.038, 0.0),
    ),
    buttons=(0.034, 0.120, 0.200, 0.290, 0.380),
    sleeve=Sleeve(cuff=0.010, ease=0.008, lined=None),
    badge=(-0.006, -0.110),
)
_UNIFORM: Final = _ZHONGSHAN._replace(
    hem=0.0,
    ease=(0.016, 0.018, 0.022, 0.016, 0.014, 0.009, 0.0095),
    pockets=_ZHONGSHAN.pockets[2:],
    buttons=(0.034, 0.108, 0.176, 0.254, 0.332),
    button="brass",
)
_GUIDE: Final = Jacket(
    zone="nylon",
    hem=-0.005,
    front=_SQUARE,
    depth=-0.010,
    scoop=1.2,
    overlap=0.0,
    ease=(0.004, 0.012, 0.019, 0.017, 0.015, 0.010, 0.0105),
    hollow=0.45,
    flare=0.0,
    pad=0.008,
    princess=None,
    lapel=None,
    collar=_TUNIC_COLLAR._replace(
        zone="nylon", leaf=False, gap=0.0115, stand=(0.031, 0.038), snug=0.004
    ),
    pockets=(
        Pocket("flap", (0.044, -0.150), 0.094, 0.036, 0.0),
        Pocket("welt", (0.076, 0.165), 0.020, 0.095, 0.0),
    ),
    sleeve=Sleeve(end=-0.01, cuff=0.005, ease=0.008, buttons=(), band=True, rib=True, lined=None),
    buttons=(),
    hem_rib=0.052,
    yoke=0.80,
    zip=True,
    badge=(-0.006, -0.112),
)
_SHIRT: Final = _FULL_SHIRT._replace(
    detail=1.0,
    hem=-0.045,
    front=((0.020, 0.012), (0.006, 0.002), (-0.008, 0.012), (-0.013, 0.085)),
    depth=-0.006,
    overlap=0.013,
    ease=(0.013, 0.012, 0.016, 0.010, 0.008, 0.005, 0.0048),
    hollow=0.5,
    collar=Collar(gap=0.0052),
    buttons=(0.020, 0.100, 0.180, 0.260, 0.340, 0.420),
    button="pearl",
    button_size=0.0050,
    badge=(-0.004, -0.110),
)
_CARDIGAN: Final = Jacket(
    zone="knit",
    hem=-0.035,
    front=_SQUARE,
    depth=0.220,
    ease=(0.012, 0.014, 0.018, 0.013, 0.012, 0.010, 0.0115),
    hollow=0.5,
    pad=0.004,
    princess=None,
    back_seam=False,
    lapel=None,
    sleeve=Sleeve(end=0.0, cuff=0.006, ease=0.008, buttons=(), band=True),
    band=0.026,
    pockets=(),
    buttons=(0.010, 0.080, 0.150, 0.220),
    button_size=0.0080,
    badge=(0.010, -0.135),
)
_TEE: Final = Jacket(
    zone="jersey",
    hem=-0.03,
    front=_SQUARE,
    depth=0.014,
    scoop=1.0,
    wide=0.012,
    neck_band=0.017,
    neck_zone="jersey-rib",
    overlap=0.0,
    ease=(0.014, 0.014, 0.016, 0.010, 0.009, 0.0055, 0.0035),
    hollow=0.45,
    pad=0.002,
    princess=None,
    back_seam=False,
    lapel=None,
    sleeve=Sleeve(end=0.66, cuff=0.016, ease=0.010, buttons=(), lined=None),
    pockets=(),
    buttons=(),
    badge=(0.0, -0.120),
)
_TUNIC: Final = _UNIFORM._replace(
    zone="drill",
    hem=-0.06,
    ease=(0.018, 0.020, 0.024, 0.016, 0.014, 0.008, 0.0095),
    hollow=0.4,
    pad=0.004,
    collar=_TUNIC_COLLAR._replace(zone="drill", leaf=False, stand=(0.026, 0.032)),
    pockets=(
        Pocket("patch", (0.055, 0.165), 0.115, 0.135, 0.0),
        Pocket("patch", (0.052, -0.125), 0.080, 0.090, 0.0, both=False),
    ),
    sleeve=Sleeve(end=0.66, cuff=0.026, ease=0.012, buttons=(), lined=None),
    button="pearl",
    button_size=0.0075,
)
_DRESS: Final = Jacket(
    zone="crepe",
    hem=-0.44,
    front=_SQUARE,
    depth=0.062,
    scoop=1.5,
    wide=0.026,
    neck_band=0.005,
    neck_zone="crepe",
    overlap=0.0,
    ease=(0.010, 0.010, 0.010, 0.010, 0.009, 0.0045, 0.0025),
    hollow=0.92,
    flare=0.15,
    flare_at=0.11,
    pad=0.003,
    princess=None,
    lapel=None,
    belt=0.017,
    sleeve=Sleeve(end=0.66, cuff=0.012, ease=0.008, buttons=(), lined=None),
    pockets=(),
    buttons=(),
    badge=(0.0, -0.120),
)
_QIPAO: Final = _DRESS._replace(
    wide=0.0,
    neck_band=0.0,
    flare_at=0.02,
    belt=0.0,
    zone="silk",
    hem=-0.36,
    depth=-0.010,
    scoop=1.2,
    flare=-0.09,
    back_seam=False,
    piped=True,
    collar=Collar(zone="silk", gap=0.006, seam=0.002, stand=(0.036, 0.042), leaf=False),
    ease=(0.010, 0.010, 0.010, 0.010, 0.009, 0.005, 0.0045),
    sleeve=Sleeve(end=0.76, cuff=0.010, ease=0.007, buttons=(), lined=None, piped=True),
)
_PENCIL: Final = Skirt()

_SHARED: Final[dict[str, Dress]] = {
    "waistcoat": Dress(tops=(_WAISTCOAT, _FULL_SHIRT), below=_HIGH, shoes=_OXFORDS, neckwear="tie"),
    "shirt": Dress(tops=(_SHIRT,), shirt=None, shoes=_OXFORDS),
    "uniform": Dress(tops=(_UNIFORM,), shirt=None),
    "jacket": Dress(tops=(_GUIDE,), shirt=None, shoes=_TRAINERS),
    "cardigan": Dress(tops=(_CARDIGAN,)),
    "casual": Dress(tops=(_TEE,), shirt=None, below=_JEANS, shoes=_TRAINERS),
    "nurse": Dress(tops=(_TUNIC,), shirt=None, below=_SCRUBS, shoes=_TRAINERS),
    "child": Dress(tops=(_CARDIGAN,), shoes=_TRAINERS),
}
_WOMEN: Final[dict[str, Dress]] = {
    "suit": Dress(neckwear="ribbon"),
    "skirt-suit": Dress(below=_PENCIL, shoes=_PUMPS, neckwear="ribbon"),
    "white-coat": Dress(tops=(_WOMEN_COAT,)),
    "dress": Dress(tops=(_DRESS,), shirt=None, below=None, shoes=_PUMPS),
    "qipao": Dress(tops=(_QIPAO,), shirt=None, below=None, shoes=_PUMPS),
}
_MEN: Final[dict[str, Dress]] = {
    "suit": Dress(tops=(_MEN_JACKET,), below=_WIDE, shoes=_OXFORDS, neckwear="tie"),
    "white-coat": Dress(tops=(_MEN_COAT,), below=_WIDE, shoes=_OXFORDS, neckwear="tie"),
    "zhongshan": Dress(tops=(_ZHONGSHAN,), shirt=None, below=_WIDE, shoes=_OXFORDS),
}


def _waisted(worn: Dress) -> Dress:
    """Return what is worn as it is cut for women: its sides follow more of the body's hollow."""
    tops = tuple(top._replace(hollow=max(top.hollow, _WAISTED)) for top in worn.tops)
    return worn._replace(tops=tops)


def _broader(worn: Dress) -> Dress:
    """Return what is cut for women as it is cut for men: with more room across the chest."""
    room = (0, 0, 0, *[_BROADER] * 4)
    tops = tuple(
        top._replace(ease=tuple(a + b for a, b in zip(top.ease, room, strict=True)))
        for top in worn.tops
    )
    return worn._replace(tops=tops)


OUTFITS: Final[Mapping[str, Mapping[str, Dress]]] = {
    "female": {name: _waisted(worn) for name, worn in (_MEN | _SHARED | _WOMEN).items()},
    "male": {name: _broader(worn) for name, worn in _WOMEN.items()} | _SHARED | _MEN,
}
"""By gender and style; what is cut for one of them alone can be worn by both."""


def dress(spec: AvatarSpec) -> Dress:
    """Return what a specification says is worn."""
    return OUTFITS[spec.gender][spec.garment.style]
