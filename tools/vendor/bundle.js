// Makes the files of src/mise_en_page/desk/static/vendor: one script, the licences of all that is in it, where it comes from.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, version as esbuild } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "../../src/mise_en_page/desk/static/vendor");
const lock = JSON.parse(readFileSync(join(here, "package-lock.json"), "utf8"));

const made = await build({
  absWorkingDir: here, entryPoints: ["codemirror.js"], bundle: true, format: "esm", minify: true, target: "es2022",
  charset: "ascii", legalComments: "none", metafile: true, write: false,
  banner: { js: "/* CodeMirror and Lezer, bundled by tools/vendor/bundle.js; licences: codemirror.LICENSES.txt */" },
});
const script = made.outputFiles[0].contents;

const places = [...new Set(Object.keys(made.metafile.inputs)
  .map((file) => file.match(/^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0]).filter(Boolean))].sort();
const rows = places.map((place) => {
  const { name, version, license } = JSON.parse(readFileSync(join(here, place, "package.json"), "utf8"));
  const file = ["LICENSE", "LICENSE.md", "LICENCE"].map((each) => join(here, place, each)).find(existsSync);
  if (!file) throw new Error(`${name} has no licence file`);
  return { name, version, license, digest: lock.packages[place].integrity, text: readFileSync(file, "utf8").trim() };
});

mkdirSync(out, { recursive: true });
writeFileSync(join(out, "codemirror.js"), script);
writeFileSync(join(out, "codemirror.LICENSES.txt"), rows.map(({ name, version, license, text }) =>
  `${name} ${version} (${license})\n\n${text}\n`).join(`\n${"-".repeat(80)}\n\n`));
writeFileSync(join(out, "PROVENANCE.md"), `# Where codemirror.js comes from

Made by \`make vendor\` (tools/vendor: esbuild ${esbuild}, package-lock.json) of these packages of the npm registry, unchanged but for
being joined and shortened. Their licences: codemirror.LICENSES.txt.

| package | version | licence | digest of the package |
|---|---|---|---|
${rows.map(({ name, version, license, digest }) => `| ${name} | ${version} | ${license} | \`${digest}\` |`).join("\n")}

codemirror.js: sha256 \`${createHash("sha256").update(script).digest("hex")}\`
`);
console.log(`${rows.length} packages, ${script.length} bytes`);
