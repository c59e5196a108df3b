"""Annotated Wikinews passages, stand-off: labels and offsets here, the text in the public QANom release.

`python -m training.wikinews restore QANOM_FOLDER OUT.jsonl` puts the text back; `pack` made the file.
QANom's sentences are tokenised; `joined` lists the tokens of a passage that are written without a space
before them, which is all that is needed to restore the text. Its sha256 is checked.
"""
