"""A coded page in a notebook: the text with its events marked, then the table of events."""

from __future__ import annotations

from html import escape

from westphalia.records import Actor, Event, Span, Story

COLOURS = {1: "#d8f0d8", 2: "#b5e3b5", 3: "#fbe8b8", 4: "#f6c3bd"}
PLAIN = "#e4e4ee"  # a type without a quad class


def story_html(story: Story) -> str:
    """Self-contained HTML without scripts; every piece of page text is escaped."""
    article = story.article
    title = escape(article.title or article.source)
    date = f" · {article.published.iso}" if article.published else ""
    outlet = f" · {escape(article.outlet)}" if article.outlet else ""
    blocks = "".join(
        f'<p style="margin:.4em 0;{"" if block.kind != "furniture" else "color:#999"}">{_block(story, block.span)}</p>'
        for block in article.blocks
        if block.repeat_of is None
    )
    rows = "".join(_row(event, article.text) for event in story.events)
    return (
        f'<div style="max-width:60em"><b>{title}</b>{outlet}{date}{blocks}'
        "<table><thead><tr><th>when</th><th>who</th><th>did what</th><th>to whom</th><th>status</th>"
        f"<th>on whose word</th><th>evidence</th></tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _block(story: Story, span: Span) -> str:
    """One block, the triggers in it marked; triggers that overlap an earlier one are not marked twice."""
    text = story.article.text
    parts, at = [], span.start
    for event in sorted(story.events, key=lambda event: event.evidence.trigger):
        trigger = event.evidence.trigger
        if trigger.start < at or trigger.end > span.end:
            continue
        parts.append(escape(text[at : trigger.start]))
        label = escape(f"{event.type} {event.mode or ''} ({event.status}, {event.confidence:.2f})")
        colour = COLOURS.get(event.quad_class or 0, PLAIN)
        parts.append(f'<mark title="{label}" style="background:{colour}">{escape(trigger.of(text))}</mark>')
        at = trigger.end
    return "".join(parts) + escape(text[at : span.end])


def _row(event: Event, text: str) -> str:
    cells = (
        event.date.iso if event.date else "",
        _names(event.actors),
        event.type + (f" · {event.mode}" if event.mode else ""),
        _names(event.recipients),
        event.status,
        " ← ".join(event.sources),
        event.evidence.sentence.of(text),
    )
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"


def _names(actors: tuple[Actor, ...]) -> str:
    return ", ".join(
        f"{actor.name or actor.text} ({actor.country or '?'} {actor.sector})" for actor in actors
    )
