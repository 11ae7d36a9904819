// Structure: roles, articles, order; split, merge, draw, delete, read again.
"use strict";
(() => {
  const B = window.Banmian;
  const { make } = B;
  const KINDS = ["article", "masthead", "photo", "teaser", "advertisement", "furniture"];

  class Structure {
    constructor(host, desk) {
      this.host = host;
      this.desk = desk;
      this.dragged = "";
    }
    get block() {
      return this.desk.viewer.blocks.get(this.desk.viewer.block);
    }
    get line() {
      return this.desk.viewer.line;
    }

    show() {
      const { block } = this;
      const top = block ? this.editor(block) : make("p", {}, B.say("choose"));
      const draw = make(
        "div",
        { className: "row edit" },
        make("button", { id: "draw", onclick: () => this.draw() }, B.say("draw")),
      );
      this.host.replaceChildren(top, draw, this.outline());
    }
    editor(block) {
      const off = B.readonly;
      const article = this.desk.page.articles[block.article];
      const role = make(
        "select",
        { id: "role", disabled: off, onchange: (e) => this.send("role", [block.id], e.target.value) },
        ...Object.keys(B.roleColours).map((value) =>
          make("option", { value, selected: value === block.role }, B.say(value)),
        ),
      );
      const stories = this.desk.page.articles.map((a, n) =>
        make(
          "option",
          { value: String(n), selected: n === block.article },
          `${n + 1} ${a.headline || B.say(`k_${a.kind}`)}`,
        ),
      );
      const membership = make(
        "select",
        { id: "membership", disabled: off, onchange: (e) => this.join(block, e.target.value) },
        ...stories,
        make("option", { value: "new" }, B.say("new_article")),
      );
      const kind = make(
        "select",
        { id: "kind", disabled: off, onchange: (e) => this.send("kind", [block.id], e.target.value) },
        ...KINDS.map((value) => make("option", { value, selected: value === article?.kind }, B.say(`k_${value}`))),
      );
      const button = (word, action, disabled = false) =>
        make("button", { id: `do-${word}`, disabled, onclick: action }, B.say(word));
      return make(
        "div",
        {},
        make(
          "div",
          { className: "row" },
          make("label", {}, B.say("role"), role),
          make("label", {}, B.say("article"), membership),
          make("label", {}, B.say("kind"), kind),
        ),
        make(
          "div",
          { className: "row edit" },
          button("up", () => this.move(-1)),
          button("down", () => this.move(1)),
          button("split", () => this.split(), !this.line),
          button("merge", () => this.merge()),
          button("ad", () => this.ad()),
          button("remove", () => this.remove()),
          button("reread", () => this.reread(), !this.desk.run.can_read),
        ),
        make(
          "div",
          { className: "row edit" },
          button("start", () => this.paragraph("start"), !this.line),
          button("join", () => this.paragraph("join"), !this.line),
        ),
        make("div", { className: "why" }, `${block.id} · ${B.say("why")}: ${block.why || "—"}`),
      );
    }
    outline() {
      const list = make("ul", { className: "outline" });
      if (!B.readonly) list.append(make("li", { className: "why" }, B.say("drag")));
      this.desk.page.articles.forEach((article, number) => {
        const head = make(
          "div",
          { className: "story", draggable: !B.readonly },
          `${number + 1} ${article.headline || B.say(`k_${article.kind}`)}`,
        );
        head.style.setProperty("--hue", B.articleColour(number));
        this.makeDraggable(head, `article ${article.blocks[0] || ""}`, (from, after) =>
          this.drop(from, article.blocks[after ? article.blocks.length - 1 : 0], after, true),
        );
        const blocks = make(
          "ol",
          {},
          ...article.blocks.map((id) => {
            const block = this.desk.viewer.blocks.get(id);
            const text = block.lines
              .map((line) => line.text)
              .join("")
              .slice(0, 60);
            const node = make(
              "button",
              {
                className: "block",
                draggable: !B.readonly,
                ariaCurrent: String(id === this.block?.id),
                data: { block: id },
                onclick: () => this.desk.choose(block.lines[0].id, { from: "outline" }),
              },
              make("small", {}, B.say(block.role)),
              make("span", {}, text),
            );
            this.makeDraggable(node, `block ${id}`, (from, after) => this.drop(from, id, after, false));
            return make("li", {}, node);
          }),
        );
        list.append(make("li", {}, head, blocks));
      });
      return list;
    }
    makeDraggable(node, name, drop) {
      const half = (event) => {
        const edge = node.getBoundingClientRect();
        return event.clientY > edge.top + edge.height / 2;
      };
      const clear = () => node.classList.remove("above", "below");
      node.addEventListener("dragstart", (event) => {
        this.dragged = name;
        event.dataTransfer.setData("text/plain", name);
        event.dataTransfer.effectAllowed = "move";
      });
      node.addEventListener("dragover", (event) => {
        if (!this.dragged || this.dragged === name) return;
        event.preventDefault();
        clear();
        node.classList.add(half(event) ? "below" : "above");
      });
      node.addEventListener("dragleave", clear);
      node.addEventListener("dragend", () => {
        this.dragged = "";
      });
      node.addEventListener("drop", (event) => {
        event.preventDefault();
        clear();
        const from = this.dragged;
        this.dragged = "";
        if (from) drop(from, half(event));
      });
    }
    drop(from, target, after, onStory) {
      const [what, id] = from.split(" ");
      if (!id || !target || id === target) return;
      if (what === "article") this.send("article_move", [id, target], after ? "after" : "before");
      else this.send("move", [id, target], onStory || after ? "after" : "before");
    }

    // ---- deeds ----
    async send(deed, places, now = "", more = {}) {
      const revision =
        this.desk.viewer.blocks.get(places[0])?.revision ?? this.desk.viewer.lines.get(places[0])?.line.revision ?? "";
      const done = await this.desk.correct({ deed, places, now, seen: revision, ...more });
      this.desk.refresh();
      return done;
    }
    neighbours(block) {
      const { blocks } = this.desk.page.articles[block.article];
      const at = blocks.indexOf(block.id);
      return [blocks[at - 1], blocks[at + 1]];
    }
    join(block, value) {
      if (value === "new") return this.send("move", [block.id], "alone");
      const target = this.desk.page.articles[Number(value)].blocks.at(-1);
      return target && this.send("move", [block.id, target], "after");
    }
    move(step) {
      const { block } = this;
      if (!block || B.readonly) return;
      const [before, after] = this.neighbours(block);
      const { articles } = this.desk.page;
      if (step < 0) {
        const target = before || articles[block.article - 1]?.blocks.at(-1);
        if (target) this.send("move", [block.id, target], before ? "before" : "after");
      } else {
        const target = after || articles[block.article + 1]?.blocks[0];
        if (target) this.send("move", [block.id, target], after ? "after" : "before");
      }
    }
    split() {
      if (this.line && !B.readonly) this.send("split", [this.line]);
    }
    merge() {
      const after = this.block && this.neighbours(this.block)[1];
      if (after && !B.readonly) this.send("merge", [this.block.id, after]);
    }
    ad() {
      if (this.block && !B.readonly) this.send("advertisement", [this.block.id]);
    }
    remove() {
      if (this.block && !B.readonly) this.send("delete", [this.block.id]);
    }
    paragraph(now) {
      if (this.line && !B.readonly) this.send("paragraph", [this.line], now);
    }
    reread() {
      if (this.block && this.desk.run.can_read && !B.readonly) {
        this.desk.tell(B.say("reading_engine"));
        this.send("reread", [this.block.id]);
      }
    }
    draw() {
      if (!B.readonly && this.desk.run.can_read) this.desk.viewer.setDrawing(!this.desk.viewer.drawing);
      else if (!B.readonly) this.desk.tell(B.say("no_engine"));
    }
    drawn(box) {
      this.desk.tell(B.say("reading_engine"));
      this.desk
        .correct({ deed: "draw", places: this.block ? [this.block.id] : [], now: "body", box, seen: "" })
        .then(() => this.desk.refresh());
    }
  }

  B.Structure = Structure;
})();
