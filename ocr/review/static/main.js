// The desk: holds the page, saves what is done to it, and ties image and text together.
"use strict";
(() => {
  const B = window.Banmian;
  const { make } = B;
  const $ = (id) => document.getElementById(id);
  const TABS = ["articles", "queue", "structure", "acceptance"];
  const NOTICE = 7000; // milliseconds that a message stays
  const AHEAD = 1500; // milliseconds after which somebody who looks at a page is taken to stay on it
  const NARROWEST = { text: 260, image: 320 }; // pixels

  const desk = {
    run: null,
    page: null,
    tab: "articles",
    deeds: [], // the page of each deed of this visit, for undoing over pages
    undone: [],
    get author() {
      return $("author").value.trim();
    },

    async start() {
      B.language = B.storage.get("banmian.language") === "en" ? 1 : 0;
      if (B.readonly) document.body.classList.add("readonly");
      B.translate();
      this.run = await B.api.run();
      this.drafts = new B.Drafts(this.run.key);
      $("author").value = B.storage.get("banmian.author") || this.run.author || "";
      this.viewer = new B.Viewer($("canvas"));
      this.queue = new B.Queue($("queue"), this);
      this.structure = new B.Structure($("structure"), this);
      this.acceptance = new B.Acceptance($("acceptance"), this);
      $("pages").replaceChildren(...this.run.pages.map((name) => make("option", { value: name }, name)));
      this.listen();
      this.showLanguage();
      this.show("articles");
      await this.open(this.nameInAddress() || this.run.pages[0]);
    },
    nameInAddress() {
      const name = decodeURIComponent(location.hash.slice(1));
      return this.run.pages.includes(name) ? name : "";
    },

    // ---- pages ----
    async open(name, line = "") {
      this.opening = name;
      document.body.classList.add("loading");
      try {
        const page = await B.api.page(name);
        if (this.opening !== name) return; // another was asked for meanwhile
        this.viewer.line = this.viewer.block = "";
        this.set(page);
      } catch (error) {
        if (this.opening === name) $("pages").value = this.page?.name || name;
        this.tell(error.message);
        return;
      } finally {
        if (this.opening === name) document.body.classList.remove("loading");
      }
      $("pages").value = name;
      try {
        history.replaceState(null, "", `#${encodeURIComponent(name)}`);
      } catch {
        // a file may not rename itself
      }
      if (line) this.choose(line, { from: "queue" });
      this.refresh({ isOtherPage: true });
      this.lookAhead();
    },
    // The next page is made ready while this one is read, so that turning takes no time.
    lookAhead() {
      const next = this.run.pages[this.run.pages.indexOf(this.page.name) + 1];
      clearTimeout(this.aheadTimer);
      if (next) this.aheadTimer = setTimeout(() => B.api.ahead(next), AHEAD);
    },
    set(page) {
      if (this.page?.name === page.name && !page.image) page.image = this.page.image;
      this.page = page;
      this.viewer.show(page);
      $("progress").textContent = B.say("progress", page.summary.seen, page.summary.lines);
    },
    step(by) {
      const name = this.run.pages[this.run.pages.indexOf(this.page.name) + by];
      if (name) this.open(name);
    },
    // The page a jump line leads to: of the same folder, its number at the end of its name; or, where each page is
    // a scan of its own, the page whose name differs from this one's in nothing but that number.
    async openNumber(number) {
      const { name: here } = this.page;
      const folder = (name) => name.split("/").slice(0, -1).join("/");
      const digits = (name) => name.match(/\d+/g)?.map(Number) || [];
      const letters = (name) => name.replace(/\d+/g, "#");
      const isBeside = (name) => folder(name) === folder(here) && digits(name).at(-1) === number;
      const isAlike = (name) =>
        letters(name) === letters(here) && digits(name).every((n, at) => n === digits(here)[at] || n === number);
      const others = this.run.pages.filter((name) => name !== here);
      const match = others.find(isBeside) || others.find(isAlike);
      if (match) await this.open(match);
      else this.tell(B.say("no_such_page", number));
    },

    // A line of this page, as the queue and its card know it.
    entryOf(line, block) {
      return { page: this.page.name, body_size: this.page.body_size, role: block.role, line };
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
    refresh({ isOtherPage = false } = {}) {
      if (!this.page) return;
      if (this.tab === "articles") {
        B.showArticles($("articles"), this);
        this.markChosen();
        if (isOtherPage && !this.viewer.line) $("articles").scrollTop = 0;
      }
      // in the run's queue the page follows the line, and whoever is typing is left alone
      if (this.tab === "queue" && !(isOtherPage && this.queue.ofRun)) this.queue.show();
      if (this.tab === "structure") this.structure.show();
      if (this.tab === "acceptance") this.acceptance.show();
      this.showLegend();
      this.viewer.redraw();
    },
    showLegend() {
      const used = new Set(this.page.blocks.map((block) => block.role));
      const roles = Object.keys(B.roleColours).filter((role) => used.has(role));
      $("legend").hidden = this.viewer.options.colour !== "role";
      $("legend").replaceChildren(
        ...roles.map((role) => {
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
      if (entry && from === "canvas" && this.tab === "queue") this.queue.openLine(line);
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
      }, NOTICE);
    },
    hush() {
      $("notice").hidden = true;
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
    // What the server answers; null when it refused, and the person was told.
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
        if (error.status === 409) return { conflict: error.data.author, patch: error.data.patch };
        const cure = error.data?.cure ? ` — ${error.data.cure}` : "";
        this.tell(B.say("failed") + error.message + cure);
        return null;
      }
    },
    // Saves a deed on this page, or on the one it names; `typed` is what the person wrote, if anything.
    async correct(deed, typed) {
      const page = deed.page || this.page.name;
      const answer = await this.ask("correct", { ...deed, page });
      if (!answer) return false;
      if (answer.patch) this.patch(answer.patch);
      else if (answer.page && this.page.name === page) this.set(answer.page);
      if (answer.conflict !== undefined) {
        await this.explainConflict(page, deed.places[0], typed, answer);
        return false;
      }
      this.drafts.drop(page, deed.places[0]);
      this.deeds.push(page);
      this.undone = [];
      return true;
    },
    // One line and its article, after a deed that changed no more.
    patch({ name, line, articles, summary }) {
      this.queue.patch(name, line);
      if (name !== this.page.name) return;
      const { page } = this;
      const { block } = this.viewer.lines.get(line.id);
      block.lines[block.lines.findIndex((other) => other.id === line.id)] = line;
      for (const article of articles) {
        page.articles[page.articles.findIndex((other) => other.id === article.id)] = article;
      }
      page.summary = summary;
      this.set(page);
    },
    // The other's text is shown, one's own stays in the field.
    async explainConflict(page, place, typed, { conflict, patch }) {
      if (!patch || this.tab !== "queue") {
        this.set(await B.api.page(page));
        this.tell(B.say("conflict_block", conflict));
        this.refresh();
        return;
      }
      if (typed !== undefined && typed !== patch.line.text) this.drafts.set(page, place, typed);
      this.tell(B.say("conflict", conflict, patch.line.text));
      this.queue.showConflict(patch.line);
    },
    // One's last deed on this page; in the run's queue the last of this visit, wherever it was.
    async undo(isRedo) {
      const overPages = this.tab === "queue" && this.queue.ofRun;
      const [from, to] = isRedo ? [this.undone, this.deeds] : [this.deeds, this.undone];
      const page = overPages ? from.at(-1) : this.page.name;
      const answer = page ? await this.ask(isRedo ? "redo" : "undo", { page }) : { saved: "" };
      if (!answer) return;
      if (!answer.saved) {
        this.tell(B.say(isRedo ? "nothing_to_redo" : "nothing_to_undo"));
        return;
      }
      if (from.includes(page)) from.splice(from.lastIndexOf(page), 1);
      to.push(page);
      if (page === this.page.name) this.set(answer.page);
      if (this.tab === "queue") await this.queue.returnTo(page, answer.place);
      this.refresh({ isOtherPage: overPages });
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
      press("help", () => B.showKeys());
      press("keys-close", () => $("keys").close());
      press("language", () => {
        B.language = 1 - B.language;
        B.storage.set("banmian.language", B.language ? "en" : "zh");
        this.showLanguage();
      });
      press("export", () => window.open(B.api.exported(this.page.name, "md")));
      $("pages").addEventListener("change", (event) => this.open(event.target.value));
      $("author").addEventListener("change", () => B.storage.set("banmian.author", this.author));
      this.listenTabs(press);
      this.listenOptions();
      this.listenCanvas();
      this.listenArticles();
      B.listenKeys(this, TABS);
      window.addEventListener("pagehide", () => this.queue.saveEdit());
      window.addEventListener("hashchange", () => {
        const name = this.nameInAddress();
        if (name && name !== this.page?.name) this.open(name);
      });
      this.listenDivider();
    },
    listenTabs(press) {
      for (const tab of TABS) {
        press(`tab-${tab}`, () => {
          this.show(tab);
          if (tab === "queue") $("queue").focus();
        });
      }
      document.querySelector("[role=tablist]").addEventListener("keydown", (event) => {
        const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!by) return;
        const tabs = TABS.filter((name) => $(`tab-${name}`).offsetParent);
        this.show(tabs[(tabs.indexOf(this.tab) + by + tabs.length) % tabs.length]);
        $(`tab-${this.tab}`).focus();
      });
    },
    listenOptions() {
      const option = (id, read) =>
        $(id).addEventListener("input", () => {
          this.viewer.options[id] = read($(id));
          this.showLegend();
          this.viewer.redraw();
        });
      option("colour", (node) => node.value);
      option("opacity", (node) => node.value / 100);
      for (const id of ["order", "rules", "differences", "heat"]) option(id, (node) => node.checked);
      option("threshold", (node) => {
        $("threshold-value").textContent = `${node.value} %`;
        return Number(node.value);
      });
    },
    listenCanvas() {
      const { viewer } = this;
      viewer.addEventListener("hovered", (event) => B.markLines($("articles"), "hover", event.detail));
      viewer.addEventListener("chosen", ({ detail }) => {
        const line = detail.line || viewer.blocks.get(detail.block)?.lines[0].id || "";
        this.choose(line, { from: "canvas" });
      });
      viewer.addEventListener("jumped", (event) => this.openNumber(event.detail));
      viewer.addEventListener("drawn", (event) => this.structure.drawn(event.detail));
    },
    listenArticles() {
      const lineAt = (event) => event.target.closest?.("[data-line]")?.dataset.line || "";
      $("articles").addEventListener("click", (event) => {
        if (lineAt(event)) this.choose(lineAt(event), { from: "articles" });
      });
      $("articles").addEventListener("dblclick", async (event) => {
        const line = lineAt(event);
        if (!line) return;
        if (this.queue.ofRun) await this.queue.setScope("page");
        this.show("queue");
        this.queue.openLine(line, true);
      });
      $("articles").addEventListener("pointerover", (event) => this.viewer.setHover(lineAt(event)));
    },
    listenDivider() {
      const divider = $("divider"),
        aside = document.querySelector("aside");
      const set = (width) => {
        const most = window.innerWidth - NARROWEST.image;
        aside.style.setProperty("--text-width", `${Math.max(NARROWEST.text, Math.min(most, width))}px`);
      };
      divider.addEventListener("pointerdown", (event) => divider.setPointerCapture(event.pointerId));
      divider.addEventListener("pointermove", (event) => {
        if (divider.hasPointerCapture(event.pointerId)) set(window.innerWidth - event.clientX);
      });
      divider.addEventListener("keydown", (event) => {
        const by = { ArrowLeft: 40, ArrowRight: -40 }[event.key];
        if (!by) return;
        event.stopPropagation();
        set(aside.offsetWidth + by);
      });
    },
  };

  B.desk = desk;
  desk.start().catch((error) => desk.tell(error.message));
})();
