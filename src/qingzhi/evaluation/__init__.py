"""Measuring the service as its visitors meet it: from outside, over the wire."""
