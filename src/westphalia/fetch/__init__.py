"""Room 1, second door: pages from the web, fetched with manners.

The readers of `read` need nothing but their file; fetching needs time, a memory and other people's patience, and is a
package of its own for that. `Fetcher` turns addresses into pages; `run/watch.py` follows feeds with the same parts:

    manners   the numbers: delays, bounds, who we are
    address   which addresses are fetched at all, and which two are the same page
    guard     names to checked IP addresses: no private networks
    hop       one request, one bounded answer
    robots    robots.txt, once a day and host
    turns     whose turn it is, a queue a host
    engine    many addresses at once, with redirects, retries and pauses
    feeds     feeds and sitemaps to links
    state     what was seen and fetched, in SQLite beside the record
    handover  which of it the record has by now

Importing this loads no HTTP library: a command that meets no address does without.
"""

from __future__ import annotations

from westphalia.fetch.fetcher import Fetcher
from westphalia.fetch.manners import Manners

__all__ = ["Fetcher", "Manners"]
