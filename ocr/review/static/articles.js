// The articles as they will be written, linked line by line with the image.
"use strict";
(() => {
  const B = window.Banmian;
  const { make } = B;
  const TAGS = { headline: "h2", kicker: "h3", column_title: "h3", subhead: "h3" };
  const DIGITS = "〇一二三四五六七八九";

  B.jumpTarget = (text) => {
    const match = /第?\s*([0-9〇一二三四五六七八九十]+)\s*版/.exec(
      text.replace(/[０-９]/g, (d) => String.fromCharCode(d.charCodeAt(0) - 0xfee0)),
    );
    if (!match) return 0;
    if (/^\d+$/.test(match[1])) return Number(match[1]);
    const [tens, ones] = match[1].includes("十") ? match[1].split("十") : ["", match[1]];
    const value = (char, empty) => (char ? DIGITS.indexOf(char) : empty);
    return match[1].includes("十") ? value(tens, 1) * 10 + value(ones, 0) : value(ones, 0);
  };

  // Line texts found one after the other in their paragraph; what lies between them (spaces, joins) stays unlinked.
  function fill(node, text, ids, desk) {
    let at = 0;
    for (const id of ids) {
      const entry = desk.viewer.lines.get(id);
      if (!entry || !entry.line.text) continue;
      const found = text.indexOf(entry.line.text, at);
      const start = found >= 0 ? found : ids.length === 1 ? 0 : -1;
      if (start < 0) continue;
      if (start > at) node.append(text.slice(at, start));
      at = found >= 0 ? found + entry.line.text.length : text.length;
      const { line } = entry;
      const names = [line.doubt > 0.5 ? "doubtful" : "", line.state?.status === "edited" ? "edited" : ""]
        .join(" ")
        .trim();
      node.append(make("span", { className: names, data: { line: id } }, text.slice(start, at)));
    }
    if (at < text.length) node.append(text.slice(at));
  }

  B.showArticles = (host, desk) => {
    const { page } = desk;
    const parts = [];
    if (page.unattached.length) {
      const rows = page.unattached.map((u) =>
        make("li", {}, `${u.author} · ${u.deed} · ${u.was} → ${u.now} (${u.reason})`),
      );
      parts.push(make("div", { className: "unattached" }, make("p", {}, B.say("unattached")), make("ul", {}, ...rows)));
    }
    page.articles.forEach((article, number) => {
      const node = make("article", { data: { article: article.id } });
      node.style.setProperty("--hue", B.articleColour(number));
      node.append(make("div", { className: "kind" }, `${number + 1} · ${B.say(`k_${article.kind}`)}`));
      for (const [role, text, ids] of article.paragraphs) {
        const paragraph = make(TAGS[role] || "p", { className: role });
        fill(paragraph, text, ids, desk);
        if (role === "jump" || role === "pointer") {
          const target = B.jumpTarget(text);
          if (target)
            paragraph.append(
              " ",
              make("button", { className: "jump", onclick: () => desk.openNumber(target) }, `→ ${target}`),
            );
        }
        node.append(paragraph);
      }
      parts.push(node);
    });
    host.replaceChildren(...parts);
  };

  B.markLines = (host, name, id) => {
    for (const node of host.querySelectorAll(`.${name}`)) node.classList.remove(name);
    if (!id) return null;
    let first = null;
    for (const node of host.querySelectorAll(`[data-line="${CSS.escape(id)}"]`)) {
      node.classList.add(name);
      first = first || node;
    }
    return first;
  };
})();
