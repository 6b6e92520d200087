"""What every section of the page is made from: the card, a language, and names for what the model looks at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tamis.predict.card.html.element import Html, join, tag
from tamis.predict.card.model_card import ModelCard
from tamis.predict.card.words.say import Words, things_of
from tamis.predict.evaluation.remark import Remark
from tamis.predict.feature import OTHER
from tamis.predict.features.french import in_french

DAY = 24 * 3600 * 1_000_000
"""Microseconds."""


@dataclass(frozen=True)
class Sheet:
    """`meanings` are phrases for features, by name, in the language of `words`; else their own are told,
    which are known in French too."""

    card: ModelCard
    words: Words
    meanings: Mapping[str, str] = field(default_factory=dict)

    @property
    def things(self) -> str:
        return things_of(self.words, self.card.goal.object)

    def say(self, code: str, **values: object) -> str:
        return self.words(code, things=self.things, **values)

    def remark(self, said: Remark) -> str:
        """A reason or a sign; a feature in it, and what groups are told apart by, by its meaning."""
        values = said.values
        more = {"name": self.name(str(values["name"]))} if "name" in values else {}
        if "group" in values:
            others = str(values.get("others", "")).split(", ")
            more |= {"by": self.meaning(str(values["by"])), "group": self.category(str(values["group"]))}
            more |= {"others": ", ".join(map(self.category, others))} if "others" in values else {}
        return self.words.remark(said, things=self.things, **more)

    def name(self, feature: str) -> str:
        """What a feature means, beginning with a capital."""
        text = self.called(feature)
        return text[:1].upper() + text[1:]

    def called(self, feature: str) -> str:
        """The same as it stands in a sentence."""
        own = next((each.meaning for each in self.card.features if each.name == feature), "")
        return self.meaning(self.meanings.get(feature) or own or feature)

    def meaning(self, text: str) -> str:
        """What a feature means, in the language of the card."""
        return in_french(text) if self.words.language == "fr" else text

    def category(self, value: str) -> str:
        """A value of a category; what was rare, in the language of the card."""
        return self.words("curves.other") if value == OTHER else value

    def coded(self, family: str, code: str) -> str:
        """The name of something that has a code; the code itself where it has none."""
        return self.words(f"{family}.{code}") if self.words.knows(f"{family}.{code}") else code

    def estimator(self, name: str) -> str:
        """What a kind of model is called, or the average of several (`glass_box+binned_logistic`)."""
        return " + ".join(self.coded("estimator", part) for part in name.split("+"))


def section(title: str, *children: str | None, id_: str, note: str = "") -> Html:
    """A part of the page with its heading."""
    heading = tag("h2", title, id=f"{id_}-title")
    said = tag("p", note, class_="note") if note else None
    return tag("section", heading, said, *children, id=id_, aria_labelledby=f"{id_}-title")


def pair(*children: str | None) -> Html:
    """Things beside each other where there is room."""
    return tag("div", *children, class_="pair")


def paragraphs(*texts: str) -> Html:
    return join(*(tag("p", each) for each in texts if each))
