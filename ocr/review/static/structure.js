// Structure: roles, articles, order; split, merge, draw, delete, read again.
"use strict";
(() => {
  const B = window.Banmian;
  const { make, button, choice } = B;
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
      const canRead = this.desk.run.can_read;
      const draw = button("draw", () => this.draw(), { id: "draw", disabled: !canRead });
      const top = block
        ? this.editor(block, draw)
        : make("div", {}, make("p", {}, B.say("choose")), make("div", { className: "row edit" }, draw));
      const scrolled = this.host.querySelector(".outline")?.scrollTop || 0;
      this.host.replaceChildren(top, this.outline());
      this.host.querySelector(".outline").scrollTop = scrolled;
      this.host.querySelector(".block[aria-current=true]")?.scrollIntoView({ block: "nearest" });
    }
    editor(block, draw) {
      const disabled = B.readonly;
      const { articles } = this.desk.page;
      const roles = Object.keys(B.roleColours).map((role) => [role, B.say(role)]);
      const stories = articles.map((_, n) => [String(n), this.title(n)]);
      const kinds = KINDS.map((kind) => [kind, B.say(`k_${kind}`)]);
      const set = (deed) => (value) => this.send(deed, [block.id], value);
      const deed = (word, action, isPossible = true) =>
        button(word, action, { id: `do-${word}`, disabled: !isPossible });
      return make(
        "div",
        {},
        make(
          "div",
          { className: "row" },
          choice("role", "role", roles, block.role, set("role"), { disabled }),
          choice(
            "article",
            "membership",
            [...stories, ["new", B.say("new_article")]],
            String(block.article),
            (value) => this.join(block, value),
            { disabled },
          ),
          choice("kind", "kind", kinds, articles[block.article]?.kind, set("kind"), { disabled }),
        ),
        make(
          "div",
          { className: "row edit" },
          deed("up", () => this.move(-1)),
          deed("down", () => this.move(1)),
          deed("split", () => this.split(), Boolean(this.line)),
          deed("merge", () => this.merge()),
          deed("ad", () => this.ad()),
          deed("remove", () => this.remove()),
          deed("reread", () => this.reread(), this.desk.run.can_read),
          draw,
          deed("start", () => this.paragraph("start"), Boolean(this.line)),
          deed("join", () => this.paragraph("join"), Boolean(this.line)),
        ),
        make("div", { className: "why" }, `${block.id} · ${B.say("why")}: ${B.sayWhy(block.why)}`),
      );
    }
    title(number) {
      const { headline, kind } = this.desk.page.articles[number];
      return `${number + 1} ${headline || B.say(`k_${kind}`)}`;
    }
    outline() {
      const list = make("ul", { className: "outline" });
      if (!B.readonly) list.append(make("li", { className: "why" }, B.say("drag")));
      this.desk.page.articles.forEach((article, number) => {
        const head = make("div", { className: "story", draggable: !B.readonly }, this.title(number));
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
    async send(deed, places, now = "") {
      const { blocks, lines } = this.desk.viewer;
      const seen = blocks.get(places[0])?.revision ?? lines.get(places[0])?.line.revision ?? "";
      const done = await this.desk.correct({ deed, places, now, seen });
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
    async reread() {
      if (!this.block || !this.desk.run.can_read || B.readonly) return;
      this.desk.tell(B.say("reading_engine"));
      if (await this.send("reread", [this.block.id])) this.desk.hush();
    }
    draw() {
      if (!B.readonly && this.desk.run.can_read) this.desk.viewer.setDrawing(!this.desk.viewer.drawing);
      else if (!B.readonly) this.desk.tell(B.say("no_engine"));
    }
    async drawn(box) {
      const { desk } = this;
      const known = new Set(desk.page.blocks.map((block) => block.id));
      const places = this.block ? [this.block.id] : [];
      desk.tell(B.say("reading_engine"));
      if (!(await desk.correct({ deed: "draw", places, now: "body", box, seen: "" }))) return;
      desk.hush();
      desk.choose(desk.page.blocks.find((block) => !known.has(block.id))?.lines[0].id);
      desk.refresh();
    }
  }

  B.Structure = Structure;
})();
