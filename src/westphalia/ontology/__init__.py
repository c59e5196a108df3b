"""What is known beforehand: event types, countries, organisations, role words, places, office holders.

Each table is a file of its own beside the module that reads it; `SOURCES.md` says where its facts come
from. Tables are read on first use and kept for the life of the process; nothing here is ever changed.
"""
