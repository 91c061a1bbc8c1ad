"""How the desk talks: policy, empathy, wording, and what the card shows."""
