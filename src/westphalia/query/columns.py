"""What the rows of a question have: the columns of the record's tables, and those that questions add, with meanings."""

from __future__ import annotations

from westphalia.record.columns import STRUCTS, Column, columns
from westphalia.record.schema import TABLES

__all__ = [
    "ACTOR", "ARTICLE", "COMPARED", "COPY", "EVENT", "MERGED", "PLACE", "QUOTE", "ROLE", "STORY", "STRUCTS", "Column",
]  # fmt: skip

ARTICLE = TABLES["articles"].columns
MERGED = TABLES["merged_events"].columns
PLACE = TABLES["places"].columns
STORY = TABLES["stories"].columns

TOLD = columns("""
    title            string    the article's title
    url              string    its address
    source           string    the name of the input it came from
    wire             string    the agency it credits
""")

EVENT = (
    *TABLES["events"].columns,
    *TOLD,
    *columns("""
        sentence         string    the sentence that tells the event
        trigger_words    string    the word that tells it, as written
        story_id         string    the story that the article is a copy of; null where nothing was merged
        merged_id        string    the merged event that it reports; null where nothing was merged
        n_reports        int64!    reports of the merged event
        n_stories        int64!    stories that tell of it, reprints counted once
        n_outlets        int64!    outlets that printed them
    """),
)

QUOTE = (*TABLES["quotes"].columns, *TOLD)

COPY = (
    *(column for column in TABLES["story_members"].columns if column.name not in ("story_id", "shard")),
    *columns("""
        title            string    the copy's title
        url              string    its address
    """),
)

ACTOR = columns("""
    actor_id         string!   stable id
    name             string    the name it is most often given; null for one that is only described
    country          string    country code
    sector           string    sector code
    role             string    its office or role
    first_seen       date      first publication day of an event or quote that names it
    last_seen        date      last such day
    n_events         int64!    times it acts, is acted upon or is credited in an event
    n_quotes         int64!    quotes that it speaks
""")

ROLE = columns("""
    role             string    its office or role, as it was read
    country          string    country code
    sector           string    sector code
    name             string    the name it is most often given with these
    first_seen       date      first publication day
    last_seen        date      last publication day
    n_events         int64!    events that name it so
    n_quotes         int64!    quotes that it speaks so
""")

COMPARED = columns("""
    merged_id        string!   the merged event of which both tell
    date             date      first day of the event
    actor_countries  [string]  countries that did it, over all reports
    recipient_countries [string] countries to whom
    n_stories        int64!    stories that tell of it, reprints counted once
    status_1         string!   what the first side says
    status_2         string!   what the second says
    type_1           string!   its type, likewise
    type_2           string!   and the second's
    mode_1           string    its mode
    mode_2           string    and the second's
    intensity_1      float32   its intensity
    intensity_2      float32   and the second's
    date_start_1     date      its first day
    date_start_2     date      and the second's
    place_name_1     string    its place
    place_name_2     string    and the second's
    differ           [string]! the fields in which the two are not the same
    contradictions   [string]  what all reports differ in, in words
    outlet_1         string    who printed the first
    outlet_2         string    and the second
    url_1            string    the first's address
    url_2            string    and the second's
    sentence_1       string    the first's sentence
    sentence_2       string    and the second's
    event_id_1       string!   the first's event
    event_id_2       string!   and the second's
""")
