"""Qingzhi 情智: an emotion- and intelligence-integrated digital human (T/CSIG 001—2026)."""

__version__ = "0.1.0"
