"""Questions about quotes, actors and stories, and about what two outlets or two sides say of the same events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from westphalia.errors import BadFilter
from westphalia.query.filters import Filter
from westphalia.query.names import Keys
from westphalia.query.session import Session
from westphalia.query.where import Where

if TYPE_CHECKING:
    import pyarrow as pa


def quotes(session: Session, chosen: Filter, limit: int | None = None) -> pa.Table:
    """Quotes, the newest first. `since` and `until` bound the day of publication, `text` the words between the marks.

    `actor` or `said_by` is the speaker, `recipient` the one spoken to, `country` and `sector` the speaker's.
    """
    where = of_quote(session, chosen)
    return session.arrow(
        f"SELECT q.*, a.title, a.url, a.source, a.wire FROM quotes q JOIN articles a USING (article_id) WHERE {where.sql} "
        f"ORDER BY q.published DESC NULLS LAST, q.article_id, q.start{_bound(limit)}",
        where.values,
    )


def of_quote(session: Session, chosen: Filter) -> Where:
    """The conditions on a row `q` of `quotes`. Raises BadFilter."""
    where = Where()
    for name, column in (("actor", "speaker"), ("said_by", "speaker"), ("recipient", "addressee")):
        words = getattr(chosen, name)
        if words:
            keys = session.keys(words, name)
            where.add(
                f"list_has_any(list_transform(q.{column}, lambda a: a.actor_id), {{}}) "
                f"OR list_has_any(list_transform(q.{column}, lambda a: a.country), {{}})",
                list(keys.ids),
                list(keys.countries),
            )
    if chosen.country:
        where.add("list_contains({}, q.speaker_country)", list(chosen.country))
    if chosen.sector:
        where.add("list_contains({}, q.speaker_sector)", list(chosen.sector))
    if chosen.text:
        where.add("contains(lower(q.text), {})", chosen.text.lower())
    _published(chosen, where, "q.published")
    if chosen.min_confidence > 0:
        where.add("q.confidence >= {}::FLOAT", chosen.min_confidence)
    if chosen.outlet:
        where.add("list_contains({}, lower(q.outlet))", [word.lower() for word in chosen.outlet])
    return where


def actors(session: Session, chosen: Filter, limit: int | None = None) -> pa.Table:
    """Actors, the most reported first. `actor` or `text` is a name or a part of it."""
    where = of_actor(session, chosen)
    relation = session.index.actors() or "actors"
    return session.arrow(
        f"SELECT * FROM {relation} WHERE {where.sql} ORDER BY n_events DESC, n_quotes DESC, actor_id{_bound(limit)}",
        where.values,
    )


def of_actor(session: Session, chosen: Filter) -> Where:
    """The conditions on a row of `actors`. Raises BadFilter."""
    where = Where()
    if chosen.actor:
        keys = session.keys(chosen.actor, "actor")
        where.add(
            "list_contains({}, actor_id) OR list_contains({}, country)", list(keys.ids), list(keys.countries)
        )
    if chosen.country:
        where.add("list_contains({}, country)", list(chosen.country))
    if chosen.sector:
        where.add("list_contains({}, sector)", list(chosen.sector))
    if chosen.text:
        where.add("contains(strip_accents(lower(name)), strip_accents(lower({})))", chosen.text)
    if chosen.since:
        where.add("last_seen >= {}", chosen.since)
    if chosen.until:
        where.add("first_seen <= {}", chosen.until)
    return where


def stories(session: Session, chosen: Filter, limit: int | None = None, min_copies: int = 1) -> pa.Table:
    """Stories with their copies, the newest first. `text` is looked for in the title of the earliest copy."""
    where = of_story(chosen, min_copies)
    return session.arrow(
        f"SELECT * FROM stories WHERE {where.sql} "
        f"ORDER BY first_published DESC NULLS LAST, story_id{_bound(limit)}",
        where.values,
    )


def of_story(chosen: Filter, min_copies: int = 1) -> Where:
    """The conditions on a row of `stories`."""
    where = Where()
    if chosen.text:
        where.add("contains(lower(title), {})", chosen.text.lower())
    if chosen.outlet:
        where.add(
            "list_has_any(list_transform(outlets, lambda o: lower(o)), {})",
            [word.lower() for word in chosen.outlet],
        )
    _published(chosen, where, "first_published")
    if min_copies > 1:
        where.add("n_articles >= {}", min_copies)
    return where


def compare(session: Session, one: str, two: str, chosen: Filter, limit: int | None = None) -> pa.Table:
    """Merged events that both tell of: of each side the surest report, and in which fields the two differ.

    `contradictions` are those of all reports of the event, each as "field: one version | another".
    A side is an outlet by its name, or else an actor or country to whom the report is credited. Raises BadFilter.
    """
    where = Where()
    sides = [_side(session, word, where) for word in (one, two)]
    if chosen.since:
        where.add("e.date_start >= {}", chosen.since)
    if chosen.until:
        where.add("e.date_start <= {}", chosen.until)
    if chosen.country:
        codes = list(chosen.country)
        where.add(
            "list_has_any(e.actor_countries, {}) OR list_has_any(e.recipient_countries, {})", codes, codes
        )
    if chosen.type:
        where.add("list_contains({}, e.type)", list(session.types(chosen.type)))
    told = [
        f"""SELECT m.merged_id, arg_max(e, (e.confidence, e.event_id)) AS e FROM events e JOIN members m USING (event_id)
            WHERE {side} AND {where.sql} GROUP BY m.merged_id"""
        for side in sides
    ]
    fields = ("status", "type", "mode", "intensity", "date_start", "place_name")
    both = ", ".join(f"x.e.{name} AS {name}_1, y.e.{name} AS {name}_2" for name in fields)
    lists = ("actor_ids", "recipient_ids")
    differ = ", ".join(
        f"CASE WHEN x.e.{name} IS DISTINCT FROM y.e.{name} THEN '{label}' END"
        for name, label in (
            *((name, name.removesuffix("_start").removesuffix("_name")) for name in fields),
            *((name, name.removesuffix("_ids")) for name in lists),
        )
    )
    words = "substring({0}.text, {1}.e.sentence_start + 1, {1}.e.sentence_end - {1}.e.sentence_start)"
    return session.arrow(
        f"""
        SELECT w.merged_id, w.date_start AS date, w.actor_countries, w.recipient_countries, w.n_stories, {both},
               list_filter([{differ}], lambda f: f IS NOT NULL) AS differ,
               list_transform(w.contradictions, lambda c: c.field || ': ' || array_to_string(
                   list_transform(c."values", lambda v: v."value"), ' | ')) AS contradictions,
               x.e.outlet AS outlet_1, y.e.outlet AS outlet_2, a.url AS url_1, b.url AS url_2,
               {words.format("a", "x")} AS sentence_1, {words.format("b", "y")} AS sentence_2,
               x.e.event_id AS event_id_1, y.e.event_id AS event_id_2
        FROM ({told[0]}) x JOIN ({told[1]}) y ON x.merged_id = y.merged_id AND x.e.event_id <> y.e.event_id
        JOIN merged_events w ON w.merged_id = x.merged_id
        JOIN articles a ON a.article_id = x.e.article_id JOIN articles b ON b.article_id = y.e.article_id
        ORDER BY len(differ) DESC, date DESC NULLS LAST, w.merged_id{_bound(limit)}
        """,
        where.values,
    )


def _side(session: Session, word: str, where: Where) -> str:
    """The condition that a report is this side's: an outlet's, or credited to the actor."""
    name = f"side{len(where.values)}"
    found = session.rows("SELECT 1 FROM articles WHERE lower(outlet) = $o LIMIT 1", {"o": word.lower()})
    if found:
        where.values[name] = word.lower()
        return f"lower(e.outlet) = ${name}"
    try:
        keys: Keys = session.keys((word,), "outlet or actor")
    except BadFilter as error:
        outlets = session.rows("SELECT DISTINCT outlet FROM articles WHERE outlet IS NOT NULL ORDER BY 1")
        from westphalia.query.filters import unknown

        names = [str(outlet) for (outlet,) in outlets]
        line = unknown("outlet or actor", word, names)
        raise BadFilter(line if "did you mean" in line else str(error)) from None
    where.values[name] = list(keys.all)
    return (
        "list_has_any(list_concat(list_transform(e.said_by, lambda s: s.actor_id), "
        f"list_transform(e.said_by, lambda s: s.country)), ${name})"
    )


def _published(chosen: Filter, where: Where, column: str) -> None:
    if chosen.since:
        where.add(f"{column} >= {{}}", chosen.since)
    if chosen.until:
        where.add(f"{column} <= {{}}", chosen.until)


def _bound(limit: int | None) -> str:
    return "" if limit is None else f" LIMIT {int(limit)}"
