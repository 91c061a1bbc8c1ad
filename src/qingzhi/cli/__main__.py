"""Lets `python -m qingzhi.cli` stand for `qingzhi`."""

from qingzhi.cli import main

main()
