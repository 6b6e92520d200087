"""Exact SHAP values of many rows at once: those of a tree depend on what its nodes decide of a row, and nothing else.

A tree of 15 leaves has few ways that its 14 nodes decide among a million rows. So each way is explained once, by
LightGBM (`pred_contrib`, of one tree), and looked up for all rows that go it: a million rows by 235 such trees took
20 s of one core in place of 425.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from tamis.predict.additive.axis import Axis
from tamis.predict.additive.trees import Trees
from tamis.predict.feature import Kind
from tamis.predict.scorer import Floats

Explain = Callable[[Floats, int], Floats]
"""The SHAP values of rows (rows, features + 1) by the tree of a number alone."""

_MOST_NODES = 15
# What is remembered of a tree takes 128 KB, and 80 bytes for each way.
_MOST_TREES, _MOST_WAYS = 1_500, 1 << 15
# Bits of a decision: whether by categories, where unknown goes, and what is taken for unknown.
_BY_SET, _UNKNOWN_LEFT, _KIND_SHIFT, _ZERO, _NAN = 1, 2, 2, 1, 2


@dataclass(frozen=True)
class _Node:
    feature: int
    threshold: float
    decision: int
    words: NDArray[np.int64]

    def is_left(self, cells: Floats) -> NDArray[np.bool_]:
        """Which way each value goes: as LightGBM 4 decides (include/LightGBM/tree.h)."""
        unknown = np.isnan(cells)
        known = np.where(unknown, 0.0, cells)
        if self.decision & _BY_SET:
            bit = np.clip(known, 0, 32 * len(self.words) - 1).astype(np.int64)
            is_in = (self.words[bit // 32] >> (bit % 32)) & 1 == 1
            return np.asarray(is_in & (known < 32 * len(self.words)) & ~unknown)
        if self.decision >> _KIND_SHIFT != _NAN:
            return np.asarray(known <= self.threshold)
        return np.where(unknown, bool(self.decision & _UNKNOWN_LEFT), known <= self.threshold)


class TreeShap:
    """Made for the trees of a model, and asked for any rows by any threads; what it has explained it remembers."""

    def __init__(self, axes: Sequence[Axis], trees: Trees, explain: Explain) -> None:
        nodes = _nodes(trees)
        used = sorted({node.feature for tree in nodes for node in tree})
        self._cells = {feature: _Cells(axes[feature], feature, nodes) for feature in used}
        self._trees = [_Tree(number, tree, self._cells, explain) for number, tree in enumerate(nodes) if tree]
        self._features = len(axes)

    @staticmethod
    def is_for(axes: Sequence[Axis], trees: Trees) -> bool:
        """Whether the trees are small, and decide in ways that Tamis learns them to."""
        by_set, kind = trees.decision & _BY_SET == 1, trees.decision >> _KIND_SHIFT
        is_category = np.array([axis.kind is Kind.CATEGORY for axis in axes])[trees.feature]
        is_usual = not (kind[~by_set] == _ZERO).any() and bool((is_category == by_set).all())
        return is_usual and len(trees.leaves) <= _MOST_TREES and trees.leaves.max(initial=1) <= _MOST_NODES + 1

    def contributions(self, values: Floats) -> Floats:
        """Shape (rows, features), of values as trees are asked for (`tree_values`)."""
        cells = {feature: each.of(values[:, feature]) for feature, each in self._cells.items()}
        found = np.zeros((self._features, len(values)))
        for tree in self._trees:
            tree.add(found, cells, values)
        return found.T


class _Cells:
    """The values of a feature that no node tells apart, as one; `samples` has a value of each, the unknown one last."""

    def __init__(self, axis: Axis, feature: int, nodes: Sequence[Sequence[_Node]]) -> None:
        self._is_number = axis.kind is Kind.NUMBER
        thresholds = [node.threshold for tree in nodes for node in tree if node.feature == feature]
        self._edges = np.unique(np.array(thresholds, np.float64))
        known = np.append(self._edges, np.inf) if self._is_number else np.arange(axis.size, dtype=np.float64)
        self.samples: Floats = np.append(known, np.nan)

    def of(self, values: Floats) -> NDArray[np.intp]:
        """The cell of each value."""
        unknown = np.isnan(values)
        if self._is_number:
            found = np.searchsorted(self._edges, values, side="left")
        else:
            found = np.where(unknown, 0.0, values).astype(np.intp)
        found[unknown] = len(self.samples) - 1
        return found


class _Tree:
    """One tree, with the ways that it has been seen to decide; a way is a number with a bit for each node."""

    def __init__(self, number: int, nodes: Sequence[_Node], cells: dict[int, _Cells], explain: Explain) -> None:
        self._number, self._explain = number, explain
        self._features = sorted({node.feature for node in nodes})
        self._bits = [_bits(nodes, feature, cells[feature].samples) for feature in self._features]
        self._slot = np.full(1 << len(nodes), -1, dtype=np.int32)
        self._values = np.empty((len(self._features), 0))
        self._lock = Lock()

    def add(self, found: Floats, cells: dict[int, NDArray[np.intp]], values: Floats) -> None:
        """Adds the tree's SHAP values of each row to those of the features it looks at."""
        way = np.zeros(len(values), dtype=np.int32)
        for feature, bits in zip(self._features, self._bits, strict=True):
            way += bits[cells[feature]]
        for feature, told in zip(self._features, self._known(way, values), strict=True):
            found[feature] += told

    def _known(self, way: NDArray[np.int32], values: Floats) -> Floats:
        """The SHAP values of each row by this tree, shape (features that it looks at, rows)."""
        with self._lock:
            if (self._slot[way] < 0).any():
                if self._values.shape[1] > _MOST_WAYS:
                    self._slot[:], self._values = -1, self._values[:, :0]
                self._learn(way, values)
            slots, told = self._slot[way], self._values
        return told[:, slots]

    def _learn(self, way: NDArray[np.int32], values: Floats) -> None:
        """Explains the ways that are new."""
        fresh = np.flatnonzero(self._slot[way] < 0)
        ways, first = np.unique(way[fresh], return_index=True)
        told = self._explain(values[fresh[first]], self._number)[:, self._features]
        self._slot[ways] = np.arange(len(ways)) + self._values.shape[1]
        self._values = np.hstack([self._values, told.T])


def _bits(nodes: Sequence[_Node], feature: int, samples: Floats) -> NDArray[np.int32]:
    """For each cell of a feature the bits of the nodes that send it to the left."""
    found = np.zeros(len(samples), dtype=np.int32)
    for place, node in enumerate(nodes):
        if node.feature == feature:
            found += node.is_left(samples).astype(np.int32) << place
    return found


def _nodes(trees: Trees) -> list[list[_Node]]:
    """The nodes of each tree."""
    found, node, one_set, word = list[list[_Node]](), 0, 0, 0
    for leaves, sets in zip(trees.leaves.tolist(), trees.sets.tolist(), strict=True):
        sizes = trees.set_sizes[one_set : one_set + sets]
        ends = word + np.cumsum(sizes)
        pieces = [trees.set_words[end - size : end] for end, size in zip(ends, sizes, strict=True)]
        tree = []
        for at in range(node, node + leaves - 1):
            threshold, decision = float(trees.threshold[at]), int(trees.decision[at])
            words = pieces[int(threshold)] if decision & _BY_SET else np.empty(0, np.int64)
            tree.append(_Node(int(trees.feature[at]), threshold, decision, words))
        found.append(tree)
        node, one_set, word = node + leaves - 1, one_set + sets, word + int(sizes.sum())
    return found
