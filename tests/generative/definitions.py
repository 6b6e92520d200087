"""Valid scores and segments."""

from tests.generative.constructs import COMBINES
from tests.generative.drawing import Drawing
from tests.generative.language import Language

POINTS = (5, 10, -3, 2.5, 0.1, 33.333333, 0.000001, -10, 20, 1, 0, 100)
LIMITS = (10, 5, 0, 60, 2.5, 100)
FLOORS = (0, -5, -100, 2.5)


def bounds(d: Drawing, place: str, *, percent: int = 25, default: tuple | None = None) -> dict:
    """A `limit` and a `floor`, each perhaps absent or null, the floor never above the limit."""
    drawn = {}
    for word, values in (("limit", LIMITS), ("floor", FLOORS)):
        if d.chance(percent):
            drawn[word] = d.pick((None, *values))
            d.use(f"{place} {word}" + (": null" if drawn[word] is None else ""))
    limit, floor = (drawn.get(word, default[at] if default else None) for at, word in enumerate(("limit", "floor")))
    if limit is not None and floor is not None and floor > limit:
        drawn["floor"] = limit
    return drawn


def rule(language: Language, object: str, category: str, *, is_decayed: bool) -> dict:
    d = language.d
    is_event = bool(language.types) and d.chance(80 if category == "engagement" else 35)
    d.use(f"{'event' if is_event else 'record'} rule in a {category} group")
    drawn = _event_rule(language, object, is_decayed=is_decayed) if is_event else _record_rule(language, object)
    if d.maybe(5, "enabled: false"):
        drawn["enabled"] = False
    return drawn | bounds(d, "rule")


def _record_rule(language: Language, object: str) -> dict:
    d = language.d
    of = {}
    if d.chance(40):
        other, how = d.pick(language.objects), d.pick(COMBINES)
        of = {"of": other, **language.association(object, other, "record rule")}
        of |= {} if how == "max" and d.chance(70) else {"combine": how}
        d.use(f"record rule, of with combine {how}")
    subject = of.get("of", object)
    word = "record rule, of with {}" if of else "record rule, {}"
    if d.chance(60):
        d.use(word.format("points"))
        return {**of, "when": language.condition(subject), "points": d.pick(POINTS)}
    d.use(word.format("cases"))
    gate = {"when": language.condition(subject)} if d.maybe(30, "cases with a gate") else {}
    return {**of, **gate, "cases": [_case(language, language.condition(subject), "when") for _ in range(d.count(1, 3))]}


def _case(language: Language, condition: dict, word: str) -> dict:
    label = {"label": "A case"} if language.d.maybe(10, "case with a label") else {}
    return {**label, word: condition, "points": language.d.pick(POINTS)}


def _event_rule(language: Language, object: str, *, is_decayed: bool) -> dict:
    d = language.d
    drawn = language.event_filter("event rule")
    if "machine" not in drawn and d.maybe(10, "event rule, machine exclude"):
        drawn["machine"] = "exclude"
    if d.maybe(20, "event rule with a gate"):
        drawn["when"] = language.condition(object)
    worth = _worth(language, drawn)
    [kind] = worth
    d.use(f"event rule, {kind}")
    drawn |= worth
    drawn |= _own_decay(d, kind, is_decayed=is_decayed)
    return drawn | (_contacts(language, object) if object != "contact" else {})


def _worth(language: Language, drawn: dict) -> dict:
    d = language.d
    types = drawn["event"] if isinstance(drawn["event"], list) else [drawn["event"]]
    match d.pick(("points", "times", "cases")):
        case "cases" if language.shared_properties(types):
            return {"cases": [_case(language, language.where(types), "where") for _ in range(d.count(1, 3))]}
        case "times":
            return {"times": _times(d)}
    return {"points": d.pick(POINTS)}


def _times(d: Drawing) -> list[dict]:
    """Ranges that do not overlap, in any order."""
    ranges, low = [], d.count(0, 2)
    d.use(*(["times from zero"] if not low else []))
    for _ in range(d.count(1, 3)):
        high = low + d.count(0, 2)
        ranges.append({"from": low, "to": high, "points": d.pick(POINTS)})
        low = high + d.count(1, 2)
    if d.maybe(60, "times with an open end"):
        del ranges[-1]["to"]
    d.use(*(["times of several ranges"] if len(ranges) > 1 else []))
    if len(ranges) > 1 and d.maybe(30, "times out of order"):
        ranges.reverse()
    return ranges


def decay(d: Drawing) -> dict:
    mode = d.pick(({}, {"mode": "linear"}, {"mode": "step"}, {"mode": "step"}))
    return {"percent": d.pick((50, 100, 10, 33.333333, 0.5)), "every": d.period(), **mode}


def _own_decay(d: Drawing, kind: str, *, is_decayed: bool) -> dict:
    if d.chance(25):
        own = decay(d)
        d.use("decay of a rule", f"decay {own.get('mode', 'linear')} of {kind}")
        return {"decay": own}
    if is_decayed and d.chance(20):
        word = d.pick((None, "none"))
        d.use(f"decay: {word or 'null'} over the group's")
        return {"decay": word}
    return {}


def _contacts(language: Language, object: str) -> dict:
    d = language.d
    how = d.pick(("default", *COMBINES))
    d.use(f"event rule of another object, combine {how}")
    drawn: dict = {} if how == "default" else {"combine": how}
    contacts: dict = {}
    if d.maybe(25, "event rule of another object, contacts association"):
        contacts |= language.association(object, "contact", "record rule")
    if d.maybe(30, "event rule of another object, contacts where"):
        contacts["where"] = language.condition("contact", events=False)
        d.use(*(["event rule of another object, contacts in_segment"] if "in_segment" in contacts["where"] else []))
    return drawn | ({"contacts": contacts} if contacts else {})


def score(language: Language, key: str, object: str) -> dict:
    d = language.d
    categories = d.pick((["engagement"], ["fit", "engagement"], ["fit"], ["fit", "engagement"]))
    kind = "combined" if len(categories) == 2 else categories[0]
    d.use(f"score of a {object}", f"{kind} score")
    extra = [d.pick(categories) for _ in range(d.count(0, 2))]
    groups = [_group(language, object, category, number) for number, category in enumerate([*categories, *extra])]
    drawn = {"key": key, "object": object, **bounds(d, "score", percent=50, default=(100, 0)), "groups": groups}
    drawn |= _population(language, object)
    if d.chance(60):
        d.use(f"thresholds of a {kind} score")
        drawn["thresholds"] = {category: _tiers(d, category) for category in categories}
    return drawn


def _group(language: Language, object: str, category: str, number: int) -> dict:
    d = language.d
    own_decay = {"decay": decay(d)} if d.maybe(40, "decay of a group") else {}
    rules = [rule(language, object, category, is_decayed=bool(own_decay)) for _ in range(d.count(1, 5))]
    for one in rules:
        kind = next((word for word in ("points", "cases", "times") if word in one), None)
        if own_decay and "event" in one and "decay" not in one:
            d.use(f"decay {own_decay['decay'].get('mode', 'linear')} of {kind}")
    return {"key": f"g{number}", "category": category, **own_decay, **bounds(d, "group"), "rules": rules}


def _population(language: Language, object: str) -> dict:
    d = language.d
    drawn = {}
    for word in ("include", "exclude"):
        key = language.segment_of(object) if d.chance(20) else None
        if key:
            d.use(f"population {word}")
            drawn[word] = list(dict.fromkeys([key, language.segment_of(object)]))
    return {"population": drawn} if drawn else {}


def _tiers(d: Drawing, category: str) -> list[dict]:
    names = ("A", "B", "C") if category == "fit" else ("1", "2", "3")
    froms = sorted(d.some((0, 5, 10, 2.5, 20, 50, 0.1, -3), 0, 2), reverse=True)
    return [{"tier": name, "from": least} for name, least in zip(names, froms, strict=False)] + [
        {"tier": names[len(froms)]}
    ]


def segment(language: Language, key: str, object: str, *, scores: bool) -> dict:
    condition = language.condition(object, scores=scores)
    if '"in_segment"' in str(condition).replace("'", '"'):
        language.d.use("segment inside a segment")
    default = object == "contact" and language.d.chance(50)
    return {"key": key} | ({} if default else {"object": object}) | {"when": condition}
