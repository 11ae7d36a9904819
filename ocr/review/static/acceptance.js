// Acceptance: a sample drawn by a seed, a verdict for each item, the figures, the signature.
"use strict";
(() => {
  const B = window.Banmian;
  const { make, button } = B;

  class Acceptance {
    constructor(host, desk) {
      this.host = host;
      this.desk = desk;
      this.sheet = null;
      this.at = 0;
      this.seed = "1";
      this.share = 5;
    }
    show() {
      const { sheet } = this;
      const hint = make("p", { className: "hint" }, B.say("accept_hint"));
      this.host.replaceChildren(this.form(), ...(sheet ? [this.item(), this.figures()] : [hint]));
    }
    form() {
      const field = (word, id, properties, keep) =>
        make(
          "label",
          {},
          B.say(word),
          " ",
          make("input", { id, ...properties, onchange: (e) => keep(e.target.value) }),
        );
      const seed = field("seed", "seed", { value: this.seed, size: 8 }, (value) => {
        this.seed = value;
      });
      const share = field("share", "share", { type: "number", min: 5, max: 100, value: this.share }, (value) => {
        this.share = Number(value);
      });
      return make(
        "div",
        { className: "row" },
        seed,
        share,
        "%",
        button("draw_sheet", () => this.draw(), { id: "draw-sheet" }),
      );
    }
    async draw() {
      const sheet = await this.desk.ask("acceptance/draw", { seed: this.seed, share: this.share / 100 });
      if (!sheet) return;
      this.sheet = sheet;
      const open = sheet.items.findIndex((item) => item.errors === null);
      await this.open(Math.max(0, open));
    }
    async open(at) {
      this.at = Math.max(0, Math.min(this.sheet.items.length - 1, at));
      const item = this.sheet.items[this.at];
      if (item.page !== this.desk.page.name) await this.desk.open(item.page);
      this.desk.choose(item.line, { from: "acceptance" });
      if (!item.line) this.desk.viewer.fit();
      this.show();
      this.host.querySelector("#right")?.focus();
    }
    figures() {
      const { outcome } = this.sheet;
      const { limits } = this.desk.run;
      const measured = (value) => (outcome.characters ? value : "—");
      const rows = [
        ["rate", measured(outcome.errors_per_10000)],
        ["upper", measured(outcome.errors_per_10000_below)],
        ["checked", outcome.characters],
        ["open", outcome.open],
        ["limits", `${limits.name} ≤ ${limits.errors_per_10000}`],
      ].map(([word, value]) =>
        make("tr", {}, make("th", { scope: "row" }, B.say(word)), make("td", {}, String(value))),
      );
      const sign = { id: "sign", className: "first", disabled: outcome.open > 0 };
      return make(
        "div",
        { id: "figures" },
        make("table", {}, make("tbody", {}, ...rows)),
        this.verdict(outcome),
        button("sign", () => this.sign(), sign),
      );
    }
    verdict({ failed, open }) {
      if (failed.length)
        return make("p", { id: "verdict", className: "bad" }, `${B.say("not_passed")}：${failed.join("；")}`);
      return make("p", { id: "verdict", className: "good" }, open ? "" : B.say("passed"));
    }
    item() {
      const item = this.sheet.items[this.at];
      const entry = this.desk.viewer.lines.get(item.line);
      const picture = entry && this.desk.page.image ? B.lineImage(this.desk.entryOf(entry.line, entry.block)) : null;
      const place = `${B.say("item", this.at + 1, this.sheet.items.length)} · ${item.page} ${item.line}`;
      const isChecked = item.errors !== null;
      return make(
        "div",
        { id: "card" },
        make("div", { className: "why" }, `${place}${isChecked ? " · ✓" : ""}`),
        picture,
        make("p", { className: "printed", lang: "zh" }, item.line ? item.text : `${B.say("whole_page")} ${item.page}`),
        make("div", { className: "row" }, ...this.counts(item)),
        make(
          "div",
          { className: "row" },
          button("right", () => this.judge(false), { id: "right", className: "first" }),
          button("note_errors", () => this.judge(true), { id: "wrong" }),
          make("button", { ariaLabel: B.say("previous_item"), onclick: () => this.open(this.at - 1) }, "‹"),
          make("button", { ariaLabel: B.say("next_item"), onclick: () => this.open(this.at + 1) }, "›"),
        ),
      );
    }
    counts(item) {
      const ofCharacters = Boolean(item.line);
      const categories = this.desk.run.categories.filter((category) => category[2] === ofCharacters);
      return categories.map(([name, chinese]) => {
        const value = item.errors?.[name] || 0;
        const input = make("input", { type: "number", min: 0, max: 999, value, data: { category: name } });
        return make("label", {}, `${chinese}${B.language ? ` ${name.replace("_", " ")}` : ""} `, input);
      });
    }
    async judge(isWrong) {
      const item = this.sheet.items[this.at];
      const errors = {};
      for (const input of isWrong ? this.host.querySelectorAll("[data-category]") : []) {
        if (Number(input.value)) errors[input.dataset.category] = Number(input.value);
      }
      const answer = await this.desk.ask("acceptance/verdict", { seed: this.sheet.seed, key: item.key, errors });
      if (!answer) return;
      item.errors = errors;
      this.sheet.outcome = answer.outcome;
      await this.open(this.at + 1);
      if (!answer.outcome.open) this.host.querySelector("#sign").focus();
    }
    async sign() {
      if (await this.desk.ask("acceptance/sign", { seed: this.sheet.seed })) this.desk.tell(B.say("signed"));
    }
  }

  B.Acceptance = Acceptance;
})();
