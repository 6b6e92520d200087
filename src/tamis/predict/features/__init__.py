"""Which features the data gives, and their values at landmarks: only what had happened by then."""

from tamis.predict.features.encoding import Encoding, learn_encoding
from tamis.predict.features.gathering import Gathered, Gathering
from tamis.predict.features.plan import Plan, plan_features
from tamis.predict.features.rows import Rows

__all__ = ["Encoding", "Gathered", "Gathering", "Plan", "Rows", "learn_encoding", "plan_features"]
