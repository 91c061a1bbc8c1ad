"""Engines that speak with the operator's models or servers, one for each kind of voice file.

`kind` is the whole surface for a provider; the entry point group is `qingzhi.engines`.
"""
