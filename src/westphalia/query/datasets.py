"""Other data sets beside the record's own events: the view `all_events`, and their rows as the counts want them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from westphalia.query.filters import Filter, one_of
from westphalia.query.session import OWN, Session
from westphalia.query.where import Where

if TYPE_CHECKING:
    import pyarrow as pa

DATASETS = (OWN, "polecat", "icews", "gdelt")


def checked(words: str | Iterable[str]) -> tuple[str, ...]:
    """Names of data sets, each once. Raises BadFilter."""
    several = (words,) if isinstance(words, str) else tuple(words)
    return tuple(dict.fromkeys(one_of("dataset", word.lower(), DATASETS) for word in several)) or (OWN,)


_FACTS = """
    date_start AS day, published, type, quad_class, intensity, 'reported' AS status, 1.0::FLOAT AS confidence,
    false AS is_copy, true AS is_lead, 1::SMALLINT AS n_stories
"""


def relation(session: Session, name: str, dataset: str) -> str:
    """SQL of the rows of `dyads` or `keys` of a data set. Others than ours know countries alone, and no status."""
    if dataset == OWN:
        return session.index.relation(name)
    mine = f"(SELECT * FROM imported WHERE dataset = '{dataset}')"
    if name == "dyads":
        return (
            f"(SELECT actor, unnest(recipients) AS recipient, * EXCLUDE (actor, recipients) FROM (SELECT "
            f"unnest(actor_countries) AS actor, recipient_countries AS recipients, {_FACTS} FROM {mine}))"
        )
    parts = """list_concat(
        list_transform(actor_countries, lambda k: {'key': k, 'side': 0}),
        list_transform(recipient_countries, lambda k: {'key': k, 'side': 1}),
        CASE WHEN place_country IS NULL THEN [] ELSE [{'key': place_country, 'side': 3}] END)"""
    return (
        f"(SELECT party.key AS key, party.side::TINYINT AS side, * EXCLUDE (party) FROM (SELECT unnest({parts}) AS party, "
        f'{_FACTS}, event_id AS file, 0 AS "row", month FROM {mine}))'
    )


def imported(session: Session, chosen: Filter, dataset: str, limit: int | None) -> pa.Table:
    """Events of another data set, the newest first, by the filters that it can answer."""
    where = Where()
    where.add("dataset = {}", dataset)
    for name in ("actor", "recipient"):
        words = getattr(chosen, name)
        if words:
            from westphalia.query.filters import country_or_none

            codes = [code for word in words if (code := country_or_none(word))]
            names = [word.lower() for word in words]
            where.add(
                f"list_has_any({name}_countries, {{}}) OR len(list_filter({name}_names, "
                "lambda n: len(list_filter({}, lambda w: contains(lower(n), w))) > 0)) > 0",
                codes,
                names,
            )
    if chosen.country:
        codes = list(chosen.country)
        where.add(
            "list_has_any(actor_countries, {}) OR list_has_any(recipient_countries, {}) "
            "OR list_contains({}, place_country)",
            codes,
            codes,
            codes,
        )
    if chosen.sector:
        codes = list(chosen.sector)
        where.add("list_has_any(actor_sectors, {}) OR list_has_any(recipient_sectors, {})", codes, codes)
    for column, values in (("type", chosen.type), ("mode", chosen.mode), ("quad_class", chosen.quad_class)):
        if values:
            where.add(f"list_contains({{}}, {column})", list(values))
    if chosen.since:
        where.add("date_start >= {}", chosen.since)
    if chosen.until:
        where.add("date_start <= {}", chosen.until)
    bound = "" if limit is None else f" LIMIT {int(limit)}"
    return session.arrow(
        f"SELECT * FROM imported WHERE {where.sql} ORDER BY date_start DESC, event_id{bound}", where.values
    )
