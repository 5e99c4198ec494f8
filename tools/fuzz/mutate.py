"""Damage to a PDF, in its bytes and in its structure, the same for the same seed."""

from __future__ import annotations

import contextlib
import io
import random
import re
from collections.abc import Callable
from decimal import Decimal

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

_NUMBER = re.compile(rb"(?<![\w.])-?\d+(?:\.\d+)?(?![\w.])")
_EXTREMES = (
    b"0 -1 1e10 99999999999999999999 -99999999999 2147483647 2147483648 4294967296 0.000000001 nan inf "
    b"1..2 --5 65536 -32769 3.4028236e38".split()
)
_REALS = ("0", "-1", "1000000", "-1000000", "0.0000001", "32768", "2147483648", "99999999999", "14400", "-0.5")
_KEYS = [
    "MediaBox",
    "CropBox",
    "Rotate",
    "Contents",
    "Resources",
    "Font",
    "XObject",
    "Parent",
    "Kids",
    "Count",
    "Type",
    "Subtype",
    "ToUnicode",
    "Encoding",
]
_KEYS += [
    "DescendantFonts",
    "W",
    "DW",
    "Widths",
    "FirstChar",
    "BaseFont",
    "FontDescriptor",
    "FontFile2",
    "CIDToGIDMap",
    "Filter",
    "DecodeParms",
]
_KEYS += ["Length", "Matrix", "BBox", "Annots", "Group", "ExtGState", "UserUnit"]
_UNICODES = ("0000", "D800", "DC00", "FFFF", "FEFF", "0009", "000A", "202E", "D83DDE00", "4E004E8C", "2F00", "0301")

_TOO_BROKEN = (pikepdf.PdfError, AttributeError, TypeError, ValueError, KeyError, IndexError, RuntimeError)

Rng = random.Random
Damage = Callable[[Pdf, Rng], None]


def mutate(data: bytes, seed: int) -> bytes:
    """The PDF with damage that the seed decides: of its structure, of its bytes, or of both."""
    rng = random.Random(seed)  # Reproducible damage, no secret.
    kind = rng.random()
    if kind < 0.75:
        with contextlib.suppress(*_TOO_BROKEN):
            data = _damage_structure(data, rng)
    if kind > 0.6:
        for _ in range(rng.choice((1, 1, 2, 5, 20))):
            data = rng.choice(_BYTE_DAMAGES)(data, rng)
    return data


def _damage_structure(data: bytes, rng: Rng) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for _ in range(rng.choice((1, 1, 2, 3, 6))):
            # Damage may meet what earlier damage left: the document is then broken enough.
            with contextlib.suppress(*_TOO_BROKEN):
                rng.choice(_STRUCTURE_DAMAGES)(pdf, rng)
        out = io.BytesIO()
        mode = rng.choice((pikepdf.ObjectStreamMode.disable, pikepdf.ObjectStreamMode.generate))
        plain = rng.random() < 0.5
        level = pikepdf.StreamDecodeLevel.generalized if plain else pikepdf.StreamDecodeLevel.none
        pdf.save(
            out, static_id=True, object_stream_mode=mode, compress_streams=not plain, stream_decode_level=level,
            fix_metadata_version=False,
        )  # fmt: skip
    return out.getvalue()


def _flip(data: bytes, rng: Rng) -> bytes:
    damaged = bytearray(data)
    for _ in range(rng.choice((1, 4, 30))):
        damaged[rng.randrange(len(damaged))] = rng.randrange(256)
    return bytes(damaged)


def _span(data: bytes, rng: Rng) -> tuple[int, int]:
    start = rng.randrange(len(data))
    return start, min(len(data), start + int(2 ** rng.uniform(0, 14)))


def _cut(data: bytes, rng: Rng) -> bytes:
    start, end = _span(data, rng)
    return data[:start] + data[end:] or b"%PDF-1.4"


def _repeat(data: bytes, rng: Rng) -> bytes:
    start, end = _span(data, rng)
    return data[:start] + data[start:end] * rng.choice((2, 3, 9)) + data[end:]


def _break_off(data: bytes, rng: Rng) -> bytes:
    return data[: rng.randrange(len(data) // 4, len(data))] + b"\n%%EOF\n"


def _change_number(data: bytes, rng: Rng) -> bytes:
    start = rng.randrange(len(data))
    found = _NUMBER.search(data, start, start + 20_000)
    return data if found is None else data[: found.start()] + rng.choice(_EXTREMES) + data[found.end() :]


def _change_name(data: bytes, rng: Rng) -> bytes:
    one, other = (f"/{rng.choice(_KEYS)}".encode() for _ in range(2))
    start = data.find(one, rng.randrange(len(data)))
    return data if start < 0 else data[:start] + other + data[start + len(one) :]


_BYTE_DAMAGES = (_flip, _cut, _repeat, _break_off, _change_number, _change_number, _change_name)


def _some_object(pdf: Pdf, rng: Rng) -> pikepdf.Object:
    return pdf.objects[rng.randrange(len(pdf.objects))]


def _some_page(pdf: Pdf, rng: Rng) -> pikepdf.Object:
    return pdf.pages[rng.randrange(len(pdf.pages))].obj


def _value(pdf: Pdf, rng: Rng) -> object:
    number = Decimal(rng.choice(_REALS))
    return rng.choice(
        (number, int(number), Name.Foo, pikepdf.String("x" * rng.choice((0, 1, 70_000))), Array([number] * 4),
         Array([]), Dictionary(), True, _some_object(pdf, rng)),
    )  # fmt: skip


def _change_key(pdf: Pdf, rng: Rng) -> None:
    target = _some_object(pdf, rng)
    if isinstance(target, (Dictionary, pikepdf.Stream)) and len(target.keys()):
        key = rng.choice(sorted(target.keys()))
        if key == "/Length":
            return
        if rng.random() < 0.3:
            del target[key]
        else:
            target[key] = _value(pdf, rng)
    elif isinstance(target, Array) and len(target):
        target[rng.randrange(len(target))] = _value(pdf, rng)


def _set_key(pdf: Pdf, rng: Rng) -> None:
    target = _some_page(pdf, rng) if rng.random() < 0.5 else _some_object(pdf, rng)
    if isinstance(target, (Dictionary, pikepdf.Stream)):
        key = rng.choice([key for key in _KEYS if key != "Length"])
        target[f"/{key}"] = _value(pdf, rng)


def _box(pdf: Pdf, rng: Rng) -> None:
    page = _some_page(pdf, rng)
    page[rng.choice(("/MediaBox", "/CropBox"))] = Array([Decimal(rng.choice(_REALS)) for _ in range(4)])
    page["/Rotate"] = rng.choice((0, 90, -90, 45, 1_000_000, 270))


def _loop_pages(pdf: Pdf, rng: Rng) -> None:
    page, tree = _some_page(pdf, rng), pdf.Root.Pages
    if not isinstance(tree, Dictionary) or not isinstance(tree.get("/Kids"), Array):
        return
    rng.choice((lambda: page.__setitem__("/Kids", Array([tree])), lambda: tree.Kids.append(tree),
                lambda: tree.__setitem__("/Count", rng.choice((-1, 0, 10**6, 2**31)))))()  # fmt: skip


def _loop_forms(pdf: Pdf, rng: Rng) -> None:
    page = _some_page(pdf, rng)
    form = pdf.make_stream(b"q /Again Do Q " * rng.choice((1, 1, 1, 1, 1, 1, 1, 1, 1, 2)))
    form["/Type"], form["/Subtype"], form["/BBox"] = Name.XObject, Name.Form, Array([0, 0, 600, 800])
    form["/Resources"] = Dictionary(XObject=Dictionary(Again=form))
    page["/Resources"] = Dictionary(XObject=Dictionary(Again=form))
    page["/Contents"] = Array([page.Contents, pdf.make_stream(b"/Again Do")]) if "/Contents" in page else form


def _operators(pdf: Pdf, rng: Rng) -> None:
    page = pdf.pages[rng.randrange(len(pdf.pages))]
    try:
        commands = list(pikepdf.parse_content_stream(page))
    except (pikepdf.PdfError, TypeError, AttributeError):
        return
    for _ in range(rng.choice((1, 5, 50))):
        if not commands:
            return
        at = rng.randrange(len(commands))
        act = rng.random()
        if act < 0.2:
            del commands[at]
        elif act < 0.4:
            commands.insert(rng.randrange(len(commands)), commands[at])
        elif act < 0.5:
            commands[at:at] = commands[at : at + 20] * rng.choice((2, 50))
        else:
            commands[at] = _odd_operands(commands[at], rng)
    page.obj["/Contents"] = pdf.make_stream(pikepdf.unparse_content_stream(commands))


def _odd_operands(command: object, rng: Rng) -> object:
    operands = list(getattr(command, "operands", []))
    operator = getattr(command, "operator", None)
    if not operands or operator is None or str(operator) == "INLINE IMAGE":
        return command
    at = rng.randrange(len(operands))
    if isinstance(operands[at], (int, float, Decimal)):
        operands[at] = Decimal(rng.choice(_REALS))
    elif rng.random() < 0.5:
        operands[at] = pikepdf.String(bytes(rng.randrange(256) for _ in range(rng.choice((1, 2, 40)))))
    return pikepdf.ContentStreamInstruction(operands, operator)


def _unicode_map(pdf: Pdf, rng: Rng) -> None:
    maps = [thing for thing in pdf.objects if isinstance(thing, Dictionary) and "/ToUnicode" in thing]
    if not maps:
        return
    font = rng.choice(maps)
    act = rng.random()
    if act < 0.2:
        del font["/ToUnicode"]
        return
    try:
        text = font.ToUnicode.read_bytes()
    except (pikepdf.PdfError, AttributeError):
        return
    values = re.compile(rb"<([0-9A-Fa-f]{4,})>(?=\s*\n)")
    odd = [value.encode() for value in rng.sample(_UNICODES, 3)]
    text = values.sub(lambda found: b"<%s>" % rng.choice(odd) if rng.random() < 0.3 else found[0], text)
    font["/ToUnicode"] = pdf.make_stream(text)


def _font_file(pdf: Pdf, rng: Rng) -> None:
    files = [thing for thing in pdf.objects if isinstance(thing, Dictionary) and "/FontFile2" in thing]
    if files:
        descriptor = rng.choice(files)
        try:
            program = bytearray(descriptor.FontFile2.read_bytes())
        except (pikepdf.PdfError, AttributeError):
            return
        for _ in range(rng.choice((1, 50, 500))):
            program[rng.randrange(len(program))] = rng.randrange(256)
        if rng.random() < 0.3:
            del program[rng.randrange(len(program)) :]
        descriptor["/FontFile2"] = pdf.make_stream(bytes(program))


_STRUCTURE_DAMAGES: tuple[Damage, ...] = (
    _change_key, _change_key, _set_key, _box, _loop_pages, _loop_forms, _operators, _operators, _operators,
    _unicode_map, _unicode_map, _font_file,
)  # fmt: skip
