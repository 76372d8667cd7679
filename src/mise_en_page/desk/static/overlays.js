// What is drawn over a page, in points, as SVG: each overlay is a function from the page's data to shapes.

export const OVERLAYS = ["grid", "columns", "slots", "bleed", "overset", "corrections", "spaces", "hyphens"];

// Word spaces so near their natural width are even for any reader.
const EVEN = 0.1;

const SVG = "http://www.w3.org/2000/svg";

function shape(tag, attributes, text) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text !== undefined) element.textContent = text;
  return element;
}

function rectangle([x, y, width, height], className) {
  return shape("rect", { x, y, width, height, class: className });
}

const draw = {
  grid({ baselines, trim: [width, height] }) {
    let path = "";
    for (let y = baselines.first; y < height; y += baselines.step) path += `M0 ${y.toFixed(3)}H${width}`;
    return [shape("path", { d: path, class: "o-grid" })];
  },

  columns({ columns, trim: [width, height], margins }) {
    return [
      ...columns.map(([left, across]) => rectangle([left, 0, across, height], "o-column")),
      shape("path", { d: `M${margins[0]} 0V${height}M${width - margins[1]} 0V${height}`, class: "o-margin" }),
    ];
  },

  slots({ slots }) {
    return slots.flatMap(({ name, column, box }) => [
      rectangle(box, column < 0 ? "o-head" : "o-slot"),
      shape("text", { x: box[0], y: box[1] - 1.5, class: "o-name" }, column < 0 ? name : `${name} ${column + 1}`),
    ]);
  },

  bleed({ trim: [width, height], bleed }) {
    const outer = `M${-bleed} ${-bleed}H${width + bleed}V${height + bleed}H${-bleed}Z`;
    return [
      shape("path", { d: `${outer}M0 0V${height}H${width}V0Z`, class: "o-bleed" }),
      rectangle([0, 0, width, height], "o-trim"),
    ];
  },

  overset({ articles, oversets }) {
    return oversets.flatMap((over) => {
      const boxes = articles.find((article) => article.name === over.article)?.boxes ?? [];
      const last = boxes.at(-1);
      return last ? [
        rectangle([last[0], last[1] + last[3] - 3, last[2], 3], "o-over"),
        shape("text", { x: last[0] + last[2], y: last[1] + last[3] + 9, class: "o-over-words" }, `+${over.lines}`),
      ] : [];
    });
  },

  corrections({ corrections }) {
    return corrections.flatMap(({ box, before, after }) => {
      const [x, y, width, height] = box;
      const across = Math.max(width, 2.4);
      const left = x + width / 2 - across / 2;
      // An apostrophe that was curled is right nearly always, and there are hundreds.
      const small = /^['’]$/.test(before) && after === "’";
      return [
        shape("rect", { x: left, y: y + height * 0.1, width: across, height: height * 0.84, class: `o-correction${small ? " small" : ""}` }),
        ...(small ? [] : [shape("rect", { x: left, y: y + height * 0.94, width: across, height: 0.9, class: "o-under" })]),
      ];
    });
  },

  spaces({ lines }) {
    return lines.filter((line) => line.ratio !== null && Math.abs(line.ratio - 1) > EVEN).map(({ box, ratio }) => {
      const group = shape("g", {});
      const loose = ratio > 1;
      const strength = Math.min(1, loose ? (ratio - 1) / 0.8 : (1 - ratio) / 0.3);
      const heat = rectangle(box, loose ? "o-loose" : "o-tight");
      heat.setAttribute("fill-opacity", (0.12 + strength * 0.5).toFixed(3));
      group.append(heat, shape("title", {}, `${Math.round(ratio * 100)} %`));
      if (ratio > 1.35 || ratio < 0.8) {
        const [x, y, width, height] = box;
        group.append(shape("text", { x: x + width + 1.5, y: y + height * 0.72, class: "o-ratio" }, Math.round(ratio * 100)));
      }
      return group;
    });
  },

  hyphens({ lines, rivers }) {
    return [
      ...rivers.map((box) => rectangle(box, "o-river")),
      ...lines.filter((line) => line.hyphen).map(({ box: [x, y, width, height] }) =>
        shape("circle", { cx: x + width - 1, cy: y + height * 0.58, r: 2.8, class: "o-hyphen" })),
    ];
  },
};

export function drawOverlays(svg, data, shown) {
  svg.replaceChildren(...OVERLAYS.filter((name) => shown.has(name)).map((name) => {
    const group = shape("g", { "data-overlay": name });
    group.append(...draw[name](data));
    return group;
  }));
}
