"""What the models of scikit-learn are drawn from: each kind is a function of the dice to an unfitted model and its data."""

from families.sklearn_kinds import compositions, distances, linear, members, preparation, texts, trees

#: By the name that the counts are printed under.
KINDS = {}
for module in (linear, trees, members, distances, preparation, texts, compositions):
    KINDS.update(module.KINDS)
