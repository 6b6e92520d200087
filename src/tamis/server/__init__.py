"""The server process: what comes over HTTP becomes one call of what lies below, and its answer back."""
