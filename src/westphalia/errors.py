"""Every error Westphalia raises on purpose.

    WestphaliaError
    ├── InputError            a page, file or line that cannot be used (names it, and why)
    │   ├── UnreadableInput   missing, binary, too large, empty, not decodable
    │   └── BadRecord         a line of a passage file that is not a record
    ├── UsageError            an option whose value makes no sense
    └── InstallationError     the installation itself is broken
        ├── ModelError        the model files are missing, damaged or of another version
        └── OntologyError     a table of the ontology is missing or has a broken row

The library raises; only `cli` prints, one line per error, and sets the exit code.
"""

from __future__ import annotations


class WestphaliaError(Exception):
    """Something went wrong that the user can act on; the message is one line."""


class InputError(WestphaliaError):
    """An input cannot be used."""


class UnreadableInput(InputError):
    """The file cannot be read as a page."""


class BadRecord(InputError):
    """The line is not a passage record."""


class UsageError(WestphaliaError):
    """An option or argument makes no sense."""


class InstallationError(WestphaliaError):
    """A file that belongs to the installation is missing or damaged."""


class ModelError(InstallationError):
    """The model files are missing, damaged or of another version."""


class OntologyError(InstallationError):
    """A table of the ontology is missing or has a broken row."""
