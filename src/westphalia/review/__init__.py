"""Room 9: reviews. What people decided about events: rows of their own beside the record, agreement, training data.

`Ledger(path)` reads and appends; `standing` says which decisions hold; `agreement` compares reviewers with each other
and with the model; `training` writes what was decided in the codebook's form. A review points at an article's text and
the place of a trigger in it, so it outlives coding the record again.
"""

from __future__ import annotations

from westphalia.review.ledger import Ledger
from westphalia.review.rows import Coding, Review, Verdict, coding_of
from westphalia.review.standing import Decision, standing

__all__ = ["Coding", "Decision", "Ledger", "Review", "Verdict", "coding_of", "standing"]
