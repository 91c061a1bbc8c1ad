"""One file a step; the number at its head is its place."""
