"use strict";
// The proof's own script: two views, the way from a line to its text and back, and comments that are kept here and sent home
// as a small file. Nothing is asked of any server.
(() => {
  const $ = (name) => document.getElementById(name);
  const data = JSON.parse($("data").textContent);
  const words = data.words;
  const KEY = `mise-en-page ${data.issue} ${data.version}`;
  const AROUND = 130;  // characters of the text around words, by which they are found again
  const WAY = { answer: "answer", proposal: "propose", comment: "comment" };

  const say = (key, values = {}) => (words[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  const make = (element, properties = {}, ...inside) => {
    const made = Object.assign(document.createElement(element), properties);
    made.append(...inside);
    return made;
  };

  // --- what is kept -----------------------------------------------------------------------------------------------
  let kept = true;
  let mine = [];
  let name = "";
  const read = () => {
    try {
      mine = JSON.parse(localStorage.getItem(KEY)) ?? [];
      name = localStorage.getItem("mise-en-page name") ?? "";
      localStorage.setItem("mise-en-page name", name);
    } catch {
      kept = false;
      $("kept").textContent = say("not-kept");
    }
    if (!Array.isArray(mine)) mine = [];
  };
  const keep = () => {
    if (!kept) return;
    try {
      localStorage.setItem(KEY, JSON.stringify(mine));
      localStorage.setItem("mise-en-page name", name);
    } catch {
      kept = false;
      $("kept").textContent = say("not-kept");
    }
  };
  // Another tab has written meanwhile.
  addEventListener("storage", (event) => {
    if (event.key === KEY) { read(); list(); }
  });

  // --- passages ---------------------------------------------------------------------------------------------------
  const passage = (number) => $(`t${number}`);
  const originals = new Map();
  const pieces = (element) => {
    const found = [];
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    let at = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.nodeType === Node.TEXT_NODE) { found.push({ node, at }); at += node.data.length; }
      else if (node.tagName === "BR") at += 1;
    }
    return found;
  };
  const textOf = (element) => {
    let text = "";
    for (const { node, at } of pieces(element)) text = text.padEnd(at, "\n") + node.data;
    return text;
  };
  const offsetIn = (element, node, offset) => {
    if (node.nodeType !== Node.TEXT_NODE) {
      const next = node.childNodes[offset];
      const after = pieces(element).find((piece) => next && (next === piece.node || next.contains(piece.node)
        || next.compareDocumentPosition(piece.node) & Node.DOCUMENT_POSITION_FOLLOWING));
      return after ? after.at : textOf(element).length;
    }
    const piece = pieces(element).find((each) => each.node === node);
    return piece ? piece.at + offset : 0;
  };
  const fileOf = (element) => element.closest("article").dataset.file;
  const placeOf = (element, at) => {
    const [line, column] = (element.dataset.at ?? "1:1").split(":").map(Number);
    const before = textOf(element).slice(0, at);
    return { line: line + (before.match(/\n/g) ?? []).length, column: before.includes("\n") ? 1 : column + at };
  };
  const spot = (p, s, e) => {
    const element = passage(p);
    const text = textOf(element);
    const quote = text.slice(s, e).trim().slice(0, data.most);
    const before = text.slice(Math.max(0, s - AROUND), s);
    const after = text.slice(e, e + AROUND);
    return {
      p, s, e,
      on: {
        file: fileOf(element), ...placeOf(element, s), quote,
        before: (s > AROUND ? before.replace(/^\S*\s/, "") : before).trim(),
        after: (e + AROUND < text.length ? after.replace(/\s\S*$/, "") : after).trim(),
        version: data.version,
      },
    };
  };

  // --- places on the pages ----------------------------------------------------------------------------------------
  // A line is [passage, top, height, then for each word: its place in the passage, its length, its left and right].
  const wordsOf = function* (page) {
    for (const line of data.pages[page].lines) {
      for (let n = 3; n < line.length; n += 4) {
        yield { p: line[0], top: line[1], high: line[2], s: line[n], e: line[n] + line[n + 1], left: line[n + 2], right: line[n + 3] };
      }
    }
  };
  const pointOn = (paper, x, y) => {
    const box = paper.getBoundingClientRect();
    const size = data.pages[paper.closest(".sheet").dataset.page].size;
    return [(x - box.left) / box.width * size[0], (y - box.top) / box.height * size[1]];
  };
  const wordAt = (page, x, y, reach = 12) => {
    let best = null, least = reach;
    for (const word of wordsOf(page)) {
      const away = Math.hypot(Math.max(word.left - x, 0, x - word.right), Math.max(word.top - y, 0, y - word.top - word.high));
      if (away < least) { best = word; least = away; }
    }
    return best;
  };
  const boxesOf = (p, s, e) => {
    const found = [];
    data.pages.forEach((_, page) => {
      for (const word of wordsOf(page)) {
        if (word.p !== p || word.e <= s || word.s >= Math.max(e, s + 1)) continue;
        const wide = (word.right - word.left) / (word.e - word.s);
        const left = word.left + Math.max(0, s - word.s) * wide;
        const right = word.right - Math.max(0, word.e - Math.max(e, s + 1)) * wide;
        const last = found.at(-1);
        if (last && last.page === page && Math.abs(last.top - word.top) < 0.5 && left > last.left && left - last.right < 15) last.right = right;
        else found.push({ page, top: word.top, high: word.high, left, right });
      }
    });
    return found;
  };
  const mark = (p, s, e, kind) => {
    for (const box of boxesOf(p, s, e)) {
      const [wide, high] = data.pages[box.page].size;
      const made = make("i", { className: kind });
      Object.assign(made.style, {
        left: `${100 * box.left / wide}%`, top: `${100 * box.top / high}%`,
        width: `${100 * (box.right - box.left) / wide}%`, height: `${100 * box.high / high}%`,
      });
      document.querySelector(`.sheet[data-page="${box.page}"] .marks`).append(made);
    }
  };

  // --- two views --------------------------------------------------------------------------------------------------
  let view = "";
  const look = (wanted) => {
    view = wanted;
    $("pages").classList.toggle("away", view !== "pages");
    $("texts").classList.toggle("away", view !== "texts");
    $("pages").inert = view !== "pages";
    for (const link of document.querySelectorAll("[data-view]")) {
      if (link.dataset.view === view) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    document.querySelector(".zoom").hidden = view !== "pages";
  };
  const follow = (target) => {
    if (!target) return;
    if (target.closest("#pages")) look("pages");
    else if (target.closest("#texts")) look("texts");
    if (target.tagName !== "SECTION") {
      target.scrollIntoView({ block: target.classList.contains("sheet") ? "start" : "center" });
      document.querySelector(".here")?.classList.remove("here");
      if (!target.classList.contains("sheet")) target.classList.add("here");
    }
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    const target = link && $(decodeURIComponent(link.hash.slice(1)));
    if (!target || link.classList.contains("skip")) return;
    event.preventDefault();
    follow(target);
    if (target.tagName === "SECTION") scrollTo(0, 0);
  });
  const seeOnPage = (p, s, e) => {
    const box = boxesOf(p, s, e)[0];
    if (!box) return;
    look("pages");
    const sheet = document.querySelector(`.sheet[data-page="${box.page}"]`);
    const paper = sheet.querySelector(".paper").getBoundingClientRect();
    const [wide, high] = data.pages[box.page].size;
    scrollTo({ top: scrollY + paper.top + box.top / high * paper.height - innerHeight / 2 });
    sheet.scrollLeft = box.left / wide * paper.width - sheet.clientWidth / 2;
    for (const old of document.querySelectorAll(".marks .now")) old.remove();
    mark(p, s, e, "now");
  };
  const seeInText = (p) => follow(passage(p));

  let zoom = 100;
  document.querySelector(".zoom").addEventListener("click", (event) => {
    const way = event.target.dataset.zoom;
    if (!way) return;
    zoom = Math.min(400, Math.max(50, way === "+" ? zoom * 1.25 : zoom / 1.25));
    zoom = Math.abs(zoom - 100) < 5 ? 100 : zoom;
    document.documentElement.classList.toggle("zoomed", zoom !== 100);
    const own = Math.min(960, $("pages").clientWidth);
    for (const paper of document.querySelectorAll(".paper")) paper.style.width = zoom === 100 ? "" : `${own * zoom / 100}px`;
    document.querySelector(".zoom output").textContent = `${Math.round(zoom)} %`;
  });

  // --- what is chosen, and what can be done with it ---------------------------------------------------------------
  let chosen = null;
  const act = (what, quote, buttons) => {
    chosen = what;
    $("act").hidden = !what;
    if (!what) return;
    $("act-quote").textContent = quote.length > 90 ? `${quote.slice(0, 88)}…` : quote;
    $("act-buttons").replaceChildren(...buttons.map(([label, done]) => make("button", { type: "button", textContent: label, onclick: done })));
  };
  const offer = (here, whole = false) => {
    const { p, s, e } = here;
    const other = view === "pages" ? [say("see-text"), () => { act(null); seeInText(p); }] : [say("see-page"), () => { act(null); seeOnPage(p, s, e); }];
    const onPage = view === "pages" || boxesOf(p, s, e).length > 0;
    act(here, here.on.quote, [
      [say("comment"), () => write("comment", here)],
      ...(whole ? [] : [[say("propose"), () => write("proposal", here)]]),
      ...(onPage ? [other] : []),
    ]);
  };
  const inTexts = (range) => {
    const begin = range.startContainer.parentElement?.closest('[id^="t"][data-at]') ?? null;
    if (!begin || !begin.closest("#texts")) return null;
    const s = offsetIn(begin, range.startContainer, range.startOffset);
    const e = begin.contains(range.endContainer) ? offsetIn(begin, range.endContainer, range.endOffset) : textOf(begin).length;
    return trimmed(Number(begin.id.slice(1)), s, e);
  };
  const trimmed = (p, s, e) => {
    const text = textOf(passage(p)).slice(s, e);
    const start = s + text.length - text.trimStart().length;
    const end = e - (text.length - text.trimEnd().length);
    return end > start ? spot(p, start, end) : null;
  };
  const onPages = (range) => {
    const from = range.startContainer.parentElement?.closest(".paper");
    if (!from) return null;
    const page = Number(from.closest(".sheet").dataset.page);
    const boxes = [...range.getClientRects()].filter((box) => box.width > 0.5);
    if (!boxes.length) return null;
    const [a, b] = [boxes[0], boxes.at(-1)];
    const first = wordAt(page, ...pointOn(from, a.left + 0.5, a.top + a.height / 2));
    const last = wordAt(page, ...pointOn(from, b.right - 0.5, b.top + b.height / 2));
    if (!first || !last) return null;
    const [start, end] = first.p !== last.p || first.s <= last.s ? [first, last] : [last, first];
    const until = end.p === start.p ? end.e : textOf(passage(start.p)).length;
    return trimmed(start.p, start.s, until);
  };
  let timer = 0;
  document.addEventListener("selectionchange", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const selection = getSelection();
      if ($("writing").open || $("act").contains(document.activeElement)) return;
      if (!selection.rangeCount || selection.isCollapsed) { if (chosen?.selected) act(null); return; }
      const range = selection.getRangeAt(0);
      const here = inTexts(range) ?? onPages(range);
      if (here) { offer(here); chosen.selected = true; }
    }, 150);
  });
  $("pages").addEventListener("click", (event) => {
    const paper = event.target.closest(".paper");
    if (!paper || !getSelection().isCollapsed) return;
    const sheet = paper.closest(".sheet");
    const word = wordAt(sheet.dataset.page, ...pointOn(paper, event.clientX, event.clientY), 6);
    for (const old of document.querySelectorAll(".marks .now")) old.remove();
    if (word) {
      const letters = textOf(passage(word.p)).slice(word.s, word.e);
      const bare = letters.replace(/[^\p{L}\p{N}]+$/u, "");
      const s = word.s + (bare ? bare.search(/[\p{L}\p{N}]/u) : 0), e = bare ? word.s + bare.length : word.e;
      const here = spot(word.p, s, e);
      mark(word.p, s, e, "now");
      const known = threadAt(word.p, s);
      if (known) known.scrollIntoView({ block: "nearest" });
      offer(here);
      return;
    }
    const folio = data.pages[sheet.dataset.page].folio;
    const page = { p: 0, s: 0, e: 0, on: { folio, version: data.version } };
    act(page, say("page", { folio }), [[say("whole-page"), () => write("comment", page)]]);
  });
  $("texts").addEventListener("click", (event) => {
    if (!getSelection().isCollapsed || event.target.closest("a, button, mark")) return;
    const element = event.target.closest('[id^="t"][data-at]');
    if (element) offer(spot(Number(element.id.slice(1)), 0, textOf(element).length), true);
    else act(null);
  });
  for (const button of document.querySelectorAll(".on-article")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const first = button.closest("article").querySelector('h3[id^="t"], [id^="t"][data-at]');
      if (first) write("comment", spot(Number(first.id.slice(1)), 0, textOf(first).length));
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !$("writing").open) { act(null); return; }
    if (!chosen || $("writing").open || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea")) return;
    if (event.key === "c") { event.preventDefault(); write("comment", chosen); }
    if (event.key === "p" && chosen.p) { event.preventDefault(); write("proposal", chosen); }
  });

  // --- writing ----------------------------------------------------------------------------------------------------
  let writing = null;
  let back = null;
  const write = (kind, here, old = null) => {
    writing = { kind, here, old };
    back = document.activeElement;
    $("w-title").textContent = say(WAY[kind]);
    $("writing").querySelector("blockquote").textContent = here.on?.quote ?? (here.on ? say("page", { folio: here.on.folio }) : here.quote ?? "");
    $("w-replace").hidden = kind !== "proposal";
    $("w-words").value = old?.replace ?? here.on?.quote ?? "";
    $("w-text").value = old?.text ?? "";
    $("w-by").value = old?.by ?? name;
    $("w-text").required = kind !== "proposal";
    act(null);
    $("writing").showModal();
    (kind === "proposal" ? $("w-words") : $("w-text")).focus();
  };
  const now = () => `${new Date().toISOString().slice(0, 19)}Z`;
  $("writing").addEventListener("close", () => {
    if ($("writing").returnValue === "keep" && writing) {
      const { kind, here, old } = writing;
      name = $("w-by").value.trim();
      const made = { id: old?.id ?? `new-${Date.now().toString(36)}-${mine.length}`, kind, by: name, at: now(), text: $("w-text").value.trim() };
      if (kind === "answer") made.to = here.to;
      else made.on = here.on;
      if (kind === "proposal") made.replace = $("w-words").value.trim();
      const message = { made, p: here.p, s: here.s, e: here.e, quote: here.quote };
      const at = mine.findIndex((each) => each.made.id === made.id);
      if (at >= 0) mine[at] = message;
      else mine.push(message);
      keep();
      list();
    }
    $("writing").returnValue = "";
    writing = null;
    getSelection().removeAllRanges();
    if (back?.isConnected) back.focus();
  });
  $("w-cancel").addEventListener("click", () => $("writing").close());

  // --- the list ---------------------------------------------------------------------------------------------------
  const threadAt = (p, at) => {
    const own = mine.find((each) => each.p === p && each.s <= at && at < each.e);
    if (own) return document.querySelector(`[data-mine="${own.made.id}"]`);
    const known = data.threads.find((each) => each.p === p && each.s <= at && at < each.e);
    return known ? $(`n-${known.id}`) : null;
  };
  const item = (message) => {
    const { made } = message;
    const quote = make("p", { className: "quote" });
    if (made.kind === "proposal") quote.append(make("del", { textContent: made.on.quote }), " ", make("ins", { textContent: made.replace || say("taken-out") }));
    else if (made.on?.quote) quote.append(make("q", { textContent: made.on.quote }));
    else quote.append(made.on ? say("page", { folio: made.on.folio }) : message.quote ?? "");
    const foot = make("p", { className: "foot" },
      make("button", { type: "button", textContent: say("edit"), onclick: () => write(made.kind, { ...message, on: made.on, to: made.to }, made) }),
      make("button", { type: "button", textContent: say("delete"), onclick: () => { mine = mine.filter((each) => each !== message); keep(); list(); $("h-comments").tabIndex = -1; $("h-comments").focus(); } }));
    if (message.p) {
      foot.append(make("button", { type: "button", textContent: say("see-text"), onclick: () => seeInText(message.p) }));
      if (boxesOf(message.p, message.s, message.e).length) foot.append(make("button", { type: "button", textContent: say("see-page"), onclick: () => seeOnPage(message.p, message.s, message.e) }));
    }
    const kind = make("small", { textContent: say(made.kind === "answer" ? "answer" : made.kind === "proposal" ? "proposed" : "mine") });
    const row = make("li", {}, quote, make("p", {}, make("b", { textContent: made.by }), " ", kind), make("p", { textContent: made.text }), foot);
    row.dataset.mine = made.id;
    return row;
  };
  const markText = (p, s, e, kind, target) => {
    const element = passage(p);
    if (!element || e <= s) return;
    if (!originals.has(p)) originals.set(p, element.cloneNode(true));
    let first = true;
    for (const { node, at } of pieces(element)) {
      const from = Math.max(s - at, 0), to = Math.min(e - at, node.data.length);
      if (from >= to || node.parentElement.closest("mark")) continue;
      const middle = node.splitText(from);
      middle.splitText(to - from);
      const made = make("mark", { className: kind });
      made.addEventListener("click", () => target()?.scrollIntoView({ block: "center" }));
      if (first) { made.tabIndex = 0; made.setAttribute("role", "button"); first = false; }
      made.addEventListener("keydown", (event) => { if (event.key === "Enter") { const to = target(); if (to) { to.tabIndex = -1; to.focus(); } } });
      middle.replaceWith(made);
      made.append(middle);
    }
  };
  const list = () => {
    $("mine").replaceChildren(...mine.map(item));
    for (const [p, clean] of originals) passage(p).replaceChildren(...clean.cloneNode(true).childNodes);
    for (const place of document.querySelectorAll(".marks")) place.replaceChildren();
    for (const each of data.threads.filter((thread) => thread.p && thread.open)) {
      mark(each.p, each.s, each.e, "theirs");
      markText(each.p, each.s, each.e, "theirs", () => $(`n-${each.id}`));
    }
    for (const each of mine.filter((message) => message.p)) {
      mark(each.p, each.s, each.e, "own");
      markText(each.p, each.s, each.e, "", () => document.querySelector(`[data-mine="${each.made.id}"]`));
    }
    $("count").textContent = data.threads.length + mine.length;
    $("send").hidden = !mine.length;
  };
  for (const row of document.querySelectorAll("[data-thread]")) {
    const known = data.threads.find((each) => each.id === row.dataset.thread);
    const quote = row.querySelector(".quote").textContent;
    const answer = () => write("answer", { to: row.dataset.thread, p: known?.p ?? 0, s: known?.s ?? 0, e: known?.e ?? 0, quote });
    row.querySelector(".foot").append(make("button", { type: "button", textContent: say("answer"), onclick: answer }));
    if (known?.p && boxesOf(known.p, known.s, known.e).length) {
      row.querySelector(".foot").append(make("button", { type: "button", textContent: say("see-page"), onclick: () => seeOnPage(known.p, known.s, known.e) }));
    }
  }

  // --- sending ----------------------------------------------------------------------------------------------------
  const file = () => `${JSON.stringify(mine.map((each) => each.made), null, 1)}\n`;
  const fileName = () => {
    const by = name.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[^A-Za-z0-9]+/g, "-").replace(/^-|-$/g, "").toLowerCase();
    return `${[data.issue.replace(/[^\w.-]+/g, "-"), "notes", by].filter(Boolean).join("-")}.json`;
  };
  $("send-file").addEventListener("click", () => {
    const link = make("a", { href: URL.createObjectURL(new Blob([file()], { type: "application/json" })), download: fileName() });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    $("sent").textContent = say("sent", { file: fileName() });
  });
  $("share").addEventListener("click", async () => {
    try {
      await navigator.share({ files: [new File([file()], fileName(), { type: "application/json" })], title: document.title });
    } catch { /* closed by its user */ }
  });
  $("copy").addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(file());
    } catch {
      const box = make("textarea", { value: file() });
      document.body.append(box);
      box.select();
      document.execCommand("copy");
      box.remove();
    }
    $("sent").textContent = say("copied");
  });
  try {
    $("share").hidden = !navigator.canShare?.({ files: [new File(["[]"], "notes.json", { type: "application/json" })] });
  } catch { /* no such thing here */ }

  document.documentElement.classList.add("script");
  document.querySelector(".how").hidden = false;
  read();
  const asked = location.hash && $(decodeURIComponent(location.hash.slice(1)));
  const small = matchMedia("(max-width: 40rem)").matches;
  $("contents").firstElementChild.open = !small;
  look(small ? "texts" : "pages");
  list();
  if (asked) follow(asked);
})();
