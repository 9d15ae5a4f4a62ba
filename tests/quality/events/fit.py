"""Makes ``pipelines/events/weights.tsv`` from the development sets: a logistic regression over pairs of reports.

Each set counts once as it is and once bare of dates, so that undated corpora are weighed too. The printed figures are of
reports whose events the weights had not seen (five folds by event).
"""

import argparse
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

import pipelines.events
from pipelines.events.likeness import FEATURES, features
from pipelines.events.partition import JOIN, partition
from pipelines.events.rarity import Rarity
from pipelines.events.shelf import Link
from pipelines.events.sketch import Sketch, unpack
from tests.quality.events.sets import LabelledSet, b_cubed, development_sets, multi_f1, pair_f1, read_set

_FOLDS = 5
_PENALTY = 0.3
_JOINS = (0.1, 0.15, 0.2, JOIN, 0.3, 0.35, 0.4)


class Pairs:
    """All pairs of one set's reports: what they share, and whether they are of one event."""

    def __init__(self, labelled: LabelledSet, background: Sequence[Sketch]) -> None:
        self.labelled = labelled
        sketches = [unpack(report.sketch) for report in labelled.read()]
        rarity = Rarity()
        rarity.add([*sketches, *background])
        self.positions = np.stack(np.triu_indices(len(sketches), 1), 1)
        self.shared = features(sketches, self.positions, rarity)
        events = np.array(labelled.events)
        self.same = events[self.positions[:, 0]] == events[self.positions[:, 1]]
        folds = np.array([zlib.crc32(event.encode()) % _FOLDS for event in labelled.events])
        self.folds = folds[self.positions]

    def outside(self, fold: int) -> NDArray[np.bool_]:
        return np.asarray((self.folds != fold).all(axis=1))

    def touching(self, fold: int) -> NDArray[np.bool_]:
        return np.asarray((self.folds == fold).any(axis=1))


def main() -> None:
    """Fit, print what was reached, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", type=Path, nargs="*", default=[], help="labelled sets that are only measured")
    parser.add_argument("--dry-run", action="store_true", help="print, and leave the weights as they are")
    options = parser.parse_args()
    sets = development_sets()
    dated = {labelled.name: [unpack(report.sketch) for report in labelled.read()] for labelled in sets}
    fitted = []
    for labelled in sets:
        others = [made for name, sketches in dated.items() if name != labelled.name for made in sketches]
        fitted += [Pairs(labelled, others), Pairs(labelled.undated(), others)]
    for pairs in fitted:
        _print(pairs, _held_out(pairs, fitted))
    model, scale = _fit(fitted, None)
    every = [made for sketches in dated.values() for made in sketches]
    for path in options.check:
        checked = Pairs(read_set(path), every)
        _print(checked, model.decision_function(checked.shared / scale))
    weights = model.coef_[0] / scale
    lines = [f"{name}\t{weight:.4f}" for name, weight in zip(FEATURES, weights, strict=True)]
    print("\n".join(lines), f"\nto begin with\t{model.intercept_[0]:.4f}")
    if not options.dry_run:
        _write([*lines, f"to begin with\t{model.intercept_[0]:.4f}"])


def _fit(sets: Sequence[Pairs], fold: int | None) -> tuple[LogisticRegression, NDArray[np.float64]]:
    """Without the pairs that touch ``fold``. Each set weighs the same."""
    kept = [pairs.outside(fold) if fold is not None else np.ones(len(pairs.same), dtype=bool) for pairs in sets]
    shared = np.concatenate([pairs.shared[keep] for pairs, keep in zip(sets, kept, strict=True)])
    same = np.concatenate([pairs.same[keep] for pairs, keep in zip(sets, kept, strict=True)])
    worth = np.concatenate(
        [np.full(keep.sum(), 1e4 / pairs.same[keep].sum()) for pairs, keep in zip(sets, kept, strict=True)]
    )
    scale = shared.std(axis=0) + 1e-9
    model = LogisticRegression(C=_PENALTY, max_iter=2000).fit(shared / scale, same, sample_weight=worth / worth.mean())
    return model, scale


def _held_out(pairs: Pairs, sets: Sequence[Pairs]) -> NDArray[np.float64]:
    scores = np.zeros(len(pairs.same))
    for fold in range(_FOLDS):
        model, scale = _fit(sets, fold)
        touching = pairs.touching(fold)
        scores[touching] = model.decision_function(pairs.shared[touching] / scale)
    return scores


def _print(pairs: Pairs, weights: NDArray[np.float64]) -> None:
    gold = pairs.labelled.events
    print(f"{pairs.labelled.name}: average precision of pairs {average_precision_score(pairs.same, weights):.3f}")
    links = [
        Link(a=int(a), b=int(b), weight=float(weight))
        for (a, b), weight in zip(pairs.positions, weights, strict=True)
        if weight > -4.6
    ]
    for join in _JOINS:
        event = {
            report: number
            for number, found in enumerate(partition(range(len(gold)), links, join=join))
            for report in found
        }
        said = [event[number] for number in range(len(gold))]
        p, r, f = b_cubed(gold, said)
        print(
            f"  join {join:.2f}: B3 P {p:.3f} R {r:.3f} F1 {f:.3f}  pair F1 {pair_f1(gold, said):.3f}"
            f"  multi {multi_f1(gold, said):.3f}  events {len(set(said))} of {len(set(gold))}"
        )


def _write(lines: Sequence[str]) -> None:
    path = Path(pipelines.events.__path__[0]) / "weights.tsv"
    head = "# What each thing that two reports share adds to the log-odds that they tell of one event.\n"
    head += "# Made by: python -m tests.quality.events.fit\n"
    path.write_text(head + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
