// What is drawn over the page image: blocks, order, rules, doubts and differences, in pixels of the page.
"use strict";
(() => {
  const B = window.Banmian;
  const INK = {
    rule: "#e6007e",
    frame: "#00a0a0",
    picture: "#5b8c00",
    difference: "#b000b0",
    order: "#222",
    hover: "#3d8bfd",
    chosen: "#ff9500",
    other: "#555",
  };
  const LEGIBLE = 9; // screen pixels; smaller words are left out
  const LARGEST_WORD = 1.1; // body sizes: what another reader read in a headline must not hide the page
  const JUMP_SIZE = 14; // screen pixels: to be read and hit
  const HEAD = { length: 8, angle: 0.4 };

  B.roleColours = {
    masthead: "#7b3294",
    kicker: "#c2571a",
    column_title: "#a6611a",
    headline: "#d7191c",
    deck: "#e08214",
    summary: "#b8860b",
    byline: "#1b7837",
    subhead: "#d01c8b",
    body: "#2166ac",
    caption: "#018571",
    credit: "#35978f",
    jump: "#5e3c99",
    pointer: "#8073ac",
    table: "#4d4d4d",
    advertisement: "#8c510a",
    folio: "#777777",
    staff: "#999999",
    footer: "#888888",
    ornament: "#aaaaaa",
  };
  // The golden angle: neighbours in order are far apart in colour.
  B.articleColour = (number) => `hsl(${(number * 137.508) % 360} 65% 42%)`;

  const outline = (c, [l, t, r, b]) => c.strokeRect(l, t, r - l, b - t);

  class Ink {
    // `seen` is the part of the page in sight; one `px` is a pixel of the screen.
    constructor(viewer, seen) {
      this.viewer = viewer;
      this.c = viewer.context;
      this.page = viewer.page;
      this.options = viewer.options;
      this.seen = seen;
      this.px = 1 / viewer.view.scale;
    }
    sees([l, t, r, b]) {
      const { seen } = this;
      return r > seen.left && l < seen.right && b > seen.top && t < seen.bottom;
    }
    draw() {
      this.viewer.jumps = [];
      if (this.options.rules) this.drawRules();
      for (const block of this.page.blocks) if (this.sees(block.box)) this.drawBlock(block);
      if (this.options.order) this.drawOrder();
      this.drawMarks();
    }
    colourOf(block) {
      if (this.options.colour === "article") return B.articleColour(block.article);
      return (this.options.colour === "role" && B.roleColours[block.role]) || INK.other;
    }
    drawRules() {
      const { c, px, page } = this;
      c.lineWidth = 2 * px;
      c.strokeStyle = INK.rule;
      for (const rule of page.rules) if (this.sees(rule)) outline(c, rule);
      c.setLineDash([8 * px, 4 * px]);
      c.strokeStyle = INK.frame;
      for (const frame of page.frames) if (this.sees(frame)) outline(c, frame);
      c.strokeStyle = INK.picture;
      for (const picture of page.pictures) {
        if (!this.sees(picture)) continue;
        const [l, t, r, b] = picture;
        outline(c, picture);
        this.line(l, t, r, b);
        this.line(r, t, l, b);
      }
      c.setLineDash([]);
    }
    drawBlock(block) {
      const { c, px } = this;
      const [l, t, r, b] = block.box;
      if (this.options.colour !== "none") {
        c.fillStyle = c.strokeStyle = this.colourOf(block);
        c.globalAlpha = this.options.opacity;
        c.fillRect(l, t, r - l, b - t);
        c.globalAlpha = 1;
        c.lineWidth = (block.id === this.viewer.block ? 3.5 : 1.4) * px;
        outline(c, block.box);
      }
      if (this.options.order && (block.role === "jump" || block.role === "pointer")) this.drawJump(block);
      if (!this.options.heat && !this.options.differences) return;
      for (const line of block.lines) {
        if (line.state?.status || !this.sees(line.box)) continue; // a person has been here
        if (this.options.heat) this.drawHeat(line);
        if (this.options.differences && line.alternatives) this.drawDifferences(line);
      }
    }
    glyphBox(line, n) {
      const [l, t, r, b] = line.box;
      const from = line.spans[2 * n],
        to = line.spans[2 * n + 1];
      return line.vertical ? [l, from, r, to] : [from, t, to, b];
    }
    drawHeat(line) {
      const { c, px } = this;
      line.conf.forEach((sureness, n) => {
        if (sureness >= this.options.threshold) return;
        const [l, t, r, b] = this.glyphBox(line, n);
        c.fillStyle = `hsl(${sureness * 0.6} 95% 50% / .45)`; // from red to yellow
        c.fillRect(l, t, Math.max(r - l, 2 * px), Math.max(b - t, 2 * px));
      });
    }
    // What the other reader read stands over the character.
    drawDifferences(line) {
      const { c, px } = this;
      const thickness = line.vertical ? line.box[2] - line.box[0] : line.box[3] - line.box[1];
      const size = Math.min(thickness * 0.62, this.page.body_size * LARGEST_WORD);
      c.lineWidth = 2 * px;
      c.font = `${size}px "Noto Serif CJK SC", serif`;
      c.textBaseline = "bottom";
      for (const [n, , other] of line.alternatives) {
        const [l, t, r, b] = this.glyphBox(line, n);
        c.strokeStyle = INK.difference;
        this.line(l, b + px, r, b + px);
        if (size < LEGIBLE * px) continue;
        c.fillStyle = "#fff";
        c.fillRect(l, t - size, c.measureText(other).width, size);
        c.fillStyle = INK.difference;
        c.fillText(other, l, t);
      }
    }
    drawJump(block) {
      const { c, px } = this;
      const target = B.jumpTarget(block.lines.map((line) => line.text).join(""));
      if (!target) return;
      c.font = `bold ${JUMP_SIZE * px}px sans-serif`;
      c.textBaseline = "middle";
      c.fillStyle = B.roleColours.jump;
      const text = `⇒ ${target}`;
      const left = block.box[2] + 3 * px,
        middle = (block.box[1] + block.box[3]) / 2;
      c.fillText(text, left, middle);
      const half = (JUMP_SIZE / 2) * px;
      this.viewer.jumps.push({ box: [left, middle - half, left + c.measureText(text).width, middle + half], target });
    }
    drawOrder() {
      const { c, px, page, viewer } = this;
      const radius = Math.max(6, Math.min(10, page.body_size * viewer.view.scale * 0.6)) * px;
      const numbers = [];
      page.articles.forEach((article, index) => {
        c.strokeStyle = c.fillStyle = this.options.colour === "role" ? INK.order : B.articleColour(index);
        let previous = null;
        const isRead = article.kind !== "furniture"; // folios and ornaments have places, but no order
        for (const id of article.blocks) {
          const { box } = viewer.blocks.get(id);
          if (previous && isRead) this.arrow(previous, box);
          previous = box;
          numbers.push([box, c.fillStyle]);
        }
      });
      c.font = `bold ${radius * 1.15}px sans-serif`;
      c.textAlign = "center";
      c.textBaseline = "middle";
      numbers.forEach(([box, colour], n) => {
        const [l, t] = box;
        if (!this.sees([l - radius, t - radius, l + radius, t + radius])) return;
        c.fillStyle = colour;
        c.beginPath();
        c.arc(l, t, radius, 0, 2 * Math.PI);
        c.fill();
        c.fillStyle = "#fff";
        c.fillText(String(n + 1), l, t + px);
      });
      c.textAlign = "start";
    }
    drawMarks() {
      const { c, px, viewer } = this;
      const mark = (id, colour, width) => {
        const entry = viewer.lines.get(id);
        if (!entry) return;
        c.strokeStyle = colour;
        c.lineWidth = width * px;
        const [l, t, r, b] = entry.line.box;
        outline(c, [l - 3 * px, t - 3 * px, r + 3 * px, b + 3 * px]);
      };
      mark(viewer.hover, INK.hover, 2);
      mark(viewer.line, INK.chosen, 3);
      if (!viewer.box) return;
      c.strokeStyle = INK.chosen;
      c.lineWidth = 2 * px;
      outline(c, viewer.box);
    }
    line(x0, y0, x1, y1) {
      const { c } = this;
      c.beginPath();
      c.moveTo(x0, y0);
      c.lineTo(x1, y1);
      c.stroke();
    }
    // From the foot of one block to the head of the next.
    arrow(from, to) {
      const x0 = (from[0] + from[2]) / 2,
        y0 = from[3],
        x1 = (to[0] + to[2]) / 2,
        y1 = to[1];
      if (!this.sees([Math.min(x0, x1), Math.min(y0, y1), Math.max(x0, x1) + 1, Math.max(y0, y1) + 1])) return;
      const { c, px } = this;
      const angle = Math.atan2(y1 - y0, x1 - x0);
      const barb = (turn) => [
        x1 - HEAD.length * px * Math.cos(angle + turn),
        y1 - HEAD.length * px * Math.sin(angle + turn),
      ];
      c.lineWidth = 1.4 * px;
      c.globalAlpha = 0.6;
      this.line(x0, y0, x1, y1);
      c.beginPath();
      c.moveTo(x1, y1);
      c.lineTo(...barb(-HEAD.angle));
      c.lineTo(...barb(HEAD.angle));
      c.fill();
      c.globalAlpha = 1;
    }
  }

  B.Ink = Ink;
})();
