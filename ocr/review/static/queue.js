// The review queue: a line's image above its text, both readings, one key to accept and go on.
"use strict";
(() => {
  const B = window.Banmian;
  const { make } = B;
  const LISTED = 40; // lines of the list in the document at a time

  // The parts of `text` that differ from `other`, by a longest common subsequence over characters.
  function differences(text, other) {
    const a = [...text],
      b = [...other];
    const table = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
    for (let i = a.length - 1; i >= 0; i -= 1)
      for (let j = b.length - 1; j >= 0; j -= 1)
        table[i][j] = a[i] === b[j] ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
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

  class Queue {
    constructor(host, desk) {
      this.host = host;
      this.desk = desk;
      this.filter = "unseen";
      this.sort = "doubt";
      this.current = "";
      this.skipped = new Set();
      this.composing = false;
      this.input = null;
    }
    get entry() {
      return this.desk.viewer.lines.get(this.current);
    }
    lines() {
      const keep = {
        unseen: (line) => !line.state?.status,
        different: (line) => !line.state?.status && Boolean(line.alternatives || line.witnesses),
        flagged: (line) => line.state?.flagged,
        seen: (line) => line.state?.status,
        all: () => true,
      }[this.filter];
      const rows = this.desk.page.blocks.flatMap((block) =>
        block.lines.filter((line) => keep(line) || line.id === this.current),
      );
      if (this.sort === "doubt") rows.sort((a, b) => this.rank(b) - this.rank(a));
      return rows.filter((line) => line.id === this.current || !this.skipped.has(line.id));
    }
    // A line keeps its place while it is open, though its doubt falls to nothing on saving.
    rank(line) {
      return line.conf.reduce((sum, value) => sum + (100 - value), 0) + (line.state?.flagged ? 1000 : 0);
    }

    show() {
      const rows = this.lines();
      if (!this.entry) this.current = rows[0]?.id || "";
      const left = this.desk.page.blocks.flatMap((b) => b.lines).filter((line) => !line.state?.status);
      const option = (value, word, chosen) => make("option", { value, selected: value === chosen }, B.say(word));
      const filter = make(
        "select",
        {
          id: "filter",
          onchange: (e) => {
            this.filter = e.target.value;
            this.current = "";
            this.show();
          },
        },
        ...["unseen", "different", "flagged", "seen", "all"].map((f) => option(f, `f_${f}`, this.filter)),
      );
      const sort = make(
        "select",
        {
          id: "sort",
          onchange: (e) => {
            this.sort = e.target.value;
            this.show();
          },
        },
        option("doubt", "by_doubt", this.sort),
        option("order", "by_order", this.sort),
      );
      const head = make(
        "div",
        { className: "filter" },
        make("label", {}, B.say("show"), " ", filter),
        make("label", {}, B.say("sort"), " ", sort),
        make(
          "span",
          { id: "left" },
          B.say("left", left.length, left.reduce((sum, line) => sum + line.doubt, 0).toFixed(1)),
        ),
      );
      const at = Math.max(0, rows.findIndex((line) => line.id === this.current) - 2);
      const list = make(
        "ul",
        { className: "queue-list" },
        ...rows
          .slice(at, at + LISTED)
          .map((line) =>
            make(
              "li",
              {},
              make(
                "button",
                { ariaCurrent: String(line.id === this.current), onclick: () => this.open(line.id) },
                make("b", {}, line.doubt.toFixed(2)),
                make("span", {}, `${line.state?.flagged ? "⚑ " : ""}${line.text || "∅"}`),
              ),
            ),
          ),
      );
      this.host.replaceChildren(head, this.entry ? this.card() : make("p", { id: "done" }, B.say("done")), list);
      this.fitReading();
    }

    card() {
      const { line, block } = this.entry;
      const draft = this.desk.drafts.get(line.id);
      const [l, t, r, b] = line.box;
      const air = Math.round(Math.min(r - l, b - t) * 0.5);
      const box = [Math.max(0, l - air), Math.max(0, t - air), r + air, b + air];
      const picture =
        this.desk.page.image && !B.readonly
          ? make("img", {
              className: "picture",
              alt: `${B.say("printed")} ${line.id}`,
              src: B.api.cut(this.desk.page.name, box),
            })
          : null;
      this.input = make("input", {
        id: "reading",
        value: draft ?? line.text,
        readOnly: B.readonly,
        spellcheck: false,
        autocomplete: "off",
        lang: "zh",
      });
      this.input.setAttribute("aria-label", B.say("reading"));
      this.input.addEventListener("compositionstart", () => {
        this.composing = true;
      });
      this.input.addEventListener("compositionend", () => {
        this.composing = false;
        this.keepDraft();
      });
      this.input.addEventListener("input", () => {
        if (!this.composing) this.keepDraft();
      });
      this.input.addEventListener("keydown", (event) => this.onKey(event));
      const readings = [];
      const seen = new Set();
      (line.witnesses || []).forEach(([reader, text], n) => {
        if (seen.has(reader + text)) return;
        seen.add(reader + text);
        const others = line.witnesses.filter((_, m) => m !== n).map(([, other]) => other);
        const parts = differences(text, others[0] ?? line.raw ?? line.text).map((p) =>
          p.same ? p.text : make("mark", {}, p.text),
        );
        readings.push(
          make("small", {}, `${n + 1} ${reader}`),
          make(
            "button",
            { className: "take", disabled: B.readonly, onclick: () => this.take(n) },
            ...(parts.length ? parts : ["∅"]),
          ),
        );
      });
      if (line.raw !== undefined && !line.witnesses)
        readings.push(make("small", {}, B.say("raw")), make("span", {}, line.raw));
      const button = (word, action, className = "") => make("button", { className, onclick: action }, B.say(word));
      return make(
        "div",
        { id: "card", className: line.vertical ? "vertical" : "", data: { id: line.id } },
        picture,
        this.input,
        make("div", { className: "readings" }, ...readings),
        make(
          "div",
          { className: "row edit" },
          button("accept", () => this.accept(), "first"),
          button("skip", () => this.skip()),
          button(line.state?.flagged ? "unflag" : "flag", () => this.flag()),
        ),
        make(
          "div",
          { className: "row edit" },
          make(
            "label",
            {},
            B.say("flag_note"),
            " ",
            make("input", {
              id: "note",
              value: line.state?.flagged ? line.state.note : "",
              onkeydown: (e) => {
                if (e.key === "Enter" && !e.isComposing && e.keyCode !== 229) this.flag();
              },
            }),
          ),
        ),
        this.history(line),
        make(
          "div",
          { className: "why" },
          `${line.id} · ${B.say(block.role)} · ${B.say("expected")} ${line.doubt.toFixed(2)}${line.state ? ` · ${line.state.author} ${line.state.note}` : ""}`,
        ),
      );
    }
    // Who changed the line, when, and what stood there: asked for when it is opened.
    history(line) {
      if (!line.revision || B.readonly) return null;
      const list = make("ul", { className: "why" });
      const details = make("details", {}, make("summary", {}, B.say("history")), list);
      details.addEventListener("toggle", async () => {
        if (!details.open || list.children.length) return;
        const rows = await B.api.history(this.desk.page.name, line.id);
        list.append(
          ...rows.map((row) =>
            make(
              "li",
              {},
              `${row.time.replace("T", " ").slice(0, 16)} ${row.author}: ${row.deed === "accept" ? "✓" : `${row.was || "∅"} → ${row.now || "∅"}`}`,
            ),
          ),
        );
      });
      return details;
    }
    fitReading() {
      if (!this.input || !this.entry) return;
      const length = Math.max(8, [...this.input.value].length + 1);
      this.input.style.fontSize = `${Math.max(15, Math.min(26, (this.input.clientWidth - 20) / length))}px`;
    }

    onKey(event) {
      if (event.isComposing || this.composing || event.keyCode === 229) return; // the input method is at work
      if (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey && this.dirty)) {
        event.preventDefault();
        event.stopPropagation();
        this.accept(true);
      } else if (event.key === "Escape") {
        event.preventDefault();
        event.stopPropagation();
        this.drop();
      } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        event.stopPropagation();
        this.step(event.key === "ArrowDown" ? 1 : -1, true);
      }
    }
    get dirty() {
      return Boolean(this.entry) && this.input && this.input.isConnected && this.input.value !== this.entry.line.text;
    }
    keepDraft() {
      if (this.dirty) this.desk.drafts.set(this.current, this.input.value);
      else this.desk.drafts.delete(this.current);
      this.desk.keepDrafts();
      this.fitReading();
    }
    drop() {
      this.desk.drafts.delete(this.current);
      this.desk.keepDrafts();
      this.show();
      this.host.focus();
    }

    open(id, editing = false) {
      this.saveEdit();
      this.current = id;
      this.desk.choose(id, { from: "queue" });
      this.show();
      if (editing) this.edit();
    }
    edit() {
      if (this.input && !B.readonly) {
        this.input.focus();
        this.input.setSelectionRange(this.input.value.length, this.input.value.length);
      }
    }
    following(step) {
      const rows = this.lines();
      const at = rows.findIndex((line) => line.id === this.current);
      return rows[at + step]?.id || "";
    }
    step(step, editing = false) {
      const id = this.following(step);
      if (id) this.open(id, editing);
    }
    skip() {
      const next = this.following(1);
      this.skipped.add(this.current);
      if (next) this.open(next);
      else {
        this.current = "";
        this.show();
      }
    }
    take(n) {
      const reading = this.entry?.line.witnesses?.[n];
      if (!reading || B.readonly) return;
      this.input.value = reading[1];
      this.keepDraft();
      this.input.focus();
    }
    async saveEdit() {
      // on leaving a line: what was typed is kept without being asked for
      if (!this.dirty || B.readonly || this.composing) return true;
      const { line } = this.entry;
      const saved = await this.desk.correct(
        { deed: "text", places: [line.id], now: this.input.value, seen: line.revision },
        this.input.value,
      );
      if (saved && this.desk.tab === "queue" && document.activeElement !== this.input) this.show();
      return saved;
    }
    async accept(editing = false) {
      if (!this.entry || B.readonly || this.busy) return;
      this.busy = true;
      try {
        const { line } = this.entry;
        const next = this.following(1);
        const text = this.input.value;
        const deed = text === line.text ? { deed: "accept" } : { deed: "text", now: text };
        if (!(await this.desk.correct({ ...deed, places: [line.id], seen: line.revision }, text))) return;
        this.current = next;
        if (next) this.desk.choose(next, { from: "queue" });
        this.show();
        if (next && editing) this.edit();
        else this.host.focus();
      } finally {
        this.busy = false;
      }
    }
    async flag() {
      if (!this.entry || B.readonly) return;
      const { line } = this.entry;
      if (!(await this.saveEdit())) return;
      const note = document.getElementById("note").value.trim() || "⚑";
      const seen = this.entry.line.revision;
      await this.desk.correct({ deed: "flag", places: [line.id], now: line.state?.flagged ? "" : note, seen });
      this.show();
      this.host.focus();
    }
  }

  B.Queue = Queue;
})();
