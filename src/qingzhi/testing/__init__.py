"""Public helpers for tests: a virtual clock and simulated dialogues. No sleeping anywhere."""
