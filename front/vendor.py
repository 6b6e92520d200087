"""Copies the published files that pages need in a browser out of the packages that npm installed, ready to be served.

`python front/vendor.py NODE_MODULES VENDOR` empties VENDOR first. Run by make.
"""

import re
import shutil
import sys
from pathlib import Path

# Where a file lies in node_modules, and its name among the pages' static files.
FILES = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "@tabler/core/dist/js/tabler.min.js": "tabler.min.js",
    "@tabler/icons-webfont/dist/tabler-icons.min.css": "tabler-icons.min.css",
    "@tabler/icons-webfont/dist/fonts/tabler-icons.woff2": "fonts/tabler-icons.woff2",
    "@fontsource-variable/inter/wght.css": "inter.css",
    "echarts/dist/echarts.min.js": "echarts.min.js",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
}
INTER = "@fontsource-variable/inter/files/inter-*-wght-normal.woff2"
LICENCES = {
    "@fontsource-variable/inter/LICENSE": "inter.txt",
    "@tabler/icons-webfont/LICENSE": "tabler-icons.txt",
    "echarts/LICENSE": "echarts.txt",
    "echarts/NOTICE": "echarts-notice.txt",
    "htmx.org/LICENSE": "htmx.txt",
}

# Names of files that are not served. A server that puts a digest into names refuses a style sheet that asks for them.
SOURCE_MAP = re.compile(r"\n?(?://# sourceMappingURL=\S+|/\*# sourceMappingURL=\S+ \*/)")
OLDER_FONT = re.compile(r',url\("[^"]+"\) format\("(?:woff|truetype)"\)')
VERSION = re.compile(r"(?<=\.woff2)\?v[\d.]+")


def copy_all(packages: Path, vendor: Path) -> None:
    shutil.rmtree(vendor, ignore_errors=True)
    for source, name in FILES.items():
        _copy(packages / source, vendor / name)
    for font in sorted(packages.glob(INTER)):
        _copy(font, vendor / "files" / font.name)
    for source, name in LICENCES.items():
        _copy(packages / source, vendor / "licences" / name)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.suffix not in {".css", ".js"}:
        shutil.copyfile(source, target)
        return
    text = SOURCE_MAP.sub("", source.read_text(encoding="utf-8"))
    text = VERSION.sub("", OLDER_FONT.sub("", text))
    target.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    copy_all(Path(sys.argv[1]), Path(sys.argv[2]))
