// The review queue: the worst line first, of this page or of the whole run; one key accepts and goes on.
"use strict";
(() => {
  const B = window.Banmian;
  const { make, choice } = B;
  const LISTED = 40; // lines of the list in the document at a time
  const AHEAD = 3; // images of lines fetched before they are looked at
  const FEW = 20; // open lines left of the run's list when it is asked for again
  const POLL = 800; // milliseconds, while the server still goes through the run's pages
  const FOLLOW = 350; // milliseconds on a line before the page it stands on is opened beside it

  const SHOWS = { page: ["unseen", "different", "flagged", "seen", "all"], run: ["unseen", "different", "flagged"] };
  const KEEPS = {
    unseen: (line) => !line.state?.status,
    different: (line) => !line.state?.status && Boolean(line.alternatives || line.witnesses),
    flagged: (line) => line.state?.flagged,
    seen: (line) => line.state?.status,
    all: () => true,
  };
  const isSame = (entry, other) => entry?.page === other?.page && entry?.line.id === other?.line.id;

  class Queue {
    constructor(host, desk) {
      this.host = host;
      this.desk = desk;
      this.scope = "page";
      this.filter = { show: "unseen", role: "", page: "" };
      this.sort = "doubt";
      this.entry = null;
      this.card = null;
      this.skipped = new Set();
      this.isFresh = true; // nobody has begun to work through the lines that are shown
      this.found = { rows: [], roles: [], left: 0, doubt: 0, known: 0, pages: 0, unreadable: [] };
    }
    get current() {
      return this.entry?.line.id || "";
    }
    get ofRun() {
      return this.scope === "run";
    }

    // ---- which lines ----
    entries() {
      const all = this.ofRun ? this.found.rows : this.entriesOfPage();
      const { role, show } = this.filter;
      const asked = (entry) => KEEPS[show](entry.line) && (!role || entry.role === role) && !this.isSkipped(entry);
      const rows = all.filter((entry) => asked(entry) || isSame(entry, this.entry));
      if (!this.ofRun && this.sort === "doubt") rows.sort((a, b) => this.rank(b) - this.rank(a));
      return rows;
    }
    entriesOfPage() {
      return this.desk.page.blocks.flatMap((block) => block.lines.map((line) => this.desk.entryOf(line, block)));
    }
    // A line keeps its place while it is open, though its doubt falls to nothing on saving.
    rank({ line, role }) {
      const doubt = role === "ornament" ? 0 : line.conf.reduce((sum, value) => sum + (100 - value), 0);
      return doubt + (line.state?.flagged ? 1000 : 0);
    }
    isSkipped(entry) {
      return this.skipped.has(`${entry.page}#${entry.line.id}`);
    }
    following(step) {
      const rows = this.entries();
      return rows[rows.findIndex((entry) => isSame(entry, this.entry)) + step] || null;
    }

    // ---- looks ----
    show() {
      if (!this.ofRun) this.entry = this.ofPage(this.current);
      this.entry = this.entry || this.entries()[0] || null;
      this.draw();
    }
    ofPage(id) {
      const known = this.desk.viewer.lines.get(id);
      return known ? this.desk.entryOf(known.line, known.block) : null;
    }
    draw() {
      const { entry } = this;
      const hasImage = !B.readonly && (entry?.page !== this.desk.page.name || Boolean(this.desk.page.image));
      this.card = entry ? new B.Card(entry, this, this.desk.drafts.get(entry.page, entry.line.id), hasImage) : null;
      this.host.replaceChildren(this.head(), this.card ? this.card.node : this.nothing(), this.list());
      this.card?.fit();
      if (!B.readonly) for (let n = 1; n <= AHEAD; n += 1) this.preload(this.following(n));
      this.follow();
    }
    // The list without the card: whoever is typing is not disturbed.
    drawList() {
      if (!this.card) return this.show();
      this.host.querySelector(".filter").replaceWith(this.head());
      this.host.querySelector(".queue-list").replaceWith(this.list());
      return undefined;
    }
    preload(entry) {
      if (entry) B.preloadLineImage(entry);
    }
    nothing() {
      const { known, pages } = this.found;
      if (this.ofRun && known < pages) return make("p", { className: "why" }, B.say("going_through", known, pages));
      return make("p", { id: "done" }, B.say(this.ofRun ? "done_run" : "done"));
    }
    head() {
      const { filter } = this;
      const set = (name) => (value) => this.look({ [name]: value });
      const named = (values, word) => values.map((value) => [value, B.say(word(value))]);
      const roles = this.ofRun ? this.found.roles : [...new Set(this.desk.page.blocks.map((block) => block.role))];
      const parts = [
        choice(
          "show",
          "filter",
          named(SHOWS[this.scope], (show) => `f_${show}`),
          filter.show,
          set("show"),
        ),
        choice(
          "role",
          "filter-role",
          [["", B.say("any_role")], ...named(roles, (role) => role)],
          filter.role,
          set("role"),
        ),
      ];
      if (!B.readonly) {
        const scopes = named(["page", "run"], (scope) => `of_${scope}`);
        parts.unshift(choice("scope", "scope", scopes, this.scope, (value) => this.setScope(value)));
      }
      if (this.ofRun) {
        const pages = [["", B.say("any_page")], ...this.desk.run.pages.map((name) => [name, name])];
        parts.push(choice("of", "filter-page", pages, filter.page, set("page")));
      } else {
        const sorts = named(["doubt", "order"], (sort) => `by_${sort}`);
        parts.push(choice("sort", "sort", sorts, this.sort, (value) => this.resort(value)));
      }
      return make("div", { className: "filter" }, ...parts, make("span", { id: "left" }, this.figures()));
    }
    figures() {
      if (!this.ofRun) {
        const open = this.entriesOfPage().filter(({ line }) => !line.state?.status);
        return B.say("left", open.length, open.reduce((sum, { line }) => sum + line.doubt, 0).toFixed(1));
      }
      const { left, doubt, known, pages, unreadable } = this.found;
      const parts = [B.say("left", left, doubt.toFixed(1))];
      if (known < pages) parts.push(B.say("going_through", known, pages));
      if (unreadable.length) parts.push(B.say("unreadable", unreadable.join(", ")));
      return parts.join(" · ");
    }
    list() {
      const rows = this.entries();
      const at = Math.max(0, rows.findIndex((entry) => isSame(entry, this.entry)) - 2);
      return make("ul", { className: "queue-list" }, ...rows.slice(at, at + LISTED).map((entry) => this.row(entry)));
    }
    row(entry) {
      const { page, line } = entry;
      const sign = line.state?.flagged ? "⚑ " : line.state?.status ? "✓ " : "";
      return make(
        "li",
        {},
        make(
          "button",
          { ariaCurrent: String(isSame(entry, this.entry)), onclick: () => this.open(entry) },
          make("b", {}, line.doubt.toFixed(2)),
          make("span", {}, `${sign}${line.text || "∅"}`),
          this.ofRun ? make("small", {}, page) : null,
        ),
      );
    }

    // ---- the whole run ----
    async setScope(scope) {
      await this.saveEdit();
      this.scope = scope;
      await this.look(SHOWS[scope].includes(this.filter.show) ? {} : { show: "unseen" });
    }
    async look(change) {
      await this.saveEdit();
      Object.assign(this.filter, change);
      this.entry = null;
      this.isFresh = true;
      if (this.ofRun) await this.fetch();
      this.show();
      this.host.focus();
    }
    resort(sort) {
      this.sort = sort;
      this.drawList();
    }
    async fetch() {
      clearTimeout(this.polling);
      const asked = JSON.stringify(this.filter);
      let found;
      try {
        found = await B.api.queue(this.filter);
      } catch (error) {
        this.desk.tell(error.message);
        return;
      }
      if (!this.ofRun || asked !== JSON.stringify(this.filter)) return; // something else was asked for meanwhile
      this.found = found;
      if (found.known < found.pages) this.polling = setTimeout(() => this.poll(), POLL);
    }
    async poll() {
      if (!this.ofRun) return;
      await this.fetch();
      if (this.desk.tab !== "queue") return;
      if (!this.isFresh) return this.drawList();
      this.entry = null; // nobody has begun: the worst line known by now comes first
      this.show();
    }
    // The page on which the line stands comes up beside it once a person stays on the line.
    follow() {
      clearTimeout(this.waiting);
      const { entry } = this;
      if (!entry) return;
      const { page, viewer } = this.desk;
      if (entry.page !== page.name) {
        const open = () => isSame(entry, this.entry) && this.desk.open(entry.page, entry.line.id);
        this.waiting = setTimeout(open, FOLLOW);
      } else if (viewer.line !== entry.line.id) this.desk.choose(entry.line.id, { from: "queue" });
    }
    // After a line was saved: what is now known of it.
    patch(page, line) {
      const at = this.found.rows.findIndex((row) => row.page === page && row.line.id === line.id);
      if (at >= 0) this.found.rows[at] = { ...this.found.rows[at], line };
      if (this.entry?.page === page && this.entry.line.id === line.id) this.entry = { ...this.entry, line };
    }
    // Back to the line that was sent, whatever the lists say of it now; nothing else may be accepted by mistake.
    showConflict(line) {
      this.entry = { ...this.sent, line };
      this.draw();
      this.edit();
    }
    async returnTo(page, id) {
      if (this.ofRun) {
        await this.fetch();
        this.entry = this.found.rows.find((row) => row.page === page && row.line.id === id) || null;
      } else this.entry = this.ofPage(id) || this.entry;
      this.show();
    }

    // ---- deeds ----
    typed(card) {
      const { page, line } = card.entry;
      this.isFresh = false;
      if (card.dirty) this.desk.drafts.set(page, line.id, card.text);
      else this.desk.drafts.drop(page, line.id);
    }
    drop() {
      this.desk.drafts.drop(this.entry.page, this.current);
      this.draw();
      this.host.focus();
    }
    edit() {
      this.isFresh = false;
      this.card?.edit();
    }
    take(number) {
      this.card?.take(number);
    }
    openLine(id, editing = false) {
      const entry = this.ofPage(id);
      if (entry) this.open(entry, editing);
    }
    open(entry, editing = false) {
      this.saveEdit();
      this.isFresh = false;
      this.entry = entry;
      this.draw();
      if (editing) this.edit();
    }
    step(step, editing = false) {
      const entry = this.following(step);
      if (entry) this.open(entry, editing);
    }
    skip() {
      if (!this.entry) return;
      const next = this.following(1);
      this.skipped.add(`${this.entry.page}#${this.current}`);
      if (next) return this.open(next);
      this.entry = null;
      return this.show();
    }
    send(deed, entry) {
      this.sent = entry;
      const { page, line } = entry;
      return this.desk.correct({ page, ...deed, places: [line.id], seen: line.revision }, deed.now);
    }
    // On leaving a line: what was typed is kept without being asked for.
    async saveEdit() {
      const { card } = this;
      if (!card?.dirty || B.readonly || card.composing) return true;
      const saved = await this.send({ deed: "text", now: card.text }, card.entry);
      if (!saved || this.desk.tab !== "queue") return saved;
      if (isSame(card.entry, this.entry)) {
        const isTyping = document.activeElement === card.input;
        this.draw();
        if (isTyping) this.edit();
      } else this.drawList();
      return true;
    }
    // The next line is not in edit: a key means the same after every Enter, and none goes into a text by mistake.
    async accept() {
      const { card, entry } = this;
      if (!card || B.readonly || this.busy) return;
      this.busy = true;
      this.isFresh = false;
      try {
        const next = this.following(1);
        const deed = card.dirty ? { deed: "text", now: card.text } : { deed: "accept" };
        if (!(await this.send(deed, entry))) return;
        this.entry = next;
        if (this.ofRun && this.entries().length < FEW) await this.fetch();
        this.show();
        this.host.focus();
      } finally {
        this.busy = false;
      }
    }
    async flag() {
      if (!this.entry || B.readonly) return;
      const note = this.card.note.value.trim() || "⚑";
      if (!(await this.saveEdit())) return;
      const isFlagged = this.entry.line.state?.flagged;
      await this.send({ deed: "flag", now: isFlagged ? "" : note }, this.entry);
      this.show();
      this.host.focus();
    }
  }

  B.Queue = Queue;
})();
