"""The log: one JSON object a line on standard error, without contacts, ids, keys or addresses."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any


class JsonLines(logging.Formatter):
    """When, how bad, who says it, and the sentence; of an error no more than its sentence, which quotes nothing."""

    def format(self, record: logging.LogRecord) -> str:
        said = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name.lstrip("_"),
            "message": record.getMessage(),
        }
        return json.dumps(said, ensure_ascii=False)


class OnlyNews(logging.Filter):
    """Leaves out what is said at every start."""

    def filter(self, record: logging.LogRecord) -> bool:
        # More threads than cores are meant: they wait for the disk.
        return "Python threads, which seems quite high" not in record.getMessage()


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": JsonLines}},
    "filters": {"news": {"()": OnlyNews}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stderr",
            "formatter": "json",
            "filters": ["news"],
        }
    },
    "loggers": {
        "tamis": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "_granian": {},
        # It quotes the addresses of pages, which hold ids, and links that are good once. What fails is told by us.
        "django": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
"""For `logging.config.dictConfig`; granian's own lines are written like ours."""
