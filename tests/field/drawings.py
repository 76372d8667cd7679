# ruff: noqa: E501, E101 - files as programs write them
"""Drawings as programs export them: the ways of writing SVG of Inkscape, Illustrator, Figma, Affinity, LibreOffice,
matplotlib and d3, each with what that program likes to use. All are 600 × 400, and all are in colours of a screen.
"""

from __future__ import annotations

import base64
import io

from PIL import Image

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
_SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def _embedded() -> str:
    """A picture in pixels as a data: URL: red above blue."""
    picture = Image.new("RGB", (1800, 1200), (190, 40, 50))
    picture.paste((40, 70, 170), (0, 600, 1800, 1200))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode("ascii")


DRAWINGS: dict[str, str] = {
    "inkscape.svg": _XML + f"""<!-- Created with Inkscape (http://www.inkscape.org/) -->
<svg width="210mm" height="140mm" viewBox="0 0 600 400" version="1.1" id="svg5" {_SVG}
   xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"
   xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" inkscape:version="1.2.2" sodipodi:docname="carte.svg">
  <sodipodi:namedview id="nv7" pagecolor="#ffffff" bordercolor="#000000" inkscape:zoom="0.9"/>
  <defs id="defs2">
    <linearGradient id="base1"><stop style="stop-color:#3465a4;stop-opacity:1" offset="0" id="s1"/>
      <stop style="stop-color:#3465a4;stop-opacity:0" offset="1" id="s2"/></linearGradient>
    <linearGradient xlink:href="#base1" id="fade" x1="50" y1="0" x2="550" y2="0" gradientUnits="userSpaceOnUse"/>
    <clipPath clipPathUnits="userSpaceOnUse" id="clip9"><circle cx="450" cy="280" r="90" id="c9"/></clipPath>
  </defs>
  <g inkscape:label="Calque 1" inkscape:groupmode="layer" id="layer1" transform="translate(0,0)">
    <rect style="fill:url(#fade);fill-opacity:1;stroke:none" id="r1" width="500" height="120" x="50" y="30"/>
    <rect style="opacity:0.5;fill:#cc0000;stroke:#204a87;stroke-width:4;stroke-dasharray:12,6" id="r2" width="160" height="120"
      x="60" y="220" transform="matrix(0.96,0.26,-0.26,0.96,70,-30)"/>
    <g clip-path="url(#clip9)" id="g10"><rect style="fill:#4e9a06" x="360" y="190" width="90" height="180" id="r3"/>
      <rect style="fill:#edd400" x="450" y="190" width="90" height="180" id="r4"/></g>
  </g>
</svg>
""",
    "illustrator.svg": _XML + f"""<!-- Generator: Adobe Illustrator 25.2.0, SVG Export Plug-In . SVG Version: 6.00 Build 0)  -->
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg version="1.1" id="Calque_1" {_SVG} x="0px" y="0px" viewBox="0 0 600 400"
	 style="enable-background:new 0 0 600 400;" xml:space="preserve">
<style type="text/css">
	.st0{{fill:#E30613;}}
	.st1{{fill:none;stroke:#1D1D1B;stroke-width:6;stroke-miterlimit:10;}}
	.st2{{opacity:0.6;fill:#009FE3;enable-background:new    ;}}
	.st3{{clip-path:url(#SVGID_2_);}}
	.st4{{fill:url(#SVGID_3_);}}
</style>
<g id="fond"><rect x="40" y="40" class="st0" width="220" height="150"/><circle class="st2" cx="250" cy="190" r="90"/></g>
<path class="st1" d="M40,350c80-90,160-90,240,0s160,90,240,0"/>
<g><defs><rect id="SVGID_1_" x="360" y="40" width="200" height="160"/></defs>
	<clipPath id="SVGID_2_"><use xlink:href="#SVGID_1_"  style="overflow:visible;"/></clipPath>
	<g class="st3"><linearGradient id="SVGID_3_" gradientUnits="userSpaceOnUse" x1="360" y1="120" x2="560" y2="120">
		<stop  offset="0" style="stop-color:#FFED00"/><stop  offset="0.5" style="stop-color:#009640"/>
		<stop  offset="1" style="stop-color:#312783"/></linearGradient>
	<circle class="st4" cx="460" cy="120" r="110"/></g></g>
</svg>
""",
    "figma.svg": """<svg width="600" height="400" viewBox="0 0 600 400" fill="none" xmlns="http://www.w3.org/2000/svg">
<g clip-path="url(#clip0_1_2)">
<rect width="600" height="400" fill="white"/>
<rect x="30" y="30" width="240" height="160" rx="24" fill="#7C3AED"/>
<path fill-rule="evenodd" clip-rule="evenodd" d="M330 30H570V190H330V30ZM390 70V150H510V70H390Z" fill="#10B981" fill-opacity="0.7"/>
<mask id="mask0_1_2" style="mask-type:alpha" maskUnits="userSpaceOnUse" x="30" y="220" width="240" height="150">
<rect x="30" y="220" width="240" height="150" rx="75" fill="#D9D9D9"/></mask>
<g mask="url(#mask0_1_2)"><rect x="30" y="220" width="120" height="150" fill="#F59E0B"/>
<rect x="150" y="220" width="120" height="150" fill="#EF4444"/></g>
<g opacity="0.5"><rect x="330" y="220" width="150" height="110" fill="#111827"/>
<rect x="420" y="260" width="150" height="110" fill="#2563EB"/></g>
</g>
<defs><clipPath id="clip0_1_2"><rect width="600" height="400" fill="white"/></clipPath></defs>
</svg>
""",
    "affinity.svg": _XML + f"""<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg width="100%" height="100%" viewBox="0 0 600 400" version="1.1" {_SVG} xml:space="preserve"
 xmlns:serif="http://www.serif.com/" style="fill-rule:evenodd;clip-rule:evenodd;stroke-linejoin:round;stroke-miterlimit:2;">
    <g transform="matrix(1,0,0,1,20,10)"><path d="M20,40L260,40L260,180L20,180L20,40Z" style="fill:rgb(214,67,44);"/></g>
    <g transform="matrix(0.8,0,0,0.8,300,20)"><g id="Calque1" serif:id="Calque1">
        <path d="M150,20L180,120L290,120L200,180L235,290L150,220L65,290L100,180L10,120L120,120L150,20Z"
         style="fill:url(#_Radial1);"/></g></g>
    <path d="M40,300L560,300" style="fill:none;stroke:rgb(30,60,130);stroke-width:14px;stroke-linecap:round;"/>
    <defs><radialGradient id="_Radial1" cx="0" cy="0" r="1" gradientUnits="userSpaceOnUse"
     gradientTransform="matrix(140,0,0,140,150,160)"><stop offset="0" style="stop-color:rgb(255,240,120);stop-opacity:1"/>
     <stop offset="1" style="stop-color:rgb(220,90,20);stop-opacity:1"/></radialGradient></defs>
</svg>
""",
    "libreoffice.svg": _XML + f"""<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg version="1.2" width="158.75mm" height="105.83mm" viewBox="0 0 15875 10583" preserveAspectRatio="xMidYMid"
 fill-rule="evenodd" stroke-width="28.222" stroke-linejoin="round" {_SVG}
 xmlns:ooo="http://xml.openoffice.org/svg/export" xml:space="preserve">
 <defs class="ClipPathGroup"><clipPath id="presentation_clip_path" clipPathUnits="userSpaceOnUse">
  <rect x="0" y="0" width="15875" height="10583"/></clipPath></defs>
 <defs><font id="EmbeddedFont_1" horiz-adv-x="2048"><font-face font-family="Liberation Sans embedded"/></font></defs>
 <g><g id="id1" class="Page"><g class="com.sun.star.drawing.CustomShape"><g id="id3">
  <rect class="BoundingBox" stroke="none" fill="none" x="999" y="999" width="6004" height="4004"/>
  <path fill="rgb(114,159,207)" stroke="none" d="M 4000,5000 L 1000,5000 1000,1000 7000,1000 7000,5000 4000,5000 Z"/>
  <path fill="none" stroke="rgb(52,101,164)" stroke-width="200" d="M 4000,5000 L 1000,5000 1000,1000 7000,1000 7000,5000 Z"/>
 </g></g><g class="Graphic"><g id="id4"><path fill="rgb(255,191,0)" fill-opacity="0.502" stroke="rgb(255,191,0)"
  stroke-opacity="0.502" d="M 12000,2000 L 15000,8000 9000,8000 Z"/></g></g></g></g>
</svg>
""",
    "matplotlib.svg": _XML + f"""<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"
  "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg {_SVG} width="432pt" height="288pt" viewBox="0 0 432 288" version="1.1">
 <metadata><rdf:RDF xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:cc="http://creativecommons.org/ns#"
  xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><cc:Work><dc:type rdf:resource="http://purl.org/dc/dcmitype/StillImage"/>
  <dc:date>2026-01-01T00:00:00</dc:date></cc:Work></rdf:RDF></metadata>
 <defs><style type="text/css">*{{stroke-linejoin: round; stroke-linecap: butt}}</style></defs>
 <g id="figure_1"><g id="patch_1"><path d="M 0 288 L 432 288 L 432 0 L 0 0 z " style="fill: #ffffff"/></g>
  <g id="axes_1"><g id="patch_2"><path d="M 54 252 L 388 252 L 388 34 L 54 34 z " style="fill: #ffffff"/></g>
   <g id="patch_3"><path d="M 80 252 L 140 252 L 140 120 L 80 120 z " clip-path="url(#pa1b2)" style="fill: #1f77b4"/></g>
   <g id="patch_4"><path d="M 180 252 L 240 252 L 240 70 L 180 70 z " clip-path="url(#pa1b2)" style="fill: #ff7f0e"/></g>
   <g id="line2d_1"><defs><path id="m0f" d="M 0 0 L 0 6" style="stroke: #000000; stroke-width: 0.8"/></defs>
    <g><use xlink:href="#m0f" x="110" y="252" style="stroke: #000000; stroke-width: 0.8"/>
     <use xlink:href="#m0f" x="210" y="252" style="stroke: #000000; stroke-width: 0.8"/></g></g>
   <g id="line2d_2"><path d="M 60 200 L 160 160 L 260 180 L 370 60 " clip-path="url(#pa1b2)"
    style="fill: none; stroke: #2ca02c; stroke-width: 3; stroke-linecap: square"/></g>
   <g id="text_1"><g transform="translate(300 230) scale(0.2 -0.2)"><defs><path id="G-41"
     d="M 20 0 L 60 140 L 100 140 L 140 0 L 115 0 L 105 40 L 55 40 L 45 0 z M 60 60 L 100 60 L 80 120 z " transform="scale(1)"/></defs>
    <use xlink:href="#G-41"/><use xlink:href="#G-41" x="150"/></g></g></g></g>
 <defs><clipPath id="pa1b2"><rect x="54" y="34" width="334" height="218"/></clipPath></defs>
</svg>
""",
    "d3.svg": """<svg xmlns="http://www.w3.org/2000/svg" width="600" height="400" viewBox="0,0,600,400"
 style="max-width: 100%; height: auto; font: 10px sans-serif;">
<g fill="steelblue"><rect x="90" y="150" height="200" width="60"></rect><rect x="170" y="80" height="270" width="90"></rect></g>
<g fill="none" stroke="currentColor" stroke-width="4" color="hsl(12, 80%, 45%)"><path d="M300,350V60H560"></path></g>
<g transform="translate(430,200)" stroke="white" stroke-width="2"><path fill="#98abc5"
 d="M0,-100A100,100,0,0,1,86.603,50L0,0Z"></path><path fill="#8a89a6" d="M86.603,50A100,100,0,0,1,-86.603,50L0,0Z"></path>
<path fill="#7b6888" d="M-86.603,50A100,100,0,0,1,0,-100L0,0Z"></path></g></svg>
""",
    "pattern.svg": f"""<svg {_SVG} viewBox="0 0 600 400"><defs>
<pattern id="dots" width="30" height="30" patternUnits="userSpaceOnUse"><rect width="30" height="30" fill="#fde68a"/>
<circle cx="15" cy="15" r="9" fill="#b45309"/></pattern>
<pattern id="hatch" width="12" height="12" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
<rect width="6" height="12" fill="#1e3a8a"/></pattern></defs>
<rect x="30" y="30" width="240" height="340" fill="url(#dots)"/><circle cx="440" cy="200" r="140" fill="url(#hatch)"/></svg>
""",
    "symbols.svg": f"""<svg {_SVG} viewBox="0 0 600 400"><symbol id="mark" viewBox="0 0 100 100"><circle cx="50" cy="50" r="50"
 fill="#be123c"/><rect x="40" y="10" width="20" height="80" fill="#fff"/></symbol>
<use href="#mark" x="30" y="30" width="150" height="150"/><use xlink:href="#mark" x="250" y="100" width="240" height="240"/>
<svg x="480" y="20" width="100" height="60" viewBox="0 0 10 6"><rect width="10" height="6" fill="#15803d"/></svg></svg>
""",
    "mask-fade.svg": f"""<svg {_SVG} viewBox="0 0 600 400"><defs><linearGradient id="g" x1="0" x2="1"><stop offset="0" stop-color="#fff"/>
<stop offset="1" stop-color="#000"/></linearGradient><mask id="m" maskUnits="userSpaceOnUse" x="0" y="0" width="600" height="400">
<rect width="600" height="400" fill="url(#g)"/></mask><radialGradient id="glow"><stop offset="0" stop-color="#fff"/>
<stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient></defs>
<rect width="600" height="200" fill="#1d4ed8" mask="url(#m)"/><rect y="220" width="600" height="180" fill="#14532d"/>
<circle cx="300" cy="310" r="80" fill="url(#glow)"/></svg>
""",
    "mask-box.svg": f"""<svg {_SVG} viewBox="0 0 600 400"><defs><mask id="m"><rect width="600" height="400" fill="white"/>
<circle cx="300" cy="200" r="120" fill="black"/></mask></defs><rect width="600" height="400" fill="#fde047"/>
<rect width="600" height="400" fill="#0f766e" mask="url(#m)"/></svg>
""",
    "units.svg": f"""<svg {_SVG} width="60mm" height="40mm"><rect x="5mm" y="5mm" width="20mm" height="30mm" fill="#9f1239"/>
<circle cx="45mm" cy="50%" r="10mm" fill="#0369a1"/><line x1="50%" y1="0" x2="50%" y2="100%" stroke="#000" stroke-width="2pt"/></svg>
""",
    "classes.svg": f"""<svg {_SVG} viewBox="0 0 600 400"><style><![CDATA[ .a {{ fill: #c2410c }} .a.b {{ fill: #1d4ed8 }}
#c {{ fill: #15803d; stroke: black; stroke-width: 5px }} g > rect {{ opacity: .8 }} ]]></style>
<rect class="a" x="30" y="30" width="150" height="340"/><rect class="a b" x="220" y="30" width="150" height="340"/>
<g><rect id="c" x="410" y="30" width="150" height="340"/></g></svg>
""",
    "text.svg": f"""<svg {_SVG} viewBox="0 0 600 400"><rect width="600" height="400" fill="#f1f5f9"/>
<text x="300" y="120" style="font: italic 60px 'Newsreader 72pt'" text-anchor="middle" fill="#7f1d1d">Participation</text>
<text x="40" y="220" font-family="Myriad Pro" font-size="48" font-weight="700">Gras <tspan fill="#1d4ed8" dx="10">bleu</tspan></text>
<text x="40" y="320" font-family="Myriad Pro, sans-serif" font-size="36" transform="rotate(-5 40 320)">2026, 43 %</text></svg>
""",
    "embedded.svg": f"""<svg {_SVG} viewBox="0 0 600 400"><image x="50" y="40" width="500" height="320" preserveAspectRatio="none"
 xlink:href="{_embedded()}"/><circle cx="300" cy="200" r="60" fill="#fff"/></svg>
""",
    "markers.svg": f"""<svg {_SVG} viewBox="0 0 600 400"><defs><marker id="arrow" viewBox="0 0 10 10" refX="5" refY="5" markerWidth="6"
 markerHeight="6" orient="auto-start-reverse"><path d="M 0 0 L 10 5 L 0 10 z" fill="#b91c1c"/></marker></defs>
<polyline points="60,340 200,80 400,260 540,60" fill="none" stroke="#334155" stroke-width="10" marker-end="url(#arrow)"/></svg>
""",
    "blend.svg": f"""<svg {_SVG} viewBox="0 0 600 400"><rect x="60" y="60" width="300" height="200" fill="#f59e0b"/>
<rect x="220" y="150" width="300" height="200" fill="#38bdf8" style="mix-blend-mode:multiply"/></svg>
""",
    "shadow.svg": f"""<svg {_SVG} viewBox="0 0 600 400"><defs><filter id="f"><feGaussianBlur stdDeviation="8"/></filter></defs>
<rect x="60" y="60" width="300" height="200" fill="#f59e0b"/>
<rect x="220" y="150" width="300" height="200" fill="#334155" filter="url(#f)"/></svg>
""",
    "no-size.svg": """<svg xmlns="http://www.w3.org/2000/svg"><rect width="400" height="300" fill="#7a9"/><circle cx="200" cy="150" r="100" fill="#fff"/></svg>
""",
    "entities.svg": _XML + """<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [
	<!ENTITY ns_svg "http://www.w3.org/2000/svg"> <!ENTITY ns_ai "http://ns.adobe.com/AdobeIllustrator/10.0/">]>
<svg xmlns="&ns_svg;" xmlns:i="&ns_ai;" viewBox="0 0 600 400"><rect x="50" y="50" width="500" height="300" fill="#be185d"/></svg>
""",
}  # fmt: skip
