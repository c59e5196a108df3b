"""Every error Westphalia raises on purpose.

    WestphaliaError
    ├── InputError            a page, file or line that cannot be used (names it, and why)
    │   ├── UnreadableInput   missing, binary, too large, empty, not decodable
    │   ├── RefusedAddress    a web address that is not fetched: its form, its host, a private network
    │   ├── NoFeed            what should be a feed, sitemap or list of them is none
    │   └── BadRecord         a line of a passage file that is not a record
    ├── UsageError            an option whose value makes no sense
    │   ├── BadFilter         a filter names something that is not there
    │   ├── BadReview         a decision about an event that cannot hold as it is told
    │   ├── BadQuery          SQL that would write, is wrong, or takes too long
    │   └── TooSlow           a question to the server that was stopped after its time
    ├── RecordError           a record's folder cannot be used as asked
    │   ├── NoRecord          the folder is none, or holds something else
    │   ├── NewerRecord       its layout is of a newer version than this code knows
    │   ├── BrokenRecord      a file that the record counts is missing, cut short or damaged
    │   ├── RecordInUse       another process is writing to it
    │   └── RecordFull        the disk is full, or refuses to be written
    ├── WorkerError           the processes that code pages cannot be started, or do not stay
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


class RefusedAddress(InputError):
    """The web address is not fetched."""


class NoFeed(InputError):
    """The content is no feed, sitemap or list of them."""


class BadRecord(InputError):
    """The line is not a passage record."""


class UsageError(WestphaliaError):
    """An option or argument makes no sense."""


class BadFilter(UsageError):
    """A filter names something that is not there."""


class BadReview(UsageError):
    """The decision about an event cannot hold."""


class BadQuery(UsageError):
    """The SQL cannot be answered."""


class TooSlow(UsageError):
    """The question took too long and was stopped."""


class RecordError(WestphaliaError):
    """A record's folder cannot be used as asked."""


class NoRecord(RecordError):
    """The folder is no record."""


class NewerRecord(RecordError):
    """The record's layout is of a newer version."""


class BrokenRecord(RecordError):
    """A file that the record counts is missing or damaged."""


class RecordInUse(RecordError):
    """Another process is writing to the record."""


class RecordFull(RecordError):
    """The record's disk is full or cannot be written."""


class WorkerError(WestphaliaError):
    """The workers cannot be started, or the cluster cannot be reached."""


class InstallationError(WestphaliaError):
    """A file that belongs to the installation is missing or damaged."""


class ModelError(InstallationError):
    """The model files are missing, damaged or of another version."""


class OntologyError(InstallationError):
    """A table of the ontology is missing or has a broken row."""
