"""Text on its way to the voice: written → spoken words → syllables."""
