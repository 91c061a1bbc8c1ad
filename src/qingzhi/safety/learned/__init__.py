"""Small trained classifiers: who may be in danger, and what is meant to hurt."""

from qingzhi.safety.learned.classifier import Classifier
from qingzhi.safety.learned.concepts import Concepts

__all__ = ["Classifier", "Concepts"]
