"""The generated parts of the documentation: `python docs/generate.py` writes them, `--check` compares.

A generated part stands between two comment lines of a Markdown file:

    <!-- generated: NAME -->
    …
    <!-- end: NAME -->

Everything outside such a part is written by hand and left alone. With `--check` nothing is written, each stale
file is named on stderr and the exit code is 1. Sources: the commands themselves for the help texts, the modules'
own constants for the limits and rule names, `src/westphalia/ontology/plover.json` for the ontology's tables.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click

DOCS = Path(__file__).resolve().parent
PLOVER = DOCS.parent / "src/westphalia/ontology/plover.json"
PART = re.compile(
    r"(<!-- generated: (?P<name>[a-z-]+) -->\n)(?P<body>.*?)(<!-- end: (?P=name) -->)", re.DOTALL
)

# plover.json has the codes alone. The meanings follow the PLOVER manual's list of sectors; NGO and IGO, which
# the NGEC-2025 codebook adds, mirror the country codes of the same name.
SECTORS: Mapping[str, str] = {
    "AGR": "agriculture: farmers, herders and their associations",
    "BUS": "business: companies, managers, chambers of commerce",
    "COP": "police and other forces of internal order",
    "CRM": "organised or individual crime",
    "CVL": "civilians: people without another sector",
    "EDU": "education: schools, universities, students, teachers",
    "ELI": "elites without an office: former officials, celebrities",
    "GOV": "executive: heads of state and government, ministries, diplomats; a country that acts as such",
    "IGO": "international governmental organisations and their staff",
    "JRN": "journalists and the media",
    "JUD": "judiciary: courts, judges, prosecutors, lawyers",
    "LAB": "workers and trade unions",
    "LEG": "legislature: parliaments and their members",
    "MED": "medicine: hospitals, doctors, health workers (the media are JRN)",
    "MIL": "armed forces of a state",
    "NGO": "non-governmental organisations and their staff",
    "OPP": "opposition: those who oppose a government without arms, where no party is named",
    "PRE": "authorities of partially recognised or unrecognised entities",
    "PRM": "paramilitaries: armed groups on the side of a government",
    "PTY": "political parties, candidates",
    "REB": "rebels: organised armed opposition",
    "REF": "refugees and displaced people",
    "REL": "religious bodies and leaders",
    "SOC": "social groups: ethnic, caste, language and other communities, their associations, sport and the arts",
    "SPY": "intelligence services",
    "UAF": "unidentified armed forces: armed people whose side is not told",
    "UNK": "unknown: nothing tells",
}
NEVER_GIVEN = frozenset({"JNK", "NON"})  # "junk" and "none" of the NGEC-2025 codebook: no actor's sector


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; a bar inside a cell is escaped."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def number(value: float | None) -> str:
    """A score with its sign, with a true minus; an en dash where PLOVER publishes none."""
    if value is None:
        return "–"
    return f"{value:+.1f}".replace("-", "−").replace("+0.0", "0.0")


def plover() -> dict[str, Any]:
    raw: dict[str, Any] = json.loads(PLOVER.read_text(encoding="utf-8"))
    return raw


# --- reference.md -------------------------------------------------------------------------------


def help_of(name: str | None) -> str:
    """The help text of one command, or of the program where `name` is None."""
    from westphalia.cli import cli

    # A fixed width: the text must not depend on the terminal that the generator runs in.
    context = click.Context(cli, info_name="westphalia", terminal_width=100, **cli.context_settings)
    command: click.Command = cli
    if name is not None:
        command = cli.commands[name]
        context = click.Context(command, info_name=name, parent=context, terminal_width=100)
    return f"```text\n$ {context.command_path} --help\n{command.get_help(context)}\n```"


ASKING = (
    "events", "quotes", "actors", "stories", "dyad", "dyads", "timeline", "compare", "sql", "export", "import",
)  # fmt: skip
"""The commands whose options are told by a generated table."""


def options_of(name: str) -> str:
    """A command's arguments and options with their help."""
    from westphalia.cli import cli

    command = cli.commands[name]
    context = click.Context(command, info_name=name)
    rows = []
    for param in command.params:
        if isinstance(param, click.Argument):
            rows.append((f"`{param.make_metavar(context)}`", "see above"))
        elif isinstance(param, click.Option):
            rows.append((", ".join(f"`{option}`" for option in param.opts), param.help or ""))
    return table(("argument, option", "meaning"), rows)


def cameo_codes() -> str:
    """PLOVER's types and modes with the CAMEO code, its name and its Goldstein score that exports give them."""
    from westphalia.ontology.plover import event_types
    from westphalia.query.exports import tables

    rows = []
    for name, kind in event_types().items():
        for mode in (None, *kind.modes):
            code = tables.cameo(name, mode, None)
            if code is not None:
                rows.append(
                    (
                        f"`{name}`",
                        f"`{mode}`" if mode else "",
                        f"`{code.code}`",
                        code.text,
                        number(code.goldstein),
                    )
                )
    return table(("type", "mode", "CAMEO", "name", "Goldstein"), rows)


def export_sectors() -> str:
    """PLOVER's sectors in CAMEO and ICEWS."""
    from westphalia.query.exports import tables

    rows = ((f"`{code}`", row["cameo"], row["icews"]) for code, row in sorted(tables.sectors().items()))
    return table(("sector", "CAMEO type", "ICEWS sectors"), rows)


def event_columns() -> str:
    """The columns of an event as CSV that `code` does not have."""
    from westphalia.output import COLUMNS
    from westphalia.query.flat import EVENT_COLUMNS

    return ", ".join(f"`{name}`" for name in EVENT_COLUMNS if name not in COLUMNS)


def limits() -> str:
    from westphalia.clean import drafts, extract
    from westphalia.clean.decode import BAD_SHARE
    from westphalia.passages import MAX_TEXT
    from westphalia.read import pages

    rows = (
        ("a file or standard input", f"{pages.MAX_BYTES:,} bytes", "`too_large`"),
        ("an HTML page", f"{extract.MAX_HTML:,} characters", "`too_large`"),
        ("elements of an HTML page", f"{extract.MAX_ELEMENTS:,}", "`too_large`"),
        ("attributes of one of its tags", f"{extract.MAX_ATTRIBUTES:,}", "`too_large`"),
        ("a plain-text page", f"{drafts.MAX_TEXT:,} characters", "`too_large`"),
        ("processor time to clean one HTML page", f"{drafts.SECONDS:.0f} seconds", "`timeout`"),
        ("characters of a page that are no text", f"{BAD_SHARE:.0%}", "`binary`"),
        ("words of body on an HTML page, at least", f"{drafts.MIN_WORDS}", "`no_article`"),
        ("the text of a record of `passages`", f"{MAX_TEXT:,} characters", "the line is left out"),
    )
    return table(("what", "limit", "beyond it"), rows)


def page_suffixes() -> str:
    from westphalia.read.pages import PAGE_SUFFIXES

    return (
        "Suffixes that a folder is searched for: " + ", ".join(f"`{s}`" for s in sorted(PAGE_SUFFIXES)) + "."
    )


def furniture_rules() -> str:
    from westphalia.clean import furniture

    names = {rule.name for rule in (*furniture.WHOLE, *furniture.START, *furniture.INSIDE)}
    return "\n".join(f"* `{name}`" for name in sorted(names))


# --- watching.md --------------------------------------------------------------------------------


def metrics() -> str:
    from westphalia.run.metrics import NAMES, PREFIX

    rows = ((f"`{PREFIX}{name}`", kind, meaning) for name, (kind, meaning) in NAMES.items())
    return table(("figure", "kind", "meaning"), rows)


def manners() -> str:
    from westphalia.fetch.engine import FAILURES, ROBOTS_REDIRECTS
    from westphalia.fetch.feeds import MOST_LINKS, MOST_UNPACKED
    from westphalia.fetch.hop import FEED_BYTES, ROBOTS_BYTES
    from westphalia.fetch.manners import Manners
    from westphalia.fetch.robots import DAY, DOWN

    told = Manners()
    rows = (
        ("requests to one host at a time", told.per_host),
        ("requests at a time", told.at_once),
        ("pause between two requests to one host", f"{told.delay:.0f} s (`--delay`)"),
        ("longest pause that a robots.txt gets", f"{told.longest_delay:.0f} s"),
        ("life of a robots.txt", f"{DAY / 3600:.0f} hours"),
        ("redirects of a page; of a robots.txt", f"{told.redirects}; {ROBOTS_REDIRECTS}"),
        (f"goes at one request, with growing pauses from {told.backoff:.0f} s", told.tries),
        ("longest wait that a server may ask for (Retry-After) before it is left alone", f"{told.longest_wait:.0f} s"),
        ("requests in a row without an answer before a host is left alone", FAILURES),
        ("for how long it is, at least", f"{DOWN / 60:.0f} minutes"),
        ("time to connect; without a byte; for the whole request",
         f"{told.connect_seconds:.0f} s; {told.read_seconds:.0f} s; {told.seconds:.0f} s"),
        ("bytes of a page, decompressed", f"{told.max_bytes:,}"),
        ("bytes of a feed or sitemap; of one in .gz; of a robots.txt",
         f"{FEED_BYTES:,}; {MOST_UNPACKED:,}; {ROBOTS_BYTES:,}"),
        ("links of one feed or sitemap", f"{MOST_LINKS:,}"),
    )  # fmt: skip
    return table(("what", "limit"), rows)


# --- ontology.md --------------------------------------------------------------------------------


def quads() -> str:
    kinds: dict[int, list[str]] = {}
    for item in plover()["types"]:
        kinds.setdefault(item["quad_numeric"], []).append(item["name"])
    rows = ((code, name.lower(), ", ".join(kinds[int(code)])) for code, name in plover()["quads"].items())
    return table(("`quad_class`", "meaning", "types"), rows)


def cameo_roots(name: str) -> str:
    """The type's own root first, then those that its modes lead to."""
    from westphalia.ontology.plover import event_type

    kind = event_type(name)
    roots = [kind.cameo_root(None), *sorted(kind.cameo_root(mode) for mode in kind.modes)]
    return ", ".join(dict.fromkeys(roots))


def overview() -> str:
    rows = (
        (
            f"[{item['name']}](#{item['name'].lower()})",
            item["quad_numeric"],
            number(item["score"]),
            cameo_roots(item["name"]),
            "yes" if item["requires_recipient"] else "",
            item["description"],
        )
        for item in plover()["types"]
    )
    return table(("type", "quad class", "intensity", "CAMEO root", "recipient expected", "description"), rows)


def one_type(item: dict[str, Any]) -> str:
    from westphalia.ontology.plover import event_type

    kind = event_type(item["name"])
    parts = [
        f"### {item['name']}",
        f"{item['description']} {item['quad'].capitalize()}; intensity {number(item['score'])}; "
        f"CAMEO {', '.join(item['cameo_roots'])}.",
    ]
    if item["coding_rules"]:
        parts.append("\n".join(f"* {rule}" for rule in item["coding_rules"]))
    rows = [
        (
            f"`{mode['name']}`",
            number(mode["score"]),
            number(kind.intensity(mode["name"])),
            kind.cameo_root(mode["name"]),
            mode["description"],
        )
        for mode in item["modes"]
    ]
    head = ("mode", "PLOVER's score", "intensity given", "CAMEO root", "meaning")
    parts.append(table(head, rows) if rows else "No modes.")
    return "\n\n".join(parts)


def types() -> str:
    return "\n\n".join(one_type(item) for item in plover()["types"])


def aux() -> str:
    rows = ((f"`{item['name']}`", item["description"]) for item in plover()["auxiliary_modes"])
    return table(("auxiliary mode", "meaning"), rows)


def contexts() -> str:
    rows = ((f"`{item['name']}`", item["description"]) for item in plover()["contexts"])
    return table(("context", "meaning"), rows)


def sectors() -> str:
    """Raises KeyError for a sector of plover.json that has no meaning here."""
    groups = {name: codes for name, codes in plover()["sectors"].items() if isinstance(codes, list)}
    names = {"frequent": "frequent", "less_frequent": "less frequent", "ngec2025_extra": "added by NGEC-2025"}
    rows = sorted((code, names[group]) for group, codes in groups.items() for code in codes)
    return table(
        ("sector", "meaning", "in PLOVER"),
        ((f"`{code}`", SECTORS[code], group) for code, group in rows if code not in NEVER_GIVEN),
    )


def nonstate() -> str:
    codes = plover()["nonstate_country_codes"]
    return table(("code", "meaning"), ((f"`{code}`", text) for code, text in codes.items()))


def extra_countries() -> str:
    codes = plover()["extra_country_codes"]
    return table(("code", "meaning"), ((f"`{code}`", text) for code, text in codes.items()))


# --- record.md ----------------------------------------------------------------------------------


def kind_of(kind: str) -> str:
    """A column's type as the documentation has it: `list of actor`, `string`, with "?" where it may be null."""
    plain = kind.rstrip("!")
    told = f"list of {plain[1:-1]}" if plain.startswith("[") else plain
    return told if kind.endswith("!") else f"{told}?"


def column_rows(columns: Iterable[Any]) -> list[tuple[str, str, str]]:
    return [(f"`{column.name}`", kind_of(column.type), column.doc) for column in columns]


def record_tables() -> str:
    from westphalia.record.columns import STRUCTS
    from westphalia.record.schema import TABLES, VERSION

    parts = [f"Version {VERSION} of the layout. A type with a question mark may be null."]
    for item in TABLES.values():
        order = ", ".join(f"`{name}`" for name in item.order)
        key = f" Unique: {', '.join(f'`{name}`' for name in item.key)}." if item.key else ""
        parts += [
            f"### {item.name}",
            f"{item.doc} Sorted within a file by {order}.{key}",
            table(("column", "type", "meaning"), column_rows(item.columns)),
        ]
    parts.append("### Structs")
    for name, columns in STRUCTS.items():
        parts += [f"`{name}`", table(("field", "type", "meaning"), column_rows(columns))]
    return "\n\n".join(parts)


def record_views() -> str:
    from westphalia.record.views import HIDDEN, RUNS, SHARDS, VIEWS

    hidden = ", ".join(f"`{new}` for `{old}`" for old, new in HIDDEN.items())
    parts = [
        "Every table has a view of its name, with the partition `month` (text) as one more column. The rows of three "
        f"tables have another name, since the view of their name is more than they are: {hidden}.",
        table(("view", "meaning"), [(f"`{view.name}`", view.doc) for view in VIEWS]),
        "`runs`: one row a command that took in pages or coded them again.",
        table(("column", "type", "meaning"), column_rows(RUNS)),
        "`shards`: one row a batch of pages. `shard` of every table leads here, and `run` on to `runs`.",
        table(("column", "type", "meaning"), column_rows(SHARDS)),
    ]
    return "\n\n".join(parts)


# --- web.md -------------------------------------------------------------------------------------


def web_limits() -> str:
    from westphalia.web import limits as rates
    from westphalia.web.api.params import SIZE, Size
    from westphalia.web.settings import SHORTEST_TOKEN, Settings

    told = Settings()
    most = next(part.le for part in Size.__metadata__[0].metadata if hasattr(part, "le"))
    rows = (
        ("requests of one client, in the long run", f"{told.rate:g} a second (`--rate`)", "429"),
        ("requests of one client at once", f"{told.burst} (`--burst`)", "429"),
        *((f"a request for `{start}…` counts as", f"{permits:g}", "") for start, permits in rates.COSTS),
        ("time of a request", f"{told.seconds:g} s", "503"),
        ("time of an export", f"{told.export_seconds:g} s", "broken off"),
        ("exports at once", f"{told.exports_at_once}", "503"),
        ("bytes of a request's body", f"{told.max_body:,}", "413"),
        ("characters of an address", f"{told.max_target:,}", "414"),
        ("rows of a page", f"{SIZE}, at most {most} (`limit`)", "422"),
        ("characters of a token, at least", f"{SHORTEST_TOKEN}", "not started"),
    )
    return table(("what", "limit", "beyond it"), rows)


def api_document() -> dict[str, Any]:
    """The OpenAPI document, without a record behind it."""
    from fastapi import FastAPI

    from westphalia.web.api import routers

    app = FastAPI()
    for router in routers():
        app.include_router(router)
    return app.openapi()


def api_questions() -> str:
    from westphalia.web.api import PREFIX

    paths = api_document()["paths"].items()
    return table(
        ("address", "answers"),
        (
            (f"`{path.removeprefix(PREFIX)}`", " ".join(item["get"]["description"].split("\n\n")[0].split()))
            for path, item in paths
        ),
    )


def api_failures() -> str:
    from westphalia.web.api.answers import FOUND

    return table(
        ("status", "why"), ((str(code), told["description"]) for code, told in sorted(FOUND.items(), key=str))
    )


PARTS: Mapping[str, Callable[[], str]] = {
    "web-limits": web_limits,
    "api-questions": api_questions,
    "api-failures": api_failures,
    "help-serve": lambda: help_of("serve"),
    "options-serve": lambda: options_of("serve"),
    **{f"help-{name}": partial(help_of, name) for name in ASKING},
    **{f"options-{name}": partial(options_of, name) for name in ASKING},
    "cameo-codes": cameo_codes,
    "export-sectors": export_sectors,
    "event-columns": event_columns,
    "help": lambda: help_of(None),
    "help-review": lambda: help_of("review"),
    "help-mcp": lambda: help_of("mcp"),
    "options-mcp": lambda: options_of("mcp"),
    "help-code": lambda: help_of("code"),
    "help-explain": lambda: help_of("explain"),
    "help-passages": lambda: help_of("passages"),
    "help-recode": lambda: help_of("recode"),
    "help-run": lambda: help_of("run"),
    "help-watch": lambda: help_of("watch"),
    "help-train-types": lambda: help_of("train-types"),
    "metrics": metrics,
    "manners": manners,
    "limits": limits,
    "record-tables": record_tables,
    "record-views": record_views,
    "page-suffixes": page_suffixes,
    "furniture-rules": furniture_rules,
    "quads": quads,
    "overview": overview,
    "types": types,
    "aux": aux,
    "contexts": contexts,
    "sectors": sectors,
    "nonstate": nonstate,
    "extra-countries": extra_countries,
}


def regenerated(text: str) -> str:
    """The text with every generated part made anew. Raises KeyError for a part that nobody makes."""
    return PART.sub(lambda m: f"{m[1]}{PARTS[m['name']]()}\n{m[4]}", text)


def stale(folder: Path = DOCS) -> dict[Path, str]:
    """Files whose generated parts are not what they should be, with the text they should have."""
    found = {}
    for path in sorted(folder.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        fresh = regenerated(text)
        if fresh != text:
            found[path] = fresh
    return found


def main(arguments: Sequence[str]) -> int:
    if set(arguments) - {"--check"}:
        print("usage: python docs/generate.py [--check]", file=sys.stderr)
        return 2
    old = stale()
    for path, text in old.items():
        if "--check" in arguments:
            print(f"{path.name}: generated parts are stale; run python docs/generate.py", file=sys.stderr)
        else:
            path.write_text(text, encoding="utf-8")
            print(f"{path.name}: written")
    return 1 if old and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
