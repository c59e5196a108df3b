"""The version of the code, as it goes into every record."""

VERSION = "0.2.0"
