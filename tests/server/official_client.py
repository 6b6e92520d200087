"""Sends with the official client that is on the path: `python official_client.py URL KEY gzip|plain COUNT PREFIX`.

Sends six kinds of message, `PREFIX-0` to `PREFIX-(COUNT-1)`, and prints as JSON the ids that the client gave up,
with the codes that it was told.
"""

import json
import sys

from segment.analytics.client import Client

url, key, encoding, count, prefix = sys.argv[1:]
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
SENDING = [
    lambda id: client.identify(7, {"email": None, "plan": "pro"}, message_id=id),
    lambda id: client.track("7", "Form Submitted", {"form_name": "Demo"}, message_id=id),
    lambda id: client.page("7", "Shop", "Pricing", {"url": "https://example.com/"}, message_id=id),
    lambda id: client.screen(anonymous_id="a", name="Home", message_id=id),
    lambda id: client.group("7", 42, {"name": "Acme"}, message_id=id),
    lambda id: client.alias("a", "7", message_id=id),
]
for number in range(int(count)):
    SENDING[number % len(SENDING)](f"{prefix}-{number}")
    if number == 0:
        sys.stdout.write("sending\n")
        sys.stdout.flush()
client.flush()
client.join()
sys.stdout.write(json.dumps(given_up))
