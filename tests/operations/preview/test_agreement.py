"""What a preview tells is what publishing gives, for a score of contacts and one of companies."""

import numpy as np

from tamis.operations.list_scores import list_scores
from tamis.operations.make_demo import make_demo
from tamis.operations.preview import preview_draft
from tamis.operations.publish import reviewing
from tamis.progress import NullProgress

# Of fifty rules of all kinds, and of companies with their contacts; the others of the demo company show nothing more.
SCORES = ("lead_score", "target_account")


def test_a_preview_says_what_publishing_gives(empty):
    make_demo(empty.folder, contacts=120, events=4_000, seed=2, now=empty.now, progress=NullProgress())
    empty.take()
    files = [*empty.folder.glob("segments/*.yaml"), *(empty.folder / f"scores/{key}.yaml" for key in SCORES)]
    with reviewing(empty.workspace, files, now=empty.now, progress=NullProgress()) as publishing:
        publishing.publish(progress=NullProgress())
    published = list_scores(empty.workspace)
    texts = {file.stem: file.read_text() for file in files}
    assert tuple(score.key for score in published) == SCORES
    for score in published:
        text = next(text for text in texts.values() if f"\nkey: {score.key}\n" in f"\n{text}")
        told = preview_draft(empty.workspace, text, now=empty.now)
        assert told.valued.count == score.valued, score.key
        assert {t.tier: t.after.count for t in told.tiers} == {t.tier: t.count for t in score.tiers}, score.key
        assert {t.tier: t.color for t in told.tiers} == {t.tier: t.color for t in score.tiers}, score.key
        assert told.changed.count == 0, score.key
        assert np.isclose(sum(group.share for group in told.groups), 1), score.key
        rows = empty.values(score.key)
        assert (
            sum(each.after for each in told.distribution) == score.valued == len([r for r in rows if r.split(",")[1]])
        )
