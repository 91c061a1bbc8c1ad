from __future__ import annotations
def check(model, scene):
    return {}, []
