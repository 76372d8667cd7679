"""Sources made for the tests: a .docx or .odt of given parts, small pictures, and what an import makes of them."""

from __future__ import annotations

import base64
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from mise_en_page.importing.bring import Brought, bring
from mise_en_page.importing.document import Document
from mise_en_page.importing.formats import read_source

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMES = (
    f'xmlns:w="{_W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
)
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = f"""<w:styles xmlns:w="{_W}">
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Titre"><w:name w:val="Title"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Titre1"><w:name w:val="heading 1"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Titre2"><w:name w:val="heading 2"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Surtitre"><w:name w:val="Surtitre"/></w:style>
<w:style w:type="paragraph" w:styleId="Chapo"><w:name w:val="Chapô"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Signature"><w:name w:val="Signature"/></w:style>
<w:style w:type="paragraph" w:styleId="Citation"><w:name w:val="Quote"/><w:rPr><w:i/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Legende"><w:name w:val="caption"/></w:style>
<w:style w:type="paragraph" w:styleId="Liste"><w:name w:val="List Bullet"/>
<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="character" w:styleId="Accentuation"><w:name w:val="Emphasis"/><w:rPr><w:i/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Lienhypertexte">
<w:name w:val="Hyperlink"/><w:rPr><w:u w:val="single"/></w:rPr></w:style>
</w:styles>"""
NUMBERING = f"""<w:numbering xmlns:w="{_W}">
<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="1"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>
</w:numbering>"""


def text(words: str, looks: str = "") -> str:
    """A run of Word's."""
    said = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'<w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{said}</w:t></w:r>'


def p(*content: str, style: str = "", properties: str = "") -> str:
    """A paragraph of Word's: runs, or words."""
    inner = "".join(each if each.startswith("<") else text(each) for each in content)
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{inner}</w:p>"


def item(words: str, number: int = 2, depth: int = 0) -> str:
    return p(words, properties=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


def table(*rows: tuple[str, ...]) -> str:
    cells = "".join(
        "<w:tr>" + "".join(f"<w:tc>{cell if cell.startswith('<') else p(cell)}</w:tc>" for cell in row) + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl>{cells}</w:tbl>"


def shown(identifier: str, alternative: str = "") -> str:
    """A picture within a run."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="Image" descr="{alternative}"/>'
        "<a:graphic><a:graphicData><pic:pic>"
        f'<pic:blipFill><a:blip r:embed="{identifier}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r>"
    )


def box(*paragraphs: str) -> str:
    """A text box as Word writes it: in a new form, and in an older one that says the same."""
    inner = "".join(paragraphs)
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp>'
        f"<wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor>"
        "</w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
        f"<w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def docx(
    *body: str, parts: dict[str, str | bytes] | None = None, targets: dict[str, tuple[str, str]] | None = None,
    outside: dict[str, str] | None = None,
) -> bytes:  # fmt: skip
    """A .docx: its paragraphs, further parts, and what the text refers to: identifier → (kind, part)."""
    known = {"s": ("styles", "styles.xml"), "n": ("numbering", "numbering.xml")} | (targets or {})
    links = "".join(
        f'<Relationship Id="{key}" Type="{_TYPE}/{kind}" Target="{part}"/>' for key, (kind, part) in known.items()
    ) + "".join(
        f'<Relationship Id="{key}" Type="{_TYPE}/hyperlink" Target="{address}" TargetMode="External"/>'
        for key, address in (outside or {}).items()
    )
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="png" ContentType="image/png"/><Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/word/document.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.wordprocessingml'
        '.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{namespace}"><Relationship Id="r1" Type="{_TYPE}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {NAMES}><w:body>{''.join(body)}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{namespace}">{links}</Relationships>',
        "word/styles.xml": STYLES,
        "word/numbering.xml": NUMBERING,
    }
    return zipped(made | (parts or {}))


def part(kind: str, inner: str) -> str:
    """A part of notes, comments and the like."""
    return f"<w:{kind} {NAMES}>{inner}</w:{kind}>"


ODF = "urn:oasis:names:tc:opendocument:xmlns"
ODF_NAMES = (
    f'xmlns:office="{ODF}:office:1.0" xmlns:text="{ODF}:text:1.0" xmlns:style="{ODF}:style:1.0" '
    f'xmlns:fo="{ODF}:xsl-fo-compatible:1.0" xmlns:table="{ODF}:table:1.0" xmlns:draw="{ODF}:drawing:1.0" '
    f'xmlns:svg="{ODF}:svg-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def odt(body: str, styles: str = "", parts: dict[str, str | bytes] | None = None) -> bytes:
    """An .odt: its text, and its automatic styles."""
    content = (
        f"<office:document-content {ODF_NAMES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    listed = f'<m:file-entry m:full-path="/" m:media-type="{kind}"/>'
    listed += '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/>'
    made: dict[str, str | bytes] = {
        "mimetype": kind,
        "content.xml": content,
        "META-INF/manifest.xml": f'<m:manifest xmlns:m="{manifest}">{listed}</m:manifest>',
    }
    return zipped(made | (parts or {}))


def zipped(parts: dict[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return made.getvalue()


def picture(form: str = "PNG", side: int = 8, **how: object) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (side, side), (200, 90, 30)).save(made, form, **how)
    return made.getvalue()


#: 64 × 48 pixels as a telephone writes them; made with pillow-heif.
HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAX1tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAACJpbG9jAA"
    "AAAERAAAEAAQAAAAABoQABAAAAAAAAAaUAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABodmMxAAAAAA5waXRtAAAAAAABAAAA/WlwcnAA"
    "AADdaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkA"
    "AAAwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAA"
    "AAAoY2xhcAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEHBpeGkAAAAAAwgICAAAABhpcG1hAAAAAAAAAAEAAQWBAgMFhAAAAa"
    "1tZGF0AAABoSgBr1iqx0Z8egvjX/+xEe+bhwDdtK56EJ6M4ZJKCFw8L//yZPVxYYrHNM8eBn6p1GDoQpooYmMTjuQH+7CAsZdPGb0dtdzmumvc"
    "ValrA13W7LM1EkON1io5YQ6dYW/CYLF44dOqb+24huDQqpIiByq5Lh91necWC8nY+p59/TBJ7HixlYVZdgL5PyD7g9FKa+bafJfPRKUI89m8Xa"
    "+500bDdePgx6GYC8eIDPFMHaI+RTErYsLKAZ3c+4jqM6f4QpqW2Nz3YS/Fxb9xupCibprsTzsIGw8ma8A+w7PFI7eIinXOqHry/Y1GHiHHs+eZ"
    "e3K1je08PGkzwdptohlxaQQHnJ2AfAgna9JZiFKS95AmnqqSSQTrRLfNrWB6LGa+wA29aQT41SkioiGKPCMwZC5KnRkqMi0c/e+SEhFOEI4yD7"
    "0DFPgHiisGNc0tMyegb+kr2d25kjrOTEm+4eh9RtZxOsSBjbHjrWl3UXLc/WbCr1KF2EcBwhG7sx4tQ+yRbyuKABYW0eRShsuzpWw+VCub8T9F"
    "MmLOnufUuCAATBoZYA=="
)


def read(data: bytes, name: str = "brèves.docx", *, reject: bool = False) -> Document:
    """The first document of a source."""
    return read_source(name, data, reject=reject)[0]


@dataclass(frozen=True)
class Desk:
    """A publication with an issue's folder in it, for an import to go into."""

    issue: Path

    def take(self, *sources: tuple[str, bytes], **how: object) -> Brought:
        return bring(self.issue, sources, **how)  # type: ignore[arg-type]

    def articles(self) -> dict[str, str]:
        """The articles of the issue, by name."""
        folder = self.issue / "articles"
        return {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md"))}

    def only(self) -> str:
        (made,) = self.articles().values()
        return made


def desk(root: Path) -> Desk:
    (root / "publication.yaml").write_text("name: Essai\n", encoding="utf-8")
    return Desk(root / "issues" / "2018-09")


def told(brought: Brought) -> list[str]:
    """What was told of the sources, by its codes."""
    return [problem.code for problem in brought.problems if problem not in brought.listed]
