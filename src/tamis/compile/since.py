"""Events since an engagement reset of the record that looks at a contact: the contact counts otherwise for it than for
the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import ibis.expr.types as ir

from tamis.compile.figures import Figure, figures_by

if TYPE_CHECKING:
    from tamis.compile.measures import Measures


@dataclass(frozen=True)
class Since:
    """Pairs of a record of an object that was reset and a contact associated with it: `from_n`, `n`, `reset_at`."""

    measures: Measures
    object_type: str
    pairs: ir.Table

    def counted(self, contacts: ir.Table, figures: Mapping[object, Figure]) -> tuple[ir.Table, Mapping[object, Figure]]:
        """The contacts, one row a pair with its `from_n` and those figures that a reset concerns; and the others."""
        forgetting = self.measures.forgetting(self.object_type)
        of_pairs = {key: each for key, each in figures.items() if any(slot in forgetting for slot, _ in each[1])}
        pairs = self.pairs.select("from_n", pair_n="n")
        table = pairs.inner_join(contacts, pairs.pair_n == contacts.n).drop("pair_n")
        since = self.measures.figures_since(self.pairs, self.object_type)
        found = figures_by(since, of_pairs, "from_n", "contact").rename(looking="from_n")
        joined = table.left_join(found, [table.from_n == found.looking, table.n == found.contact])
        others = {key: each for key, each in figures.items() if key not in of_pairs}
        return joined.drop("looking", "contact"), others
