// One line to review: its image as printed, the text to correct below, and what each reader read.
"use strict";
(() => {
  const B = window.Banmian;
  const { make, button } = B;
  const AIR = 0.5; // of the line's thickness, around its image
  const CONTEXT = 14; // body sizes at least that a cut-out is long, so that a lone mark is seen in its place
  const FONT = { smallest: 15, largest: 26 };

  // The parts of `text` that differ from `other`, by a longest common subsequence over characters.
  function differences(text, other) {
    const a = [...text],
      b = [...other];
    const table = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
    for (let i = a.length - 1; i >= 0; i -= 1) {
      for (let j = b.length - 1; j >= 0; j -= 1) {
        table[i][j] = a[i] === b[j] ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
      }
    }
    const parts = [];
    for (let i = 0, j = 0; i < a.length; i += 1) {
      while (j < b.length && a[i] !== b[j] && table[i][j + 1] > table[i + 1][j]) j += 1;
      const same = j < b.length && a[i] === b[j];
      if (same) j += 1;
      if (parts.length && parts.at(-1).same === same) parts.at(-1).text += a[i];
      else parts.push({ same, text: a[i] });
    }
    return parts;
  }

  // The box around a line that is shown of it.
  function surroundings({ body_size: size, line }) {
    const [l, t, r, b] = line.box;
    const [thickness, length] = line.vertical ? [r - l, b - t] : [b - t, r - l];
    const across = Math.round(Math.max(thickness * AIR, size - thickness / 2));
    const along = Math.round(Math.max(thickness * AIR, (size * CONTEXT - length) / 2));
    const [dx, dy] = line.vertical ? [across, along] : [along, across];
    return [Math.max(0, l - dx), Math.max(0, t - dy), r + dx, b + dy];
  }

  // The image of a line, a frame around the line itself where its neighbours are seen, too.
  B.lineImage = (entry) => {
    const { page, line } = entry;
    const box = surroundings(entry);
    const [l, t, r, b] = line.box;
    const image = make("img", { alt: `${B.say("printed")} ${line.id}`, src: B.api.cut(page, box) });
    const frame = make("i", {});
    const place = (width, height) => {
      const share = (value, whole) => `${(100 * value) / whole}%`;
      frame.style.left = share(l - box[0], width);
      frame.style.top = share(t - box[1], height);
      frame.style.width = share(r - l, width);
      frame.style.height = share(b - t, height);
    };
    image.addEventListener("load", () => place(image.naturalWidth, image.naturalHeight));
    return make("div", { className: line.vertical ? "picture vertical" : "picture" }, make("span", {}, image, frame));
  };
  B.preloadLineImage = (entry) => {
    new Image().src = B.api.cut(entry.page, surroundings(entry));
  };

  class Card {
    // `entry` is { page, body_size, role, line }; `queue` is who acts on what is done here.
    constructor(entry, queue, draft, hasImage) {
      this.entry = entry;
      this.queue = queue;
      this.composing = false;
      const { line } = entry;
      this.input = this.makeInput(draft ?? line.text);
      this.note = make("input", {
        id: "note",
        value: line.state?.flagged ? line.state.note : "",
        onkeydown: (event) => {
          if (event.key === "Enter" && !B.isComposing(event)) queue.flag();
        },
      });
      this.node = make(
        "div",
        { id: "card", data: { id: line.id } },
        hasImage ? B.lineImage(entry) : null,
        this.input,
        make("div", { className: "readings" }, ...this.readings()),
        make(
          "div",
          { className: "row edit" },
          button("accept", () => queue.accept(), { className: "first" }),
          button("skip", () => queue.skip()),
          button(line.state?.flagged ? "unflag" : "flag", () => queue.flag()),
        ),
        make("div", { className: "row edit" }, make("label", {}, B.say("flag_note"), " ", this.note)),
        this.history(),
        make("div", { className: "why" }, this.about()),
      );
    }
    makeInput(value) {
      const input = make("input", { id: "reading", value, readOnly: B.readonly, spellcheck: false, lang: "zh" });
      input.autocomplete = "off";
      input.setAttribute("aria-label", B.say("reading"));
      input.addEventListener("compositionstart", () => {
        this.composing = true;
      });
      input.addEventListener("compositionend", () => {
        this.composing = false;
        this.changed();
      });
      input.addEventListener("input", () => {
        if (!this.composing) this.changed();
      });
      input.addEventListener("keydown", (event) => this.onKey(event));
      return input;
    }
    readings() {
      const { line } = this.entry;
      const rows = [];
      const seen = new Set();
      const witnesses = line.witnesses || [];
      witnesses.forEach(([reader, text], n) => {
        if (seen.has(reader + text)) return;
        seen.add(reader + text);
        const other = witnesses.find((_, m) => m !== n)?.[1] ?? line.raw ?? line.text;
        const parts = differences(text, other).map((part) => (part.same ? part.text : make("mark", {}, part.text)));
        const take = () => this.take(n);
        rows.push(
          make("small", {}, `${n + 1} ${reader}`),
          make("button", { className: "take", disabled: B.readonly, onclick: take }, ...(parts.length ? parts : ["∅"])),
        );
      });
      if (line.raw !== undefined && !witnesses.length) {
        rows.push(make("small", {}, B.say("raw")), make("span", {}, line.raw));
      }
      return rows;
    }
    // Who changed the line, when, and what stood there: asked for when it is opened.
    history() {
      const { page, line } = this.entry;
      if (!line.revision || B.readonly) return null;
      const list = make("ul", { className: "why" });
      const details = make("details", {}, make("summary", {}, B.say("history")), list);
      const told = (row) => (row.deed === "accept" ? "✓" : `${row.was || "∅"} → ${row.now || "∅"}`);
      details.addEventListener("toggle", async () => {
        if (!details.open || list.children.length) return;
        const rows = await B.api.history(page, line.id);
        list.append(
          ...rows.map((row) =>
            make("li", {}, `${row.time.replace("T", " ").slice(0, 16)} ${row.author}: ${told(row)}`),
          ),
        );
      });
      return details;
    }
    about() {
      const { page, role, line } = this.entry;
      const parts = [page, line.id, B.say(role), `${B.say("expected")} ${line.doubt.toFixed(2)}`];
      if (line.state) parts.push(`${line.state.author} ${line.state.note}`.trim());
      return parts.join(" · ");
    }

    get text() {
      return this.input.value;
    }
    get dirty() {
      return this.text !== this.entry.line.text;
    }
    changed() {
      this.queue.typed(this);
      this.fit();
    }
    take(number) {
      const reading = this.entry.line.witnesses?.[number];
      if (!reading || B.readonly) return;
      this.input.value = reading[1];
      this.changed();
      this.input.focus();
    }
    edit() {
      if (B.readonly) return;
      this.input.focus();
      this.input.setSelectionRange(this.text.length, this.text.length);
    }
    // The whole line is seen at once, as large as it can be.
    fit() {
      const length = Math.max(8, [...this.text].length + 1);
      const size = Math.min(FONT.largest, (this.input.clientWidth - 20) / length);
      this.input.style.fontSize = `${Math.max(FONT.smallest, size)}px`;
    }
    onKey(event) {
      if (B.isComposing(event) || this.composing) return; // the input method is at work
      const act = (action) => {
        event.preventDefault();
        event.stopPropagation();
        action();
      };
      if (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey && this.dirty)) {
        act(() => this.queue.accept());
      } else if (event.key === "Escape") act(() => this.queue.drop());
      else if (event.key === "ArrowDown") act(() => this.queue.step(1, true));
      else if (event.key === "ArrowUp") act(() => this.queue.step(-1, true));
    }
  }

  B.Card = Card;
})();
