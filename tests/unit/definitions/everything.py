"""A score in which everything stands that can be written, as values."""

EVERYTHING = {
    "key": "everything",
    "label": "Everything",
    "description": "All there is",
    "object": "company",
    "limit": 90,
    "floor": -10,
    "population": {"include": ["a", "b"], "exclude": ["c"]},
    "groups": [
        {
            "key": "one",
            "label": "One",
            "description": "First",
            "category": "fit",
            "limit": 50,
            "floor": 1,
            "rules": [
                {
                    "label": "r0",
                    "when": {"property": "p", "is_any_of": ["x", "y"]},
                    "points": 5,
                    "limit": 9,
                    "floor": 2,
                },
                {
                    "label": "r1",
                    "of": "deal",
                    "association": "any",
                    "combine": "sum",
                    "when": {"in_segment": "a"},
                    "cases": [
                        {"label": "c0", "when": {"property": "q", "between": [1, 2]}, "points": 1},
                        {
                            "when": {"all": [{"property": "t", "in_the_last": "30 days"}, {"in_segment": "b"}]},
                            "points": 2,
                        },
                    ],
                },
                {
                    "label": "r2",
                    "when": {
                        "of": "contact",
                        "association": "Buyer",
                        "property": "u",
                        "is_not": "x",
                        "matches_unknown": True,
                    },
                    "points": 3,
                },
                {
                    "label": "r3",
                    "when": {"any": [{"none": [{"property": "v", "is": True}]}]},
                    "points": 4,
                    "enabled": False,
                },
            ],
        },
        {
            "key": "two",
            "category": "engagement",
            "decay": {"percent": 50, "every": "1 month", "mode": "step"},
            "rules": [
                {
                    "label": "r4",
                    "event": ["e", "f"],
                    "where": {"property": "w", "is": 1},
                    "within": {"between": ["2026-01-01", "2026-02-01"]},
                    "points": 5,
                    "combine": "max",
                    "contacts": {"association": "Buyer", "where": {"property": "x", "is_known": True}},
                },
                {
                    "label": "r5",
                    "event": "g",
                    "machine": "include",
                    "within": {"last": "30 days"},
                    "times": [{"from": 1, "to": 3, "points": 1}, {"from": 4, "points": 5}],
                    "decay": "none",
                },
                {
                    "label": "r6",
                    "event": "h",
                    "cases": [{"label": "c1", "where": {"property": "y", "contains": "z"}, "points": 6}],
                    "decay": {"percent": 10, "every": "7 days"},
                    "when": {
                        "event": "k",
                        "where": {"property": "w", "at_least": 1},
                        "within": {"before": "2026-01-01"},
                        "times": {"from": 2, "to": 5},
                        "machine": "include",
                    },
                },
            ],
        },
    ],
    "thresholds": {
        "fit": [{"tier": "A", "from": 60, "color": "green"}, {"tier": "B"}],
        "engagement": [{"tier": "1", "from": 40}, {"tier": "2", "from": 10}, {"tier": "3"}],
    },
}
