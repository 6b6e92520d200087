"""Tells a story with the official client that is on the path: `python tell.py URL KEY gzip|plain FILE`.

Prints a line when it begins to send, and at the end, as JSON, the ids that the client gave up, with the codes that it
was told.
"""

import json
import sys
from datetime import datetime
from pathlib import Path

from segment.analytics.client import Client

url, key, encoding, file = sys.argv[1:]
given_up: dict[str, str] = {}


def remember(error: Exception, batch: list[dict[str, object]]) -> None:
    for message in batch:
        given_up[str(message["messageId"])] = str(getattr(error, "code", type(error).__name__))


client = Client(
    key,
    host=url,
    on_error=remember,
    gzip=encoding == "gzip",
    upload_size=10,
    upload_interval=0.02,
    max_queue_size=100_000,
    # A refused batch is not tried again; a server that is away is, after 0 to 2^n seconds.
    max_retries=10,
)
story = json.loads(Path(file).read_text(encoding="utf-8"))
sys.stdout.write("sending\n")
sys.stdout.flush()
for kind, said in story:
    if "timestamp" in said:
        said["timestamp"] = datetime.fromisoformat(said["timestamp"])
    getattr(client, kind)(**said)
client.flush()
client.join()
sys.stdout.write(json.dumps(given_up))
