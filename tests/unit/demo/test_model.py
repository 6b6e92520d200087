"""The stated conversion model: its formulas against simulation, and the company against its formulas."""

from __future__ import annotations

import numpy as np
import pytest

from tamis.demo import HORIZON_DAYS, ConversionModel

MODEL = ConversionModel()


def test_delays_are_drawn_from_the_distribution_that_is_stated():
    uniform = np.linspace(0, 0.999, 50)
    assert MODEL.settled_by(MODEL.delays(uniform)) == pytest.approx(uniform)
    assert MODEL.settled_by(np.array([-5.0, 0.0, 6.0, 90.0, 400.0])) == pytest.approx([0, 0, 0, 1, 1])


@pytest.mark.parametrize("level", [1, 2])
def test_a_pending_episode_wins_as_often_as_stated(level):
    rng, size, age = np.random.default_rng(1), 400_000, 20.0
    p = float(MODEL.win_probability(np.array([level]), np.array([1.0]))[0])
    delay, won = MODEL.delays(rng.random(size)), rng.random(size) < p
    # Of a buying episode we see whether it is settled; of another only that it has not won.
    pending = delay > age if level == 2 else ~(won & (delay <= age))
    share = (won & (delay > age) & (delay <= age + HORIZON_DAYS))[pending].mean()
    stated = MODEL.pending_win(np.array([level]), np.array([age]), np.array([p]))[0]
    assert stated == pytest.approx(share, rel=0.03)


def test_as_many_convert_as_the_probabilities_say(ask):
    expected, spread, happened = ask("""
        SELECT sum(probability), sqrt(sum(probability * (1 - probability))), sum(converts::INT)
        FROM {truth} WHERE NOT is_customer
    """)[0]
    assert expected > 30
    assert abs(happened - expected) < 4 * spread


def test_colleagues_competitors_and_bots_never_buy(ask):
    assert ask("SELECT max(probability), max(converts::INT) FROM {truth} WHERE NOT buys") == [(0.0, 0)]


def test_recent_engagement_tells_something_of_the_future(ask):
    warm, cold = ask("""
        WITH recent AS (
            SELECT contact_id, count(*) AS events FROM {events}
            WHERE occurred_at > TIMESTAMPTZ '2026-06-01T00:00Z' AND machine IS NOT TRUE AND type NOT LIKE 'email_%'
            GROUP BY contact_id)
        SELECT avg(probability) FILTER (WHERE events >= 5), avg(probability) FILTER (WHERE coalesce(events, 0) = 0)
        FROM {truth} LEFT JOIN recent USING (contact_id)
    """)[0]
    assert warm > 3 * cold
