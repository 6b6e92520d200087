"""Tags and filters of the pages: data."""
