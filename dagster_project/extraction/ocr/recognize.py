"""The recogniser: crops of single lines in, characters with place and probability out.

The network and its alphabet come with the package ``rapidocr`` (PP-OCRv6, Apache-2.0); its own pipeline is not used,
because it tells neither the probability of each character nor what else the character could have been.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from dagster_project.extraction.ocr.picture import Picture

_MODEL = Path("models") / "PP-OCRv6_rec_small.onnx"
_HEIGHT = 48
_BATCH_WIDTH = 2400
"""Pixels of all crops of a batch together: what one call needs of memory."""
_NARROWEST, _WIDEST = 32, 3200
_STEP = 8
"""Pixels of the crop to one column of the network's answer."""
_FOREIGN = 1e-3
"""Weight of a character that no mainland print uses (決 for 决, kana) against one that is in GB 2312: names with rare
characters remain readable, where nothing in GB 2312 comes near."""
Probabilities = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Glyph:
    """One recognised character: its middle (0 to 1 across the crop) and its probability."""

    text: str
    middle: float
    probability: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What a crop says."""

    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        """The characters joined."""
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def lowest(self) -> float:
        """Probability of the least certain character; 0 for nothing read."""
        return min((glyph.probability for glyph in self.glyphs), default=0.0)

    @property
    def mean(self) -> float:
        """Mean probability of the characters; 0 for nothing read."""
        return sum(g.probability for g in self.glyphs) / len(self.glyphs) if self.glyphs else 0.0


@cache
def _session() -> tuple[Any, str, tuple[str, ...]]:
    import onnxruntime  # type: ignore[import-untyped]

    found = importlib.util.find_spec("rapidocr")
    if found is None or found.origin is None:
        raise ImportError("scanned pages need the package rapidocr, which holds the models")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # The arena keeps the memory of the largest batch for good.
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(
        str(Path(found.origin).parent / _MODEL), options, providers=["CPUExecutionProvider"]
    )
    alphabet = session.get_modelmeta().custom_metadata_map["character"].splitlines()
    return session, session.get_inputs()[0].name, ("", *alphabet, " ")


@cache
def _weights() -> npt.NDArray[np.float32]:
    """Of each character of the alphabet; see ``_FOREIGN``."""
    alphabet = _session()[2]
    return np.array([1.0 if _is_native(character) else _FOREIGN for character in alphabet], dtype=np.float32)


def _is_native(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return not character.isalpha()
    return True


def recognize(crops: Sequence[Picture]) -> list[Reading]:
    """Read grey crops (dark on light) of one line each, in batches of like width; the order is kept."""
    readings: list[Reading] = [Reading(())] * len(crops)
    sizes = [_width_of(crop) for crop in crops]
    for batch in _batches(sizes):
        width = max(sizes[i] for i in batch)
        pixels = np.stack([_prepared(crops[i], sizes[i], width) for i in batch])
        session, name, _ = _session()
        (answers,) = session.run(None, {name: pixels})
        for i, answer in zip(batch, answers, strict=True):
            readings[i] = _decoded(answer, width / sizes[i])
    return readings


def _width_of(crop: Picture) -> int:
    height, width = crop.shape
    return int(np.clip(round(width * _HEIGHT / height), _NARROWEST, _WIDEST))


def _batches(sizes: Sequence[int]) -> list[list[int]]:
    batches: list[list[int]] = []
    for i in sorted(range(len(sizes)), key=sizes.__getitem__):
        if batches and sizes[i] * (len(batches[-1]) + 1) <= _BATCH_WIDTH:
            batches[-1].append(i)
        else:
            batches.append([i])
    return batches


def _prepared(crop: Picture, size: int, width: int) -> npt.NDArray[np.float32]:
    shrinks = crop.shape[0] > _HEIGHT
    resized = cv2.resize(crop, (size, _HEIGHT), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)
    pixels = np.zeros((3, _HEIGHT, width), dtype=np.float32)
    pixels[:, :, :size] = resized.astype(np.float32) / 127.5 - 1.0
    return pixels


def _decoded(answer: Probabilities, stretch: float) -> Reading:
    """Decode one answer (columns × alphabet): repeats and blanks fall away."""
    alphabet = _session()[2]
    weighted = answer * _weights()
    best = weighted.argmax(axis=1)
    probability = weighted[np.arange(len(best)), best] / weighted.sum(axis=1)
    glyphs: list[Glyph] = []
    start = 0
    for column in range(1, len(best) + 1):
        if column < len(best) and best[column] == best[start]:
            continue
        if best[start]:
            middle = (start + column) / 2 / len(best) * stretch
            glyphs.append(Glyph(alphabet[best[start]], min(middle, 1.0), float(probability[start:column].max())))
        start = column
    return Reading(tuple(glyphs))
