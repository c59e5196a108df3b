"""Annotated passages of real text, stand-off: labels and offsets here, the text in public releases.

`python -m training.standoff restore DATA OUT.jsonl` puts the text back; `pack` made the file. `sources.py`
lists the releases and their licences. Their sentences are tokenised; `joined` lists the tokens of a passage
that are written without a space before them, which is all that is needed to restore the text. Its sha256 is
checked.
"""
