// Acceptance: a sample drawn by a seed, a verdict for each item, the figures, the signature.
"use strict";
(() => {
  const B = window.Banmian;
  const { make } = B;

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
      this.host.replaceChildren(this.form(), this.sheet ? this.figures() : "", this.sheet ? this.item() : "");
    }
    form() {
      const seed = make("input", {
        id: "seed",
        value: this.seed,
        size: 8,
        onchange: (e) => {
          this.seed = e.target.value;
        },
      });
      const share = make("input", {
        id: "share",
        type: "number",
        min: 5,
        max: 100,
        value: this.share,
        onchange: (e) => {
          this.share = Number(e.target.value);
        },
      });
      return make(
        "div",
        { className: "row" },
        make("label", {}, B.say("seed"), " ", seed),
        make("label", {}, B.say("share"), " ", share, " %"),
        make("button", { id: "draw-sheet", onclick: () => this.draw() }, B.say("draw_sheet")),
      );
    }
    async draw() {
      const sheet = await this.desk.ask("acceptance/draw", { seed: this.seed, share: this.share / 100 });
      if (!sheet) return;
      this.sheet = sheet;
      this.at = Math.max(
        0,
        sheet.items.findIndex((item) => item.errors === null),
      );
      await this.open();
    }
    async open() {
      const item = this.sheet.items[this.at];
      if (item && item.page !== this.desk.page.name) await this.desk.open(item.page);
      if (item?.line) this.desk.choose(item.line, { from: "acceptance" });
      this.show();
      this.host.querySelector("#right")?.focus();
    }
    figures() {
      const o = this.sheet.outcome;
      const row = (word, value) =>
        make("tr", {}, make("th", { scope: "row" }, B.say(word)), make("td", {}, String(value)));
      const verdict = make(
        "p",
        { id: "verdict", className: o.failed.length ? "bad" : "good" },
        o.failed.length ? `${B.say("not_passed")}：${o.failed.join("；")}` : o.open ? "" : B.say("passed"),
      );
      return make(
        "div",
        {},
        make(
          "table",
          {},
          make(
            "tbody",
            {},
            row("rate", o.characters ? o.errors_per_10000 : "—"),
            row("upper", o.characters ? o.errors_per_10000_below : "—"),
            row("checked", o.characters),
            row("open", o.open),
            row("limits", `${this.desk.run.limits.name} ≤ ${this.desk.run.limits.errors_per_10000}`),
          ),
        ),
        verdict,
        make("button", { id: "sign", disabled: o.open > 0, onclick: () => this.sign() }, B.say("sign")),
      );
    }
    item() {
      const item = this.sheet.items[this.at];
      if (!item) return "";
      const inputs = this.desk.run.categories
        .filter(([, , ofCharacters]) => ofCharacters === Boolean(item.line))
        .map(([name, chinese]) =>
          make(
            "label",
            {},
            `${chinese}${B.language ? ` ${name.replace("_", " ")}` : ""} `,
            make("input", {
              type: "number",
              min: 0,
              max: 999,
              value: item.errors?.[name] || 0,
              data: { category: name },
            }),
          ),
        );
      const entry = this.desk.viewer.lines.get(item.line);
      const picture =
        entry && this.desk.page.image
          ? make("img", {
              className: "picture",
              alt: B.say("printed"),
              src: B.api.cut(
                item.page,
                entry.line.box.map((v, n) => Math.max(0, v + (n < 2 ? -12 : 12))),
              ),
            })
          : null;
      return make(
        "div",
        { id: "card" },
        make(
          "div",
          { className: "why" },
          `${B.say("item", this.at + 1, this.sheet.items.length)} · ${item.page} ${item.line}`,
        ),
        picture,
        make("p", { lang: "zh" }, item.line ? item.text : `${B.say("whole_page")} ${item.page}`),
        make("div", { className: "row" }, ...inputs),
        make(
          "div",
          { className: "row" },
          make("button", { id: "right", className: "first", onclick: () => this.judge(false) }, B.say("right")),
          make("button", { id: "wrong", onclick: () => this.judge(true) }, B.say("note_errors")),
          make(
            "button",
            {
              onclick: () => {
                this.at = Math.max(0, this.at - 1);
                this.open();
              },
            },
            "‹",
          ),
          make(
            "button",
            {
              onclick: () => {
                this.at = Math.min(this.sheet.items.length - 1, this.at + 1);
                this.open();
              },
            },
            "›",
          ),
        ),
      );
    }
    async judge(wrong) {
      const item = this.sheet.items[this.at];
      const errors = {};
      if (wrong)
        for (const input of this.host.querySelectorAll("[data-category]"))
          if (Number(input.value)) errors[input.dataset.category] = Number(input.value);
      const answer = await this.desk.ask("acceptance/verdict", {
        seed: this.sheet.seed,
        key: item.key,
        errors,
        author: this.desk.author,
      });
      if (!answer) return;
      item.errors = errors;
      this.sheet.outcome = answer.outcome;
      this.at = Math.min(this.sheet.items.length - 1, this.at + 1);
      await this.open();
    }
    async sign() {
      if (await this.desk.ask("acceptance/sign", { seed: this.sheet.seed, author: this.desk.author }))
        this.desk.tell(B.say("signed"));
    }
  }

  B.Acceptance = Acceptance;
})();
