"""Who the file says it is: XMP and Info from one set of values, ids from the content, dates from the issue. No clock.

PDF/X-4 (ISO 15930-7) is claimed in XMP (``pdfxid:GTS_PDFXVersion``); X-1a and X-3 in their 2003 form in Info.
"""

from __future__ import annotations

import uuid
from typing import Final
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from mise_en_page.model.press_profile import Standard
from mise_en_page.press.job import Job

PDF_VERSION: Final[dict[Standard, str]] = {"X-4": "1.6", "X-3": "1.4", "X-1a": "1.4"}
CLAIM: Final[dict[Standard, str]] = {"X-4": "PDF/X-4", "X-3": "PDF/X-3:2003", "X-1a": "PDF/X-1a:2003"}
NAMESPACE: Final = uuid.UUID("6c4b2d1e-8f0a-5b7c-9d3e-2a1f4c6b8d0e")
"""The root of this program's ids."""

XMP: Final = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
  xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/"
  xmlns:xmp="http://ns.adobe.com/xap/1.0/"
  xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<pdf:Producer>{producer}</pdf:Producer>
<pdf:Trapped>False</pdf:Trapped>
{claim}<xmp:CreateDate>{date}</xmp:CreateDate>
<xmp:ModifyDate>{date}</xmp:ModifyDate>
<xmp:MetadataDate>{date}</xmp:MetadataDate>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
<xmpMM:DocumentID>uuid:{document}</xmpMM:DocumentID>
<xmpMM:InstanceID>uuid:{instance}</xmpMM:InstanceID>
<xmpMM:VersionID>1</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


def set_identity(pdf: pikepdf.Pdf, standard: Standard, job: Job, content_digest: str) -> None:
    """Info and XMP, agreeing. The date is that of the issue, at noon UTC.

    The document is the issue, or the part of it that the file holds; the instance is this very content.
    """
    document = uuid.uuid5(NAMESPACE, "\n".join((job.publication, job.issue, job.number, *filter(None, (job.part,)))))
    instance = uuid.uuid5(document, content_digest)
    title = f"{job.title} ({job.part})" if job.part else job.title
    stamp = String(f"D:{job.date.replace('-', '')}120000Z")
    info = Dictionary(
        Title=String(title),
        Creator=String(job.producer),
        Producer=String(job.producer),
        CreationDate=stamp,
        ModDate=stamp,
        Trapped=Name("/False"),
    )
    claim = f"<pdfxid:GTS_PDFXVersion>{CLAIM[standard]}</pdfxid:GTS_PDFXVersion>\n"
    if standard != "X-4":
        info[Name.GTS_PDFXVersion] = String(CLAIM[standard])
        claim = ""
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    for key, value in info.items():
        pdf.docinfo[key] = value
    producer = escape(job.producer)
    packet = XMP.format(
        title=escape(title), creator=producer, producer=producer, date=f"{job.date}T12:00:00Z", claim=claim,
        document=document, instance=instance,
    )  # fmt: skip
    # the first of the two stays with the document; saving puts a digest of the content into the second
    pdf.trailer.ID = Array([String(document.bytes), String(instance.bytes)])
    metadata = pdf.make_stream(packet.encode("utf-8"))
    metadata.Type, metadata.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = metadata
