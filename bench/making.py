"""Makes a demo company: `python -m bench.making FOLDER CONTACTS EVENTS`."""

import sys
from datetime import datetime
from pathlib import Path

from bench.companies import AS_OF
from tamis.demo import generate

if __name__ == "__main__":
    folder, contacts, events = sys.argv[1:]
    generate(Path(folder), contacts=int(contacts), events=int(events), as_of=datetime.fromisoformat(AS_OF))
