"""Static files as they are now: whoever installs another Tamis changes them under a server that runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from whitenoise.middleware import WhiteNoiseMiddleware

Standing = tuple[int, int]


class CurrentFiles(WhiteNoiseMiddleware):
    """WhiteNoise looks at each file once, at the start, and tells that length of it for ever: a file that has grown
    would be cut off. Here a file that has changed is looked at again."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self._looked_at: dict[str, tuple[str, Standing | None]] = {}
        super().__init__(*arguments, **options)

    def get_static_file(self, path: str, url: str, stat_cache: Any = None) -> Any:
        """How a file is answered, from now on."""
        self._looked_at[url] = path, standing_of(path)
        return super().get_static_file(path, url, stat_cache=stat_cache)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The file, or what the pages answer."""
        url = request.path_info
        if url in self.files:
            path, before = self._looked_at[url]
            now = standing_of(path)
            if now is None:
                # It may come back, as another one.
                answer: HttpResponseBase = self.get_response(request)
                return answer
            if now != before:
                self.files[url] = self.get_static_file(path, url)
        found: HttpResponseBase = super().__call__(request)
        return found


def standing_of(path: str) -> Standing | None:
    """By what it shows that a file is another one than before: when it was written, and its length; None of one that is
    not there."""
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
