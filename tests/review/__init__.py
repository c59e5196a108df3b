"""Reviews: rows, what holds, agreement, training data."""
