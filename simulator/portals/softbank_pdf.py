"""A small PDF with Japanese text that can be extracted: one page, one line of text below the other."""

from collections.abc import Iterable

_SYSTEM = "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
_METRICS = "/ItalicAngle 0 /Ascent 900 /Descent -200 /CapHeight 700 /StemV 80"
_FIXED = tuple(
    text.encode("ascii")
    for text in (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Sample /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 8 0 R >>",
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Sample /FontDescriptor 7 0 R /DW 1000 /CIDSystemInfo {_SYSTEM} >>",
        f"<< /Type /FontDescriptor /FontName /Sample /Flags 4 /FontBBox [0 -200 1000 900] {_METRICS} >>",
    )
)


def pdf(lines: Iterable[str]) -> bytes:
    """The document. Each character's code is its UTF-16 unit, which a ToUnicode map says too."""
    lines = list(lines)
    codes = sorted({ord(letter) for line in lines for letter in line})
    shown = "".join(f"<{line.encode('utf-16-be').hex()}> Tj T*\n" for line in lines)
    contents = (
        *_FIXED[:3],
        _stream(f"BT /F1 11 Tf 16 TL 50 790 Td\n{shown}ET"),
        *_FIXED[3:],
        _stream(_to_unicode(codes)),
    )
    return _file(contents)


def _stream(text: str) -> bytes:
    content = text.encode("ascii")
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def _to_unicode(codes: list[int]) -> str:
    groups = [codes[start : start + 100] for start in range(0, len(codes), 100)]
    maps = "".join(
        f"{len(group)} beginbfchar\n{''.join(f'<{code:04x}> <{code:04x}>\n' for code in group)}endbfchar\n"
        for group in groups
    )
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Sample def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n{maps}endcmap\nend\nend"
    )


def _file(objects: Iterable[bytes]) -> bytes:
    written = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(written)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(places) + 1
    written += b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, rows)
    written += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, start)
    return bytes(written)
