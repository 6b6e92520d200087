"""The stated truth of the demo company: who becomes a customer, when, and with what probability.

**Interest** comes in episodes. Contact *i* begins new ones as a Poisson process of rate `r_i` a day (gamma over
contacts); an inbound contact also begins one on the day it enters. An episode has a level: 0 curious, 1 considering,
2 buying; everything a contact does clusters in its episodes and fades with them.

**Conversion.** An episode of level *l* wins a deal with probability `p = logistic(intercept[l] + fit)`, where `fit` is
the sum of the coefficients of the contact's and its company's traits. It is settled, won or lost, after a delay
`D = first_days + an exponential of mean_days, cut at last_days`. Level 2 shows an open deal from its first days until
then; the other levels show nothing before they win. The first win makes the contact a customer.

So, at an instant T, for an episode of age `a` not yet settled, with `F` the distribution of `D`:
`P(won within h days) = p (F(a+h) - F(a)) / (1 - F(a))` where the deal is seen to be open (level 2), and with
`1 - p F(a)` below where it is not. Episodes still to come add wins at the rate `r_i sum_l share[l] p_l`, settled as
above. The latent probability that a contact becomes a customer within the horizon is one minus the product of the
complements: exact, for whoever knows fit, rate and episodes.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

import numpy as np
from numpy.typing import NDArray

from tamis.demo import vocabulary as words

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

HORIZON_DAYS = 90.0


@dataclass(frozen=True)
class ConversionModel:
    """Every parameter of the truth; written to `truth/truth.json` as it stands. Rates are per day, times in days."""

    episodes_shape: float = 1.1
    episodes_per_day: float = 1 / 190
    inbound_sources: tuple[str, ...] = ("organic_search", "paid_search", "social", "referral", "webinar", "partner")
    level_shares: tuple[float, ...] = (0.62, 0.27, 0.11)
    level_activity: tuple[float, ...] = (1.0, 2.2, 4.0)
    fading_days: tuple[float, ...] = (6.0, 10.0, 14.0)
    intercept: tuple[float, ...] = (-5.4, -3.6, -1.7)
    first_days: float = 6.0
    mean_days: float = 24.0
    last_days: float = 90.0
    seniority: dict[str, float] = field(
        default_factory=lambda: dict(zip(words.SENIORITIES, (-2.0, -0.8, -0.2, 0.4, 0.9, 1.1, 1.0), strict=True))
    )
    department: dict[str, float] = field(
        default_factory=lambda: dict(zip(words.DEPARTMENTS, (0.7, 0.5, 0.0, 0.1, -0.2, -0.9, -0.3, 0.1), strict=True))
    )
    industry: dict[str, float] = field(
        default_factory=lambda: dict(
            zip(words.INDUSTRIES, (0.8, 0.5, 0.6, 0.0, -0.1, 0.1, -0.6, -0.7, -0.5, -0.9), strict=True)
        )
    )
    employees: dict[str, float] = field(
        default_factory=lambda: dict(zip([b[0] for b in words.EMPLOYEE_BANDS], (-1.0, 0.0, 0.7, 0.8, 0.2), strict=True))
    )
    country: dict[str, float] = field(
        default_factory=lambda: dict(
            zip([c.name for c in words.COUNTRIES], (0.4, 0.3, 0.2, -0.2, 0.0, 0.0, 0.1, -0.8), strict=True)
        )
    )
    no_company: float = -1.2

    def to_json(self) -> dict[str, object]:
        return asdict(self)

    def settled_by(self, days: Floats) -> Floats:
        """The distribution function F of the delay until an episode is settled; 0 for what has not begun."""
        reach = 1.0 - np.exp(-(self.last_days - self.first_days) / self.mean_days)
        waited = np.clip(days, self.first_days, self.last_days) - self.first_days
        share: Floats = (1.0 - np.exp(-waited / self.mean_days)) / reach
        return share

    def delays(self, uniform: Floats) -> Floats:
        """Delays in days for uniform draws: the inverse of `settled_by`."""
        reach = 1.0 - np.exp(-(self.last_days - self.first_days) / self.mean_days)
        days: Floats = self.first_days - self.mean_days * np.log1p(-uniform * reach)
        return days

    def win_probability(self, level: Ints, fit: Floats) -> Floats:
        """The probability (0 to 1) that an episode of this level ends in a deal won."""
        return 1.0 / (1.0 + np.exp(-(np.asarray(self.intercept)[level] + fit)))

    def pending_win(self, level: Ints, age: Floats, p: Floats) -> Floats:
        """P(won within the horizon) of episodes begun `age` days ago that are not known to be settled."""
        settled = self.settled_by(age)
        still = np.where(level == 2, 1.0 - settled, 1.0 - p * settled)
        soon = self.settled_by(age + HORIZON_DAYS) - settled
        return np.divide(p * soon, still, out=np.zeros_like(p), where=still > 1e-12)

    def future_wins(self, rate: Floats, fit: Floats) -> Floats:
        """Expected wins within the horizon from episodes that have not begun yet."""
        per_episode = sum(
            share * self.win_probability(np.full(len(fit), level), fit) for level, share in enumerate(self.level_shares)
        )
        grid = np.linspace(0.0, HORIZON_DAYS, 2001)
        exposure = float(np.trapezoid(self.settled_by(grid), grid))
        return rate * per_episode * exposure
