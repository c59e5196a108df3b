"""The recipe. One page goes through the rooms in this order, and nothing else happens to it:

    read    -> Page       bytes as they came
    clean   -> Article    the text, fixed and hashed; furniture set apart
    parse   -> Parse      one model pass: events, roles, quotes as spans
    resolve -> Event      who, when, where, on whose word

`Coder` holds the loaded model; `code` takes one page, `code_many` streams them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

from westphalia.clean import clean
from westphalia.errors import UnreadableInput
from westphalia.models.own import OwnHead
from westphalia.models.own import load as load_own
from westphalia.models.session import FOLDER, Session, identity, open_session
from westphalia.ontology.own import OwnTables, read_tables, using
from westphalia.parse import parse, parse_stream
from westphalia.parse.passages import is_read
from westphalia.records import Article, Page, Parse, Rejected, Story
from westphalia.resolve import resolve
from westphalia.resolve.folding import folded
from westphalia.version import VERSION


class Coder:
    """Codes pages into events. Loading the model takes about half a second, at the first page.

    `model` is a folder with another model than the shipped one; `threads` bounds the cores used; `ontology` is
    a folder of own tables (docs/own_tables.md) or what `read_tables` made of one; `types` is a folder made by train-types (docs/own_types.md); `fold` makes an AGREE or
    CONCEDE of a planned event as PLOVER does, its own type kept in `Event.unfolded`; `fast` asks one member of the
    parser's committee: twice the speed, some events fewer (training/MODEL_CARD.md). Raises UnreadableInput
    for a folder that cannot be read; rows that cannot be used are told in `Coder.ontology.left_out`.
    """

    def __init__(
        self,
        model: Path | None = None,
        threads: int | None = None,
        *,
        ontology: Path | str | OwnTables | None = None,
        types: Path | str | None = None,
        fold: bool = False,
        fast: bool = False,
    ) -> None:
        self._folder = model or FOLDER
        self.fast = fast
        self._threads = threads
        self.fold = fold
        self._types = types
        self.ontology = read_tables(Path(ontology)) if isinstance(ontology, str | Path) else ontology

    def for_worker(self) -> Coder:
        """The same coder for another process, one thread: the settings alone; the model is loaded there."""
        return Coder(
            self._folder, 1, ontology=self.ontology, types=self._types, fold=self.fold, fast=self.fast
        )

    @cached_property
    def session(self) -> Session:
        return open_session(self._folder, self._threads, fast=self.fast)

    @cached_property
    def own(self) -> OwnHead | None:
        """The user's own event types, where there are any. Raises ModelError."""
        return load_own(Path(self._types), self._weights[1]) if self._types else None

    @property
    def _weights(self) -> tuple[str, str]:
        """Version and sha256: of the loaded weights, or of those that would be loaded."""
        if "session" in self.__dict__:
            return self.session.version, self.session.sha256
        return identity(self._folder)

    @property
    def model(self) -> str:
        """The weights' version and hash, and that of the own types' head. Nothing is loaded for it."""
        fast = "-fast" if self.fast else ""
        own = f"+{self.own.digest[:8]}" if self.own else ""
        version, sha256 = self._weights
        return f"{version}-{sha256[:8]}{fast}{own}"

    def code(
        self,
        content: bytes | str,
        *,
        url: str | None = None,
        date: dt.date | None = None,
        source: str = "page",
    ) -> Story:
        """Code one page: HTML or plain text, as bytes or text.

        `date` is the publication date where the page does not tell one. Raises UnreadableInput, with
        the named reason, for what is no English article.
        """
        (found,) = self.code_many([Page(content, source, url, date)])
        if isinstance(found, Rejected):
            raise UnreadableInput(
                f"{found.source}: {found.reason}{': ' + found.detail if found.detail else ''}"
            )
        return found

    def code_many(self, pages: Iterable[Page | Rejected | bytes | str]) -> Iterator[Story | Rejected]:
        """Code pages in the order given, some ahead; what cannot be coded comes back as Rejected.

        A page's story does not depend on the pages around it.
        """
        for item, parses in parse_stream(self.session, map(_cleaned, pages), own=self.own):
            yield self._story(item, parses) if isinstance(item, Article) else item

    def code_articles(self, articles: list[Article], *, whole: bool = False) -> list[Story]:
        """Parse and resolve articles that are already clean. `whole` reads each block uncut."""
        parsed = parse(self.session, articles, whole=whole, own=self.own)
        return [self._story(article, parses) for article, parses in zip(articles, parsed, strict=True)]

    def _story(self, article: Article, parses: tuple[Parse, ...]) -> Story:
        with using(self.ontology):
            resolved = resolve(article, parses)
        return Story(
            article=article,
            parses=parses,
            actors=resolved.actors,
            events=tuple(map(folded, resolved.events)) if self.fold else resolved.events,
            quotes=resolved.quotes,
            rejected=tuple(
                Rejected(article.source, "clean", block.kind, block.reason, block.span)
                for block in article.blocks
                if not is_read(block)
            ),
            model=self.model,
            version=VERSION,
            ontology=self.ontology.digest if self.ontology else None,
            places=resolved.places,
        )


def _cleaned(item: Page | Rejected | bytes | str) -> Article | Rejected:
    page = Page(item, "page") if isinstance(item, bytes | str) else item
    return page if isinstance(page, Rejected) else clean(page)
