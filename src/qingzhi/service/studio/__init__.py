"""The workshop for figures: words and sliders become a figure that is looked at, checked, kept."""
