"""The tables that reading and coding fill: pages, articles, and what was found in them."""

from __future__ import annotations

from westphalia.record.columns import SHARD, Table, columns

PAGES = Table(
    "pages",
    "One row a page that was read, coded or not: what it was and what became of it. The page itself is not kept.",
    columns(f"""
        page_id          string!   hash of the address (else the source's name) and the content: the same page is taken in once
        source           string!   the name of the input: a path, or -
        url              string    address the page came from, where told
        content_sha256   string    sha256 of the bytes; null where nothing could be read
        bytes            int64     length of the content
        given_date       date      the publication date that the user gave for it
        outcome          string!   coded, repeat (its text was in the record already) or rejected
        article_id       string    the article made of it; null where it was rejected
        title            string    this page's title
        outlet           string    this page's outlet
        author           string    this page's author
        wire             string    the agency that this page credits
        published_start  date      first day of this page's publication date
        published_end    date      last day of it
        {SHARD}
    """),
    ("source", "page_id"),
    ("page_id",),
)

ARTICLES = Table(
    "articles",
    "One row a text: fixed once, never changed; all offsets of the record point into it.",
    columns(f"""
        article_id       string!   sha256 of the text
        text             string!   the whole text, furniture set apart by `blocks`
        title            string    its title
        outlet           string    who printed it
        author           string    who wrote it
        wire             string    the agency it credits ("AFP")
        published_start  date      first day of the publication date
        published_end    date      last day of it
        published_precision string how exactly it is told: day, month, year or interval
        published_grain  string    how exactly an interval's ends are told: day, month or year
        published_basis  string    what told it: json-ld, meta, url, dateline, given …
        source           string!   the name of the input it came from first
        url              string    its address
        language         string!   ISO 639-1 code
        dateline         string    the place in its dateline
        blocks           [block]   its paragraphs and lines with their kinds
        {SHARD}
    """),
    ("published_start", "article_id"),
    ("article_id",),
)

EVENTS = Table(
    "events",
    "One row an event that an article reports: who did what to whom, when, where, and on whose word.",
    columns(f"""
        event_id         string!   hash of what it says and where
        article_id       string!   the article that says so; every offset of the row points into its text
        outlet           string    the article's outlet
        published        date      first day of the article's publication date
        date_start       date      first day of the event
        date_end         date      last day of the event
        date_precision   string    how exactly the date is told: day, month, year or interval
        date_grain       string    how exactly an interval's ends are told
        date_basis       string    what told it: text, publication, dateline …
        type             string!   PLOVER's event type, or one of the user's own
        mode             string    PLOVER's mode
        unfolded_type    string    the type before `--fold` changed it; null where nothing was changed
        unfolded_mode    string    the mode before it
        quad_class       int8      1 verbal and 2 material cooperation, 3 verbal and 4 material conflict, 0 neutral
        intensity        float32   PLOVER's score, -10 (most hostile) to 10
        cameo_root       string    the nearest CAMEO root code
        status           string!   reported, planned, hypothetical, denied or background
        aux              [string]  auxiliary modes: negation, future, historical, hypothetical
        contexts         [string]  PLOVER's contexts
        actors           [actor]   who did it
        recipients       [actor]   to whom
        said_by          [actor]   whom the passage credits, besides the outlet
        actor_ids        [string]  ids of `actors`, each once
        recipient_ids    [string]  ids of `recipients`, each once
        actor_countries  [string]  country codes of `actors` and their members, each once
        recipient_countries [string] country codes of `recipients` and their members, each once
        actor_sectors    [string]  sectors of `actors`, each once
        recipient_sectors [string] sectors of `recipients`, each once
        sources          [string]  the whole chain on whose word it stands; the wire and the outlet last
        quote_ids        [string]  the quotes that carry it
        place_text       string    the words that tell the place
        place_name       string    the place's name in the gazetteer
        place_country    string    its country
        place_admin1     string    its first-level division
        latitude         float64   degrees WGS 84
        longitude        float64   degrees WGS 84
        geonames_id      int32     its GeoNames id
        place_precision  string    country, admin1, city or unknown
        place_basis      string    what told which place it is
        place_use        string    what the words do: event, inferred, dateline, metonym or mention
        trigger_start    int32!    the word that tells the event
        trigger_end      int32!    one past it
        sentence_start   int32!    the sentence it stands in
        sentence_end     int32!    one past it
        when_start       int32     the words that tell the date; null where none do
        when_end         int32     one past them
        place_start      int32     the words that tell the place
        place_end        int32     one past them
        confidence       float32!  calibrated probability that the event is right
        {SHARD}
    """),
    ("published", "article_id", "trigger_start", "event_id"),
    ("event_id",),
)

QUOTES = Table(
    "quotes",
    "One row a direct quote: the words, who said them, to whom, through which medium.",
    columns(f"""
        quote_id         string!   hash of the article and the place in it
        article_id       string!   the article it stands in
        outlet           string    the article's outlet
        published        date      first day of the article's publication date
        start            int32!    first character between the marks
        end              int32!    one past the last
        text             string!   the words
        speaker          [actor]   who said it: one, or none where nothing tells
        addressee        [actor]   to whom: one or none
        via              [actor]   the medium it was said to: one or none
        speaker_id       string    id of the speaker
        speaker_name     string    the speaker's name, else the words of the mention
        speaker_country  string    country code
        speaker_sector   string    sector code
        confidence       float32!  the model's score
        {SHARD}
    """),
    ("published", "article_id", "start"),
    ("quote_id",),
)

MENTIONS = Table(
    "mentions",
    "One row an actor's mention that an event or a quote names: from what its country, sector and role were told.",
    columns(f"""
        article_id       string!   the article it stands in
        start            int32!    first character of the mention
        end              int32!    one past its last
        actor_id         string!   who it is
        basis            string    the weightiest grounds of each decision, with their weights
        {SHARD}
    """),
    ("article_id", "start", "end"),
    ("article_id", "start", "end"),
)

ACTORS = Table(
    "actors",
    "One row an actor, reading of it and shard: where it was seen. The view `actors` sums them up by actor_id.",
    columns(f"""
        actor_id         string!   stable id
        name             string    its name; null for one that is only described ("police")
        country          string    country code
        sector           string    sector code
        role             string    its office or role
        first_seen       date      first publication day of an event or quote that names it
        last_seen        date      last such day
        n_events         int32!    times it acts, is acted upon or is credited in an event
        n_quotes         int32!    quotes that it speaks
        {SHARD}
    """),
    ("actor_id", "name", "country", "sector", "role", "shard"),
)

PLACES = Table(
    "places",
    "One row a place that an article names, with what its words do there.",
    columns(f"""
        article_id       string!   the article that names it
        start            int32!    first character of the mention
        end              int32!    one past its last
        text             string!   the words
        name             string    the place's name in the gazetteer
        country          string    its country code
        admin1           string    its first-level division
        latitude         float64   degrees WGS 84
        longitude        float64   degrees WGS 84
        geonames_id      int32     its GeoNames id
        precision        string!   country, admin1, city or unknown
        basis            string    what told which place it is
        use              string!   event, inferred, dateline, metonym or mention
        {SHARD}
    """),
    ("article_id", "start", "end", "name"),
)

REJECTS = Table(
    "rejects",
    "One row a page, block, sentence or event that was left out, and why.",
    columns(f"""
        source           string!   the name of the input
        room             string!   the step that left it out: read, clean, parse, resolve, or run where its worker was cut off
        reason           string!   the named reason
        detail           string    more about it
        page_id          string    the page, where a whole page was left out
        article_id       string    the article, where a part of one was left out
        start            int32     first character of that part
        end              int32     one past its last
        {SHARD}
    """),
    ("source", "article_id", "start", "room", "reason"),
)
