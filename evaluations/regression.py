"""Logistic regression on sets of features: what trains the small linear models that the package ships as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

Features = frozenset[str]


def fit(rows: Sequence[Features], answers: Sequence[bool], ridge: float, least: int) -> dict[str, float]:
    """Weights of the features that at least `least` rows have; `ridge` is the strength of the L2 penalty."""
    counts = Counter(feature for row in rows for feature in row)
    known = {feature: i for i, feature in enumerate(sorted(f for f, n in counts.items() if n >= least))}
    table, gold = _table(rows, known), np.asarray(answers, dtype=float)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = table @ weights
        errors = 1 / (1 + np.exp(-scores)) - gold
        value = float(np.sum(np.logaddexp(0, scores) - gold * scores) + ridge / 2 * weights @ weights)
        return value, table.T @ errors + ridge * weights

    found = minimize(loss, np.zeros(len(known)), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return {feature: float(found.x[i]) for feature, i in known.items()}


def probability(weights: Mapping[str, float], row: Features) -> float:
    """Probability that the answer is yes."""
    return float(1 / (1 + np.exp(-sum(weights.get(feature, 0.0) for feature in row))))


def rounded(weights: Mapping[str, float], smallest: float) -> dict[str, float]:
    """Weights to three places, those that hardly count left out."""
    return {feature: round(weight, 3) for feature, weight in sorted(weights.items()) if abs(weight) >= smallest}


def _table(rows: Sequence[Features], known: Mapping[str, int]) -> csr_matrix:
    columns, ends = [], [0]
    for row in rows:
        columns.extend(known[feature] for feature in row if feature in known)
        ends.append(len(columns))
    return csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(rows), len(known)))
