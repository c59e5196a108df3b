"""One worker process: takes pages from a pipe, codes them in its main thread, gives the results back.

Two threads move the bytes, so that neither side waits for the other while a page is coded. The process ends at once
when the other end of the pipe closes, so that none is left behind by a parent that was killed. It is spawned, never
forked: the model's runtime has threads.
"""

from __future__ import annotations

import contextlib
import gc
import os
import queue
import signal
import threading
from dataclasses import dataclass
from multiprocessing.connection import Connection

from westphalia.errors import WestphaliaError
from westphalia.pipeline import Coder
from westphalia.records import Page
from westphalia.run.parallel import Coded, Form, code_page

Task = tuple[int, Page, Form]
Answer = tuple[int, Coded]


@dataclass(frozen=True, slots=True)
class Ready:
    """The model is loaded."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The worker cannot work: the model is missing, damaged …"""

    error: WestphaliaError


def work(pipe: Connection, coder: Coder) -> None:
    """A worker's life. Ends with the pipe."""
    with contextlib.suppress(ValueError, AttributeError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # ctrl-C is the parent's to hear; it ends us
    tasks: queue.SimpleQueue[Task] = queue.SimpleQueue()
    answers: queue.SimpleQueue[Answer | Ready | Failed] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(pipe, tasks), daemon=True).start()
    sender = threading.Thread(target=_send, args=(pipe, answers), daemon=True)
    sender.start()
    try:
        coder.session  # noqa: B018  loaded here, so that the first page's time is its own
        coder.own  # noqa: B018
    except WestphaliaError as error:
        answers.put(Failed(error))
        sender.join()
        return
    answers.put(Ready())
    gc.freeze()  # what is loaded now stays: the collector need not walk it again and again
    while True:
        number, page, form = tasks.get()
        answers.put((number, code_page(coder, page, form)))


def _receive(pipe: Connection, tasks: queue.SimpleQueue[Task]) -> None:
    try:
        while True:
            tasks.put(pipe.recv())
    except (EOFError, OSError):
        os._exit(0)  # the parent has closed its end or is gone: nobody waits for the page in work


def _send(pipe: Connection, answers: queue.SimpleQueue[Answer | Ready | Failed]) -> None:
    try:
        while True:
            answer = answers.get()
            pipe.send(answer)
            if isinstance(answer, Failed):
                return
    except (OSError, ValueError):
        os._exit(0)
