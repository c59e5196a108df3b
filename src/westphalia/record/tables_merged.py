"""The tables that stand across documents: stories, merged events, and other data sets' events."""

from __future__ import annotations

from westphalia.record.columns import SHARD, Table, columns

STORIES = Table(
    "stories",
    "One row a story: a text and its reprints (the same wire copy under other titles, cut or lightly edited).",
    columns("""
        story_id         string!   hash of its earliest copy's article
        n_articles       int32!    texts that are copies of it, itself included
        n_pages          int32!    pages they were read from
        n_outlets        int32!    outlets that printed it
        wire             string    the agency it comes from, where one is credited
        earliest_article_id string! the earliest copy
        fullest_article_id string! the longest copy
        first_published  date      when the earliest copy was published
        last_published   date      when the latest was
        title            string    the earliest copy's title
        outlets          [string]  the outlets, sorted
        as_of_shard      int32!    the newest shard that this row knows of
    """),
    ("first_published", "story_id"),
    ("story_id",),
)

STORY_MEMBERS = Table(
    "story_members",
    "One row an article: which story it is a copy of, and how like. It lies in the month of the article.",
    columns(f"""
        story_id         string!   the story
        article_id       string!   the copy
        published        date      first day of its publication date
        outlet           string    its outlet
        wire             string    the agency it credits
        is_wire          bool!     whether the outlet is the agency itself
        is_earliest      bool!     whether it is the story's earliest copy
        jaccard          float32   share of shingles in both, of those in either
        containment      float32   share of the shorter one's shingles that the longer has
        compared_with    string    the article that it was compared with
        {SHARD}
    """),
    ("story_id", "published", "article_id"),
    ("article_id",),
)

MERGED = Table(
    "merged_events",
    "One row an event of the world: all reports of it put together. Reprints of one story count once in n_stories.",
    columns("""
        merged_id        string!   hash of its first member
        lead_event_id    string!   the member that stands for it: its fields are those of the earliest, surest report
        n_reports        int32!    events of the table `events` that report it
        n_articles       int32!    articles they stand in
        n_stories        int32!    stories, reprints counted once
        n_outlets        int32!    outlets that printed them
        first_report     date      first publication day
        last_report      date      last publication day
        outlets          [string]  the outlets, sorted
        type             string!   the lead's type
        mode             string    the lead's mode
        quad_class       int8      the lead's quad class
        intensity        float32   the lead's intensity
        cameo_root       string    the lead's CAMEO root
        status           string!   the lead's status
        date_start       date      first day of the event
        date_end         date      last day of the event
        date_precision   string    how exactly the date is told
        actor_ids        [string]  who did it, over all members, each once
        recipient_ids    [string]  to whom
        actor_countries  [string]  their countries
        recipient_countries [string] the recipients' countries
        actor_sectors    [string]  their sectors
        recipient_sectors [string] the recipients' sectors
        place_name       string    where
        place_country    string    its country code
        latitude         float64   degrees WGS 84
        longitude        float64   degrees WGS 84
        confidence       float32!  that at least one report is right, reprints counted once
        contradictions   [contradiction] what the reports differ in, side by side
        as_of_shard      int32!    the newest shard that this row knows of
    """),
    ("date_start", "merged_id"),
    ("merged_id",),
)

MEMBERS = Table(
    "members",
    "One row an event: which merged event it reports, and the grounds for taking it so. It lies in the article's month.",
    columns(f"""
        merged_id        string!   the merged event
        event_id         string!   the report
        article_id       string!   the article it stands in
        story_id         string!   the story that the article is a copy of
        published        date      first day of the article's publication date
        outlet           string    the article's outlet
        score            float32   how alike it is to the event it was matched with; null for the first
        matched_with     string    the event_id it was matched with; null for the first
        grounds          string    what agreed, in words: type, actors, recipients, date, place, text
        {SHARD}
    """),
    ("merged_id", "published", "event_id"),
    ("event_id",),
)

IMPORTED = Table(
    "imported",
    "One row an event of another data set (POLECAT, ICEWS, GDELT): the columns of `events` that it can fill.",
    columns("""
        dataset          string!   polecat, icews or gdelt
        event_id         string!   its id there
        source_file      string!   the file it was read from
        line             int64     line of that file
        published        date      publication day
        url              string    address of the report
        outlet           string    publisher
        date_start       date      first day of the event
        date_end         date      last day of the event
        type             string!   PLOVER type (ICEWS, GDELT: from the CAMEO root)
        mode             string    PLOVER mode, where the data set has one
        code             string    the data set's own event code
        quad_class       int8      as in `events`
        intensity        float32   the data set's own score
        cameo_root       string    CAMEO root code
        actor_names      [string]  who
        actor_countries  [string]  their country codes
        actor_sectors    [string]  their sectors, PLOVER codes where they can be told
        recipient_names  [string]  to whom
        recipient_countries [string] their country codes
        recipient_sectors [string] their sectors
        place_name       string    where
        place_country    string    its country code
        place_admin1     string    its first-level division
        latitude         float64   degrees WGS 84
        longitude        float64   degrees WGS 84
        geonames_id      int32     GeoNames id
        n_reports        int32     mentions that the data set counts
        n_outlets        int32     sources that it counts
        contexts         [string]  PLOVER contexts
        extra            string    the row's other columns as a JSON object
    """),
    ("dataset", "date_start", "event_id"),
    ("dataset", "event_id"),
)
