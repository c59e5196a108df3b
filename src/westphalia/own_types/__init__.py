"""Event types of the user's own, beside PLOVER's: read a codebook and examples, fit a small head.

The encoder stays as it is; only a linear layer over its word vectors is trained, in a minute or so on a
CPU. `westphalia.models.own` keeps the result, `parse` uses it.
"""

from westphalia.own_types.codebook import read_codebook
from westphalia.own_types.examples import read_examples
from westphalia.own_types.fit import train_types

__all__ = ["read_codebook", "read_examples", "train_types"]
