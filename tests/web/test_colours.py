"""The colours of tiers can be read, and told apart by lightness alone, in both themes."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from tamis.operations.tiers import COLORS
from tamis.server.web import layout

_STATIC = Path(layout.__file__).parent / "static" / "tamis"
_SURFACE = {"light": "#ffffff", "dark": "#182433"}


def _variables(theme: str) -> dict[str, str]:
    """The colours of a theme by name; the dark one has those of the light one that it does not change."""
    found: dict[str, str] = {}
    for file in ("tamis.css", "tiers.css"):
        for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", (_STATIC / file).read_text(encoding="utf-8")):
            if selector.strip().endswith(":root") or (theme == "dark" and selector.strip().endswith('"dark"]')):
                found |= dict(re.findall(r"--tamis-([\w-]+): (#[0-9a-f]{6});", body))
    return found


def _luminance(colour: str) -> float:
    """Relative luminance, by WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    a, b = sorted((_luminance(one), _luminance(other)))
    return (b + 0.05) / (a + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_name_of_a_tier_can_be_read_on_its_badge(theme: str) -> None:
    colours = _variables(theme)
    for name in COLORS:
        ink, paper = colours[name], colours[f"{name}-soft"]
        # Strong badges have both the other way round; faint ones have their ink on the surface.
        assert _contrast(ink, paper) >= 4.5, name
        assert _contrast(ink, _SURFACE[theme]) >= 4.5, name


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_shades_of_a_colour_differ_in_lightness_and_stand_out_from_the_surface(theme: str) -> None:
    colours = _variables(theme)
    for name in COLORS:
        shades = [colours[f"chart-{name}{shade}"] for shade in ("-strong", "", "-faint")]
        assert all(_contrast(shade, _SURFACE[theme]) >= 3 for shade in shades), name
        assert all(_contrast(one, other) >= 1.2 for one, other in pairwise(shades)), name
