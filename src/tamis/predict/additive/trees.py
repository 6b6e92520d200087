"""Boosted trees as arrays, read from LightGBM's model text and written as such again.

LightGBM reads the text of a model without checking it: a child that is not there makes it read beside its memory. So
what is kept and may come from elsewhere is arrays, which are checked here, and the text that LightGBM gets is always
written by us. Statistics of training (gains, weights, ranges of features) are not kept: no prediction needs them.
The format: LightGBM 4, src/boosting/gbdt_model_text.cpp and src/io/tree.cpp.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tamis.errors import DataError
from tamis.predict.scorer import Floats

Whole = NDArray[np.int64]
MOST_TREES, MOST_LEAVES = 10_000, 512
_WORD = 1 << 32


@dataclass(frozen=True, eq=False)
class Trees:
    """All trees, one after the other; a tree of n leaves has n - 1 inner nodes.

    `leaves`: how many leaves each tree has. For each inner node: the place of the `feature`, the `threshold` (of a
    number), LightGBM's `decision` bits, the `left` and `right` child (a node after it in its tree, or ~leaf), and
    `node_rows`, how many training rows came by. For each leaf: `value` (log-odds) and `leaf_rows`. For each tree,
    `sets` tells how many of its nodes split by categories; such a node's threshold is the place of its set, which
    takes the next of `set_sizes` words of 32 bits out of `set_words`: bit i stands for bin i of the feature's axis.
    """

    leaves: Whole
    feature: Whole
    threshold: Floats
    decision: Whole
    left: Whole
    right: Whole
    node_rows: Whole
    value: Floats
    leaf_rows: Whole
    sets: Whole
    set_sizes: Whole
    set_words: Whole

    def __post_init__(self) -> None:
        _check(self)


def trees_of(text: str) -> Trees:
    """The trees of a model text that LightGBM wrote in this process."""
    found: dict[str, list[float]] = {field.name: [] for field in fields(Trees)}
    for part in text.split("\n\nTree=")[1:]:
        lines = dict(line.split("=", 1) for line in part.split("\n\n")[0].splitlines() if "=" in line)
        _add(found, {key: value.split() for key, value in lines.items() if key in _WANTED})
    floats = {"threshold", "value"}
    arrays: dict[str, Any] = {}
    for name, values in found.items():
        arrays[name] = np.array(values, np.float64 if name in floats else np.int64)
    # Where only the unknown go another way, LightGBM writes a threshold that is infinite.
    arrays["threshold"] = np.clip(arrays["threshold"], -_GREATEST, _GREATEST)
    return Trees(**arrays)


_GREATEST = np.finfo(np.float64).max


_WANTED = {
    "num_leaves": "leaves",
    "num_cat": "sets",
    "split_feature": "feature",
    "threshold": "threshold",
    "decision_type": "decision",
    "left_child": "left",
    "right_child": "right",
    "internal_count": "node_rows",
    "leaf_value": "value",
    "leaf_count": "leaf_rows",
    "cat_boundaries": "set_sizes",
    "cat_threshold": "set_words",
}


def _add(found: dict[str, list[float]], lines: dict[str, list[str]]) -> None:
    if int(lines["num_leaves"][0]) == 1:
        # LightGBM writes nothing of its rows.
        lines = {"num_leaves": ["1"], "num_cat": ["0"], "leaf_value": lines["leaf_value"], "leaf_count": ["1"]}
    for key, texts in lines.items():
        values = [float(text) for text in texts]
        if key == "cat_boundaries":
            values = np.diff(values).tolist()
        found[_WANTED[key]].extend(values)


def model_text(trees: Trees, features: int) -> str:
    """A text that LightGBM reads as these trees over so many features (called Column_0, …)."""
    head = ["tree", "version=v4", "num_class=1", "num_tree_per_iteration=1", "label_index=0"]
    head += [f"max_feature_idx={features - 1}", "objective=binary sigmoid:1"]
    head += ["feature_names=" + " ".join(f"Column_{place}" for place in range(features))]
    head += ["feature_infos=" + " ".join(["none"] * features)]
    parts = [f"Tree={place}\n{_tree_text(tree)}\n\n" for place, tree in enumerate(_apart(trees))]
    head += ["tree_sizes=" + " ".join(str(len(part)) for part in parts)]
    return "\n".join(head) + "\n\n" + "".join(parts) + "end of trees\n"


@dataclass(frozen=True)
class _Tree:
    nodes: dict[str, list[float]]
    ends: dict[str, list[float]]
    set_sizes: list[int]
    set_words: list[int]


def _apart(trees: Trees) -> list[_Tree]:
    node = leaf = one_set = word = 0
    found = []
    for leaves, sets in zip(trees.leaves.tolist(), trees.sets.tolist(), strict=True):
        nodes, ends = slice(node, node + leaves - 1), slice(leaf, leaf + leaves)
        sizes = trees.set_sizes[one_set : one_set + sets].tolist()
        words = trees.set_words[word : word + sum(sizes)].tolist()
        found.append(
            _Tree(
                {name: getattr(trees, name)[nodes].tolist() for name in _NODES},
                {name: getattr(trees, name)[ends].tolist() for name in _ENDS},
                sizes,
                words,
            )
        )
        node, leaf, one_set, word = nodes.stop, ends.stop, one_set + sets, word + sum(sizes)
    return found


_NODES = ("feature", "threshold", "decision", "left", "right", "node_rows")
_ENDS = ("value", "leaf_rows")


def _tree_text(tree: _Tree) -> str:
    lines: dict[str, list[Any]] = {"num_leaves": [len(tree.ends["value"])], "num_cat": [len(tree.set_sizes)]}
    names = {ours: theirs for theirs, ours in _WANTED.items()}
    if len(tree.ends["value"]) > 1:
        lines |= {names[name]: values for name, values in (tree.nodes | tree.ends).items()}
        if tree.set_sizes:
            lines["cat_boundaries"] = [0, *np.cumsum(tree.set_sizes).tolist()]
            lines["cat_threshold"] = tree.set_words
    else:
        lines["leaf_value"] = tree.ends["value"]
    # repr of a float is the shortest text that is read as the same one.
    told = "\n".join(f"{key}=" + " ".join(map(repr, values)) for key, values in lines.items())
    return told + "\nis_linear=0\nshrinkage=1\n"


def _check(trees: Trees) -> None:
    _check_sizes(trees)
    floats = np.concatenate([trees.threshold, trees.value])
    if not np.isfinite(floats).all() or min(trees.node_rows.min(initial=1), trees.leaf_rows.min(initial=1)) < 1:
        raise DataError("model", "its trees hold what is no number of that place.")
    if trees.feature.min(initial=0) < 0 or ((trees.decision < 0) | (trees.decision > 15)).any():
        raise DataError("model", "its trees ask for something that is not there.")
    if ((trees.set_words < 0) | (trees.set_words >= _WORD)).any():
        raise DataError("model", "its trees have categories that are not there.")
    for tree in _apart(trees):
        _check_tree(tree)


def _check_sizes(trees: Trees) -> None:
    leaves = trees.leaves
    if len(leaves) > MOST_TREES or leaves.min(initial=1) < 1 or leaves.max(initial=1) > MOST_LEAVES:
        raise DataError("model", "it has more or larger trees than Tamis makes, or none.")
    nodes, ends = int((leaves - 1).sum()), int(leaves.sum())
    sizes = [len(getattr(trees, name)) == nodes for name in _NODES]
    sizes += [len(getattr(trees, name)) == ends for name in _ENDS]
    sizes += [len(trees.sets) == len(leaves), trees.sets.min(initial=0) >= 0, trees.set_sizes.min(initial=1) >= 1]
    if not all(sizes) or trees.sets.sum() != len(trees.set_sizes) or trees.set_sizes.sum() != len(trees.set_words):
        raise DataError("model", "the parts of its trees are of different sizes.")


def _check_tree(tree: _Tree) -> None:
    """Each node and each leaf hangs under one node that comes before it."""
    leaves = len(tree.ends["value"])
    left, right = tree.nodes["left"], tree.nodes["right"]
    if sorted(left + right) != list(range(-leaves, 0)) + list(range(1, leaves - 1)) and leaves > 1:
        raise DataError("model", "its trees have branches that are not there.")
    if any(0 <= child <= node for children in (left, right) for node, child in enumerate(children)):
        raise DataError("model", "its trees have branches that come back to where they were.")
    by_set = [at for at, bits in zip(tree.nodes["threshold"], tree.nodes["decision"], strict=True) if int(bits) & 1]
    if any(at not in range(len(tree.set_sizes)) for at in by_set):
        raise DataError("model", "its trees have categories that are not there.")
