"""From examples to a model: what leaks is left out, kinds of model are tried, the best is judged and learnt anew."""

from tamis.predict.training.asked import Asked
from tamis.predict.training.model import Model
from tamis.predict.training.walk import Trained, train

__all__ = ["Asked", "Model", "Trained", "train"]
