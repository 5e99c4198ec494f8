"""PDFs that mean harm, and things that are no PDFs: each as bytes, made from a sound document where that matters."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf
from reportlab.pdfgen.canvas import Canvas

MEGABYTE = 1024**2


def deflated(megabytes: int, *, times: int = 1) -> bytes:
    """So many megabytes of blanks, deflated once or several times over."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * MEGABYTE) for _ in range(megabytes)) + packer.flush()
    for _ in range(times - 1):
        packed = zlib.compress(packed, 9)
    return packed


def saved(pdf: Pdf, **options: object) -> bytes:
    """The document's bytes, streams as they are."""
    out = io.BytesIO()
    if "encryption" not in options:
        options |= {"stream_decode_level": pikepdf.StreamDecodeLevel.none, "static_id": True}
    pdf.save(out, compress_streams=False, **options)
    return out.getvalue()


def changed(sound: bytes, change: Callable[[Pdf], None], **options: object) -> bytes:
    """The sound document after a change."""
    with pikepdf.open(io.BytesIO(sound)) as pdf:
        change(pdf)
        return saved(pdf, **options)


def bomb(pdf: Pdf, megabytes: int, *, times: int = 1) -> pikepdf.Stream:
    """A stream that unpacks to so much."""
    stream = pdf.make_stream(b"")
    filters = Array([Name.FlateDecode] * times) if times > 1 else Name.FlateDecode
    stream.write(deflated(megabytes, times=times), filter=filters)
    return stream


def content_bomb(pdf: Pdf) -> None:
    """A page's content."""
    pdf.pages[0].obj.Contents = bomb(pdf, 100)


def gigabytes_bomb(pdf: Pdf) -> None:
    """Two gigabytes in a kilobyte or so: deflated twice."""
    pdf.pages[0].obj.Contents = bomb(pdf, 2000, times=2)


def spread_bomb(pdf: Pdf) -> None:
    """Ten streams, none of them too large."""
    for page in list(pdf.pages)[:10]:
        page.obj.Contents = bomb(pdf, 10)


def unicode_bomb(pdf: Pdf) -> None:
    """The map from a font's codes to Unicode."""
    for thing in pdf.objects:
        if isinstance(thing, Dictionary) and "/ToUnicode" in thing:
            thing.ToUnicode = bomb(pdf, 100)


def font_bomb(pdf: Pdf) -> None:
    """A font's program."""
    for thing in pdf.objects:
        if isinstance(thing, Dictionary) and "/FontFile2" in thing:
            thing.FontFile2 = bomb(pdf, 100)


def object_bomb(sound: bytes) -> bytes:
    """A stream of objects, to which the table of objects refers."""
    packed = deflated(100)
    head = b"%%PDF-1.5\n1 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>\nstream\n" % len(packed)
    body = head + packed + b"\nendstream\nendobj\n"
    at = len(body)
    entries = b"\x00\x00\x00\x00\x00\xff\xff" + b"\x01" + (9).to_bytes(4, "big") + b"\x00\x00"
    entries += b"\x02" + (1).to_bytes(4, "big") + b"\x00\x00" + b"\x01" + at.to_bytes(4, "big") + b"\x00\x00"
    table = b"3 0 obj\n<</Type/XRef/W[1 4 2]/Size 4/Root 2 0 R/Length %d>>\nstream\n" % len(entries)
    return body + table + entries + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % at


def run_length_bomb(pdf: Pdf) -> None:
    """Twelve gigabytes of run lengths, deflated: what the count of unpacked bytes does not see."""
    stream = pdf.make_stream(b"")
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"\x81 " * (MEGABYTE // 2)) for _ in range(50)) + packer.flush()
    stream.write(packed, filter=Array([Name.FlateDecode, Name.RunLengthDecode]))
    pdf.pages[0].obj.Contents = stream


def many_paths(pdf: Pdf) -> None:
    """A million lines on one page."""
    pdf.pages[0].obj.Contents = pdf.make_stream(b"".join(b"0 %d m 9 9 l S\n" % (n % 800) for n in range(1_000_000)))


def many_characters(pdf: Pdf) -> None:
    """A million characters on one page, each drawn by itself."""
    page = pdf.pages[1].obj
    font = sorted(page.Resources.Font.keys())[0].encode()
    content = b"BT " + font + b" 9 Tf " + b"1 0 0 1 50 700 Tm (ab) Tj\n" * 500_000 + b"ET"
    page.Contents = pdf.make_stream(content)


def cyclic_forms(pdf: Pdf) -> None:
    """A form that draws itself three times."""
    form = pdf.make_stream(b"/Again Do /Again Do /Again Do")
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 600, 800])
    form.Resources = Dictionary(XObject=Dictionary(Again=form))
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(Again=form))
    pdf.pages[0].obj.Contents = pdf.make_stream(b"/Again Do")


def huge_page(pdf: Pdf) -> None:
    """Pages of kilometres, and of none."""
    pdf.pages[0].obj.MediaBox = Array([0, 0, 2_000_000_000, 2_000_000_000])
    pdf.pages[1].obj.MediaBox = Array([0, 0, 0, 0])
    pdf.pages[2].obj.CropBox = Array([900, 900, -900, -900])


def no_numbers(sound: bytes) -> bytes:
    """Words where the sizes of pages stand."""
    return sound.replace(b"/MediaBox [", b"/MediaBox [nan inf ", 3)


def damaged_title(pdf: Pdf) -> None:
    """Half a character in the title of the file."""
    pdf.docinfo["/Title"] = pikepdf.String(b"\xfe\xff\xd8\x00\x00a\xd8")


def text_nowhere(pdf: Pdf) -> None:
    """Characters beyond the end of the world, in another page's words."""
    page = pdf.pages[1].obj
    font = sorted(page.Resources.Font.keys())[0].encode()
    far = b"q 1e30 0 0 1e30 1e30 1e30 cm BT " + font + b" 9 Tf 1e30 0 0 1e30 9 9 Tm <00410042> Tj ET Q\n"
    page.Contents = Array([pdf.make_stream(far), page.Contents])


def active_content(pdf: Pdf) -> None:
    """A script that runs on opening, a link to a program, and a file inside the file."""
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=pikepdf.String("app.alert(1); while (true) {}"))
    pdf.attachments["invoice.exe"] = pikepdf.AttachedFileSpec(pdf, b"MZ" + bytes(1000))


def no_fonts(pdf: Pdf) -> None:
    """Fonts without their programs, and on one page without fonts at all."""
    for thing in pdf.objects:
        if isinstance(thing, Dictionary) and "/FontFile2" in thing:
            del thing["/FontFile2"]
    pdf.pages[0].obj.Resources = Dictionary()


def deep_tree(levels: int) -> bytes:
    """A page below so many nodes of the tree of pages."""
    parts = [b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"]
    parts += [
        b"%d 0 obj<</Type/Pages/Count 1/Kids[%d 0 R]/Parent %d 0 R>>endobj\n" % (n, n + 1, max(2, n - 1))
        for n in range(2, levels + 2)
    ]
    parts.append(b"%d 0 obj<</Type/Page/MediaBox[0 0 9 9]/Parent %d 0 R>>endobj\n" % (levels + 2, levels + 1))
    return _with_table(parts)


def cyclic_tree() -> bytes:
    """A tree of pages whose leaf is its root."""
    return _with_table(
        [
            b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n",
            b"2 0 obj<</Type/Pages/Count 5/Kids[3 0 R 2 0 R 3 0 R]>>endobj\n",
            b"3 0 obj<</Type/Pages/Count 2/Kids[2 0 R]/Parent 2 0 R>>endobj\n",
        ]
    )


def _with_table(parts: list[bytes]) -> bytes:
    offsets, body = [], b""
    head, first = parts[0].split(b"\n", 1)
    for part in (head + b"\n", first, *parts[1:]):
        offsets.append(len(body))
        body += part
    table = b"xref\n0 %d\n0000000000 65535 f \n" % len(offsets)
    table += b"".join(b"%010d 00000 n \n" % offset for offset in offsets[1:])
    trailer = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(offsets), len(body))
    return body + table + trailer


def blank_pages(count: int) -> bytes:
    """So many pages with nothing on them."""
    pdf = pikepdf.new()
    for _ in range(count):
        pdf.add_blank_page(page_size=(595, 842))
    return saved(pdf)


def invoice() -> bytes:
    """A PDF of something else."""
    out = io.BytesIO()
    canvas = Canvas(out)
    for line in range(30):
        canvas.drawString(72, 780 - line * 20, f"INVOICE 2024-{line:03} amount due EUR {line * 100}.00")
    canvas.save()
    return out.getvalue()


def archive(member: str) -> bytes:
    """A zip file; a Word document is one."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(member, "部门决算")
    return out.getvalue()
