"""Small trained readers: who may be in danger, what must not be done, what is meant to hurt."""
