"""The demo company: an invented B2B CRM of any size, driven by a stated model of who buys."""

from tamis.demo.definitions import FIFTY_RULES, demo_goals, demo_scores, demo_segments
from tamis.demo.generate import Generated, generate
from tamis.demo.model import HORIZON_DAYS, ConversionModel

__all__ = [
    "FIFTY_RULES",
    "HORIZON_DAYS",
    "ConversionModel",
    "Generated",
    "demo_goals",
    "demo_scores",
    "demo_segments",
    "generate",
]
