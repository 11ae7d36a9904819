// The desk: holds the page, saves what is done to it, and ties image, text and keys together.
"use strict";
(() => {
  const B = window.Banmian;
  const { make } = B;
  const $ = (id) => document.getElementById(id);
  const TABS = ["articles", "queue", "structure", "acceptance"];
  const store = {
    get: (name) => {
      try {
        return localStorage.getItem(name);
      } catch {
        return null;
      }
    },
    set: (name, value) => {
      try {
        localStorage.setItem(name, value);
      } catch {
        /* a file without storage */
      }
    },
  };

  const desk = {
    run: null,
    page: null,
    drafts: new Map(),
    tab: "articles",
    get author() {
      return $("author").value.trim();
    },

    async start() {
      B.language = store.get("banmian.language") === "en" ? 1 : 0;
      if (B.readonly) document.body.classList.add("readonly");
      B.translate();
      this.run = await B.api.run();
      $("author").value = store.get("banmian.author") || this.run.author || "";
      this.viewer = new B.Viewer($("canvas"));
      this.queue = new B.Queue($("queue"), this);
      this.structure = new B.Structure($("structure"), this);
      this.acceptance = new B.Acceptance($("acceptance"), this);
      $("pages").replaceChildren(...this.run.pages.map((name) => make("option", { value: name }, name)));
      this.listen();
      this.showLanguage();
      const wanted = decodeURIComponent(location.hash.slice(1));
      await this.open(this.run.pages.includes(wanted) ? wanted : this.run.pages[0]);
      this.show("articles");
    },

    // ---- pages ----
    async open(name) {
      try {
        this.set(await B.api.page(name));
      } catch (error) {
        this.tell(error.message);
        return;
      }
      this.viewer.line = this.viewer.block = "";
      this.queue.current = "";
      this.queue.skipped.clear();
      try {
        this.drafts = new Map(
          Object.entries(JSON.parse(store.get(`banmian.drafts.${this.page.sha256}.${name}`) || "{}")),
        );
      } catch {
        this.drafts = new Map();
      }
      $("pages").value = name;
      try {
        history.replaceState(null, "", `#${encodeURIComponent(name)}`);
      } catch {
        /* a file may not rename itself */
      }
      this.refresh();
    },
    set(page) {
      if (this.page && this.page.name === page.name && !page.image) page.image = this.page.image;
      this.page = page;
      this.viewer.show(page);
      const { seen, lines } = page.summary;
      $("progress").textContent = B.say("progress", seen, lines);
    },
    step(by) {
      const at = this.run.pages.indexOf(this.page.name) + by;
      if (this.run.pages[at]) this.open(this.run.pages[at]);
    },
    async openNumber(number) {
      const folder = this.page.name.split("/").slice(0, -1).join("/");
      const digits = (name) => Number(/(\d+)\D*$/.exec(name)?.[1] ?? -1);
      const match = this.run.pages.find(
        (name) => name.split("/").slice(0, -1).join("/") === folder && digits(name) === number,
      );
      if (match) await this.open(match);
      else this.tell(`→ ${number}: –`);
    },

    // ---- looks ----
    show(tab) {
      this.tab = tab;
      for (const name of TABS) {
        $(name).hidden = name !== tab;
        $(`tab-${name}`).setAttribute("aria-selected", String(name === tab));
        $(`tab-${name}`).tabIndex = name === tab ? 0 : -1;
      }
      this.refresh();
    },
    refresh() {
      if (!this.page) return;
      if (this.tab === "articles") {
        B.showArticles($("articles"), this);
        this.markChosen();
      }
      if (this.tab === "queue") this.queue.show();
      if (this.tab === "structure") this.structure.show();
      if (this.tab === "acceptance") this.acceptance.show();
      this.showLegend();
      this.viewer.redraw();
    },
    showLegend() {
      const used = new Set(this.page.blocks.map((block) => block.role));
      $("legend").hidden = this.viewer.options.colour !== "role";
      $("legend").replaceChildren(
        ...Object.keys(B.roleColours)
          .filter((role) => used.has(role))
          .map((role) => {
            const mark = make("i");
            mark.style.background = B.roleColours[role];
            return make("li", {}, mark, B.say(role));
          }),
      );
    },
    choose(line, { from = "" } = {}) {
      const entry = this.viewer.lines.get(line);
      this.viewer.line = entry ? line : "";
      this.viewer.block = entry ? entry.block.id : "";
      if (entry && from !== "canvas") this.viewer.reveal(entry.line.box, this.page.body_size);
      if (entry && from === "canvas" && this.tab === "queue") this.queue.open(line);
      if (this.tab === "structure") this.structure.show();
      this.markChosen(from !== "articles");
      this.viewer.redraw();
    },
    markChosen(scroll = true) {
      const node = B.markLines($("articles"), "chosen", this.viewer.line);
      if (node && scroll && this.tab === "articles") node.scrollIntoView({ block: "center" });
    },
    tell(text) {
      $("notice").textContent = text;
      $("notice").hidden = false;
      clearTimeout(this.noticeTimer);
      this.noticeTimer = setTimeout(() => {
        $("notice").hidden = true;
      }, 7000);
    },
    showLanguage() {
      B.translate();
      $("language").textContent = B.language ? "中文" : "English";
      $("language").lang = B.language ? "zh" : "en";
      if (this.page) {
        this.set(this.page);
        this.refresh();
      }
    },

    // ---- deeds ----
    async ask(door, body) {
      if (!this.author) {
        this.tell(B.say("need_name"));
        $("author").focus();
        return null;
      }
      $("saved").textContent = B.say("saving");
      try {
        const answer = await B.api.post(door, { author: this.author, ...body });
        $("saved").textContent = B.say("saved");
        return answer;
      } catch (error) {
        $("saved").textContent = "";
        if (error.status !== 409) {
          this.tell(B.say("failed") + error.message + (error.data?.cure ? ` — ${error.data.cure}` : ""));
          return null;
        }
        return { conflict: error.data.author };
      }
    },
    async correct(deed, typed) {
      const page = this.page.name;
      const answer = await this.ask("correct", { page, ...deed });
      if (!answer) return false;
      if (answer.conflict !== undefined) {
        await this.explainConflict(deed, typed, answer.conflict);
        return false;
      }
      this.drafts.delete(deed.places[0]);
      this.keepDrafts();
      if (this.page.name === page) this.set(answer.page || this.patched(answer.patch));
      return true;
    },
    patched({ line, articles, summary }) {
      const { page } = this;
      const { block } = this.viewer.lines.get(line.id);
      block.lines[block.lines.findIndex((other) => other.id === line.id)] = line;
      for (const article of articles)
        page.articles[page.articles.findIndex((other) => other.id === article.id)] = article;
      page.summary = summary;
      return page;
    },
    async explainConflict(deed, typed, author) {
      const mine = typed;
      this.set(await B.api.page(this.page.name));
      const theirs = this.viewer.lines.get(deed.places[0])?.line.text;
      if (mine !== undefined && theirs !== undefined) {
        if (mine !== theirs) this.drafts.set(deed.places[0], mine);
        this.queue.current = deed.places[0];
        this.tell(B.say("conflict", author, theirs));
      } else this.tell(B.say("conflict_block", author));
      this.refresh();
      if (mine !== undefined) this.queue.edit();
    },
    async undo(redo) {
      const answer = await this.ask(redo ? "redo" : "undo", { page: this.page.name });
      if (!answer) return;
      if (!answer.saved) this.tell(B.say(redo ? "nothing_to_redo" : "nothing_to_undo"));
      this.set(answer.page);
      this.refresh();
    },
    keepDrafts() {
      store.set(
        `banmian.drafts.${this.page.sha256}.${this.page.name}`,
        JSON.stringify(Object.fromEntries(this.drafts)),
      );
    },

    // ---- ears ----
    listen() {
      const { viewer } = this;
      const press = (id, action) => $(id).addEventListener("click", action);
      press("previous", () => this.step(-1));
      press("next", () => this.step(1));
      press("undo", () => this.undo(false));
      press("redo", () => this.undo(true));
      press("zoom-in", () => viewer.zoomStep(1));
      press("zoom-out", () => viewer.zoomStep(-1));
      press("fit", () => viewer.fit());
      press("help", () => this.help());
      press("keys-close", () => $("keys").close());
      press("language", () => {
        B.language = 1 - B.language;
        store.set("banmian.language", B.language ? "en" : "zh");
        this.showLanguage();
      });
      press("export", () => window.open(B.api.exported(this.page.name, "md")));
      $("pages").addEventListener("change", (event) => this.open(event.target.value));
      $("author").addEventListener("change", () => store.set("banmian.author", this.author));
      for (const tab of TABS)
        press(`tab-${tab}`, () => {
          this.show(tab);
          if (tab === "queue") $("queue").focus();
        });
      document.querySelector("[role=tablist]").addEventListener("keydown", (event) => {
        const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!by) return;
        const tabs = TABS.filter((name) => $(`tab-${name}`).offsetParent);
        this.show(tabs[(tabs.indexOf(this.tab) + by + tabs.length) % tabs.length]);
        $(`tab-${this.tab}`).focus();
      });
      const option = (id, read) =>
        $(id).addEventListener("input", () => {
          viewer.options[id] = read($(id));
          this.showLegend();
          viewer.redraw();
        });
      option("colour", (node) => node.value);
      option("opacity", (node) => node.value / 100);
      for (const id of ["order", "rules", "differences", "heat"]) option(id, (node) => node.checked);
      option("threshold", (node) => {
        $("threshold-value").textContent = `${node.value} %`;
        return Number(node.value);
      });
      viewer.addEventListener("hovered", (event) => B.markLines($("articles"), "hover", event.detail));
      viewer.addEventListener("chosen", ({ detail }) => {
        if (detail.line || !detail.block) this.choose(detail.line, { from: "canvas" });
        else this.choose(viewer.blocks.get(detail.block).lines[0].id, { from: "canvas" });
      });
      viewer.addEventListener("drawn", (event) => this.structure.drawn(event.detail));
      $("articles").addEventListener("click", (event) => {
        const line = event.target.closest("[data-line]");
        if (line) this.choose(line.dataset.line, { from: "articles" });
      });
      $("articles").addEventListener("dblclick", (event) => {
        const line = event.target.closest("[data-line]");
        if (line) {
          this.show("queue");
          this.queue.open(line.dataset.line, true);
        }
      });
      $("articles").addEventListener("pointerover", (event) =>
        viewer.setHover(event.target.closest?.("[data-line]")?.dataset.line || ""),
      );
      window.addEventListener("keydown", (event) => this.onKey(event));
      window.addEventListener("pagehide", () => this.queue.saveEdit());
      this.listenDivider();
    },
    listenDivider() {
      const divider = $("divider"),
        aside = document.querySelector("aside");
      const set = (width) => {
        aside.style.flexBasis = `${Math.max(260, Math.min(window.innerWidth - 320, width))}px`;
      };
      divider.addEventListener("pointerdown", (event) => divider.setPointerCapture(event.pointerId));
      divider.addEventListener("pointermove", (event) => {
        if (divider.hasPointerCapture(event.pointerId)) set(window.innerWidth - event.clientX);
      });
      divider.addEventListener("keydown", (event) => {
        const by = { ArrowLeft: 40, ArrowRight: -40 }[event.key];
        if (by) {
          event.stopPropagation();
          set(aside.offsetWidth + by);
        }
      });
    },
    onKey(event) {
      if (event.isComposing || event.keyCode === 229 || $("keys").open) return;
      const control = event.ctrlKey || event.metaKey;
      const typing = event.target.closest?.("input:not([type=checkbox]):not([type=range]), select, textarea");
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const act = (action) => {
        event.preventDefault();
        action();
      };
      if (control && key === "s") return act(() => this.queue.saveEdit().then(() => this.refresh()));
      if (typing && event.target.id !== "reading") return;
      if (control && key === "z" && !(typing && this.queue.dirty)) return act(() => this.undo(event.shiftKey));
      if (control && key === "y" && !(typing && this.queue.dirty)) return act(() => this.undo(true));
      if (event.altKey && (key === "ArrowUp" || key === "ArrowDown"))
        return act(() => this.structure.move(key === "ArrowUp" ? -1 : 1));
      if (key === "PageUp" || key === "PageDown") return act(() => this.step(key === "PageUp" ? -1 : 1));
      if (typing || control || event.altKey) return;
      const onButton = event.target.closest?.("button");
      const queue =
        this.tab === "queue"
          ? {
              Enter: () => this.queue.accept(),
              ArrowDown: () => this.queue.step(1),
              ArrowUp: () => this.queue.step(-1),
              j: () => this.queue.step(1),
              k: () => this.queue.step(-1),
              e: () => this.queue.edit(),
              F2: () => this.queue.edit(),
              s: () => this.queue.skip(),
              f: () => this.queue.flag(),
              1: () => this.queue.take(0),
              2: () => this.queue.take(1),
            }
          : {};
      const structure = {
        x: () => this.structure.split(),
        m: () => this.structure.merge(),
        a: () => this.structure.ad(),
        r: () => this.structure.reread(),
        d: () => this.structure.draw(),
        Delete: () => this.structure.remove(),
        p: () => this.structure.paragraph("start"),
        j: () => this.structure.paragraph("join"),
      };
      const anywhere = {
        "?": () => this.help(),
        "+": () => this.viewer.zoomStep(1),
        "=": () => this.viewer.zoomStep(1),
        "-": () => this.viewer.zoomStep(-1),
        0: () => this.viewer.fit(),
        Escape: () => this.viewer.setDrawing(false),
        F6: () => this.show(TABS[(TABS.indexOf(this.tab) + 1) % (B.readonly ? 3 : 4)]),
        l: () => $("language").click(),
        c: () => {
          const node = $("colour");
          node.selectedIndex = (node.selectedIndex + 1) % 3;
          node.dispatchEvent(new Event("input"));
        },
        h: () => $("heat").click(),
        o: () => $("order").click(),
        v: () => $("differences").click(),
      };
      const deed = (this.tab === "structure" ? structure[key] : null) || queue[key] || anywhere[key];
      if (!deed || (onButton && key === "Enter")) return;
      act(deed);
    },
    help() {
      const rows = [
        ["Enter", "key_enter"],
        ["↑ ↓ / J K", "key_move"],
        ["E / F2", "key_edit"],
        ["Esc", "key_escape"],
        ["1 2", "key_take"],
        ["S", "key_skip"],
        ["F", "key_flag"],
        ["Ctrl+Z / Ctrl+Y", "key_undo"],
        ["Ctrl+S", "key_save"],
        ["PgUp PgDn", "key_page"],
        ["+ - 0", "key_zoom"],
        ["← ↑ ↓ →", "key_pan"],
        ["F6", "key_tabs"],
        ["C H O V", "key_layers"],
        ["X M A R D Del", "key_structure"],
        ["P J", "key_paragraph"],
        ["Alt+↑ ↓", "key_order"],
        ["L", "key_language"],
        ["?", "key_help"],
      ];
      $("keys-list").replaceChildren(
        ...rows.flatMap(([key, word]) => [make("dt", {}, key), make("dd", {}, B.say(word))]),
      );
      $("keys").showModal();
    },
  };

  B.desk = desk;
  desk.start().catch((error) => desk.tell(error.message));
})();
