// The page on a canvas: zoom, pan, blocks and lines over the image. Only what is in sight is drawn.
"use strict";
(() => {
  const B = window.Banmian;
  const LARGEST = 4,
    ZOOM_STEP = 1.25,
    ARROW_STEP = 80,
    CLICK_SLACK = 4;

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
  };
  B.articleColour = (number) => `hsl(${(number * 137.508) % 360} 65% 42%)`;

  class Viewer extends EventTarget {
    constructor(canvas) {
      super();
      this.canvas = canvas;
      this.context = canvas.getContext("2d");
      this.view = { scale: 1, x: 0, y: 0, density: 1 };
      this.options = {
        colour: "role",
        opacity: 0.16,
        order: true,
        rules: false,
        differences: true,
        heat: false,
        threshold: 90,
      };
      this.page = null;
      this.hover = this.line = this.block = "";
      this.drawing = false;
      this.box = null;
      this.frame = 0;
      this.frames = 0;
      new ResizeObserver(() => this.resize()).observe(canvas);
      this.listen();
    }

    // ---- page and view ----
    show(page, keepView) {
      const fresh = !this.page || this.page.name !== page.name;
      if (fresh && this.picture) this.picture.close();
      this.page = page;
      if (fresh) this.picture = B.openPicture(page, () => this.redraw());
      this.lines = new Map();
      for (const block of page.blocks) for (const line of block.lines) this.lines.set(line.id, { line, block });
      this.blocks = new Map(page.blocks.map((block) => [block.id, block]));
      if (fresh && !keepView) this.fit();
      this.redraw();
    }
    resize() {
      const { clientWidth: width, clientHeight: height } = this.canvas;
      const density = window.devicePixelRatio || 1;
      this.canvas.width = Math.round(width * density);
      this.canvas.height = Math.round(height * density);
      this.view.density = density;
      if (this.page && !this.fitted) this.fit();
      this.redraw();
    }
    fit() {
      const { clientWidth: width, clientHeight: height } = this.canvas;
      if (!this.page || !width || !height) return;
      this.view.scale = Math.min(width / this.page.width, height / this.page.height) * 0.98;
      this.view.x = (width - this.page.width * this.view.scale) / 2;
      this.view.y = (height - this.page.height * this.view.scale) / 2;
      this.fitted = true;
      this.redraw();
    }
    zoom(factor, x = this.canvas.clientWidth / 2, y = this.canvas.clientHeight / 2) {
      const smallest =
        0.2 * Math.min(this.canvas.clientWidth / this.page.width, this.canvas.clientHeight / this.page.height);
      const scale = Math.max(smallest, Math.min(LARGEST, this.view.scale * factor));
      const ratio = scale / this.view.scale;
      this.view.x = x - (x - this.view.x) * ratio;
      this.view.y = y - (y - this.view.y) * ratio;
      this.view.scale = scale;
      this.redraw();
    }
    pan(dx, dy) {
      this.view.x += dx;
      this.view.y += dy;
      this.redraw();
    }
    reveal(box, size) {
      const { clientWidth: width, clientHeight: height } = this.canvas;
      const wanted = Math.min(LARGEST, 22 / (size || 30));
      if (this.view.scale < wanted * 0.5)
        this.view.scale = Math.min(wanted, (width * 0.9) / Math.max(1, box[2] - box[0]));
      const cx = ((box[0] + box[2]) / 2) * this.view.scale + this.view.x,
        cy = ((box[1] + box[3]) / 2) * this.view.scale + this.view.y;
      if (cx < width * 0.15 || cx > width * 0.85 || cy < height * 0.12 || cy > height * 0.88) {
        this.view.x += width / 2 - cx;
        this.view.y += height / 2 - cy;
      }
      this.redraw();
    }
    at(event) {
      const edge = this.canvas.getBoundingClientRect();
      const sx = event.clientX - edge.left,
        sy = event.clientY - edge.top;
      return { sx, sy, x: (sx - this.view.x) / this.view.scale, y: (sy - this.view.y) / this.view.scale };
    }
    pick(x, y) {
      const inside = ([l, t, r, b], slack) => x >= l - slack && x < r + slack && y >= t - slack && y < b + slack;
      let found = null;
      for (const block of this.page.blocks) {
        if (!inside(block.box, 4)) continue;
        if (!found || area(block.box) < area(found.block.box))
          found = { block, line: block.lines.find((line) => inside(line.box, 4)) };
      }
      return found;
    }

    // ---- hands ----
    listen() {
      const canvas = this.canvas;
      let start = null;
      canvas.addEventListener(
        "wheel",
        (event) => {
          if (!this.page) return;
          event.preventDefault();
          const { sx, sy } = this.at(event);
          if (event.shiftKey) this.pan(-event.deltaY, 0);
          else this.zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0016)), sx, sy);
        },
        { passive: false },
      );
      canvas.addEventListener("pointerdown", (event) => {
        if (!this.page || event.button > 1) return;
        canvas.setPointerCapture(event.pointerId);
        start = { ...this.at(event), vx: this.view.x, vy: this.view.y, moved: false };
      });
      canvas.addEventListener("pointermove", (event) => {
        if (!this.page) return;
        const at = this.at(event);
        if (!start) return this.setHover(this.pick(at.x, at.y)?.line?.id || "");
        if (Math.hypot(at.sx - start.sx, at.sy - start.sy) > CLICK_SLACK) start.moved = true;
        if (!start.moved) return;
        if (this.drawing)
          this.box = [
            Math.min(start.x, at.x),
            Math.min(start.y, at.y),
            Math.max(start.x, at.x),
            Math.max(start.y, at.y),
          ];
        else {
          this.view.x = start.vx + at.sx - start.sx;
          this.view.y = start.vy + at.sy - start.sy;
          canvas.classList.add("dragging");
        }
        this.redraw();
      });
      const end = (event) => {
        if (!start) return;
        const { moved } = start;
        start = null;
        canvas.classList.remove("dragging");
        if (this.drawing && this.box) {
          const box = this.box.map(Math.round);
          this.setDrawing(false);
          this.dispatchEvent(new CustomEvent("drawn", { detail: box }));
        } else if (!moved) {
          const at = this.at(event);
          const found = this.pick(at.x, at.y);
          this.dispatchEvent(
            new CustomEvent("chosen", { detail: { block: found?.block.id || "", line: found?.line?.id || "" } }),
          );
        }
      };
      canvas.addEventListener("pointerup", end);
      canvas.addEventListener("pointercancel", () => {
        start = null;
      });
      canvas.addEventListener("pointerleave", () => this.setHover(""));
      canvas.addEventListener("dblclick", (event) => {
        const { sx, sy } = this.at(event);
        this.zoom(2, sx, sy);
      });
      canvas.addEventListener("keydown", (event) => {
        const step = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
        if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        event.stopPropagation();
        this.pan(step[0] * ARROW_STEP, step[1] * ARROW_STEP);
      });
    }
    setDrawing(on) {
      this.drawing = on;
      this.box = null;
      this.canvas.classList.toggle("drawing", on);
      this.redraw();
    }
    setHover(id) {
      if (id === this.hover) return;
      this.hover = id;
      this.dispatchEvent(new CustomEvent("hovered", { detail: id }));
      this.redraw();
    }
    zoomStep(direction) {
      this.zoom(direction > 0 ? ZOOM_STEP : 1 / ZOOM_STEP);
    }

    // ---- ink ----
    redraw() {
      if (!this.frame)
        this.frame = requestAnimationFrame(() => {
          this.frame = 0;
          this.draw();
        });
    }
    draw() {
      const { context: c, view, canvas } = this;
      c.setTransform(1, 0, 0, 1, 0, 0);
      c.fillStyle = "#6e6b64";
      c.fillRect(0, 0, canvas.width, canvas.height);
      if (!this.page) return;
      const k = view.scale * view.density;
      c.setTransform(k, 0, 0, k, view.x * view.density, view.y * view.density);
      const seen = {
        left: -view.x / view.scale,
        top: -view.y / view.scale,
        right: (canvas.clientWidth - view.x) / view.scale,
        bottom: (canvas.clientHeight - view.y) / view.scale,
      };
      c.fillStyle = "#fdfcf8";
      c.fillRect(0, 0, this.page.width, this.page.height);
      if (this.picture) this.picture.draw(c, view, seen);
      const px = 1 / view.scale;
      const visible = ([l, t, r, b]) => r > seen.left && l < seen.right && b > seen.top && t < seen.bottom;
      if (this.options.rules) this.drawRules(c, px, visible);
      for (const block of this.page.blocks) if (visible(block.box)) this.drawBlock(c, block, px, visible);
      if (this.options.order) this.drawOrder(c, px, seen);
      this.drawMarks(c, px);
      this.frames += 1;
    }
    colourOf(block) {
      if (this.options.colour === "article") return B.articleColour(block.article);
      return this.options.colour === "role" ? B.roleColours[block.role] || "#555" : "#555";
    }
    drawRules(c, px, visible) {
      c.lineWidth = 2 * px;
      c.strokeStyle = "#e6007e";
      for (const rule of this.page.rules)
        if (visible(rule)) c.strokeRect(rule[0], rule[1], rule[2] - rule[0], rule[3] - rule[1]);
      c.setLineDash([8 * px, 4 * px]);
      c.strokeStyle = "#00a0a0";
      for (const frame of this.page.frames) if (visible(frame)) rectangle(c, frame);
      c.strokeStyle = "#5b8c00";
      for (const picture of this.page.pictures) {
        if (!visible(picture)) continue;
        rectangle(c, picture);
        c.beginPath();
        c.moveTo(picture[0], picture[1]);
        c.lineTo(picture[2], picture[3]);
        c.moveTo(picture[2], picture[1]);
        c.lineTo(picture[0], picture[3]);
        c.stroke();
      }
      c.setLineDash([]);
    }
    drawBlock(c, block, px, visible) {
      const colour = this.colourOf(block);
      const [l, t, r, b] = block.box;
      if (this.options.colour !== "none") {
        c.globalAlpha = this.options.opacity;
        c.fillStyle = colour;
        c.fillRect(l, t, r - l, b - t);
        c.globalAlpha = 1;
        c.strokeStyle = colour;
        c.lineWidth = (block.id === this.block ? 3.5 : 1.4) * px;
        c.strokeRect(l, t, r - l, b - t);
      }
      if (this.options.order && (block.role === "jump" || block.role === "pointer")) this.drawJump(c, block, px);
      if (!this.options.heat && !this.options.differences) return;
      for (const line of block.lines) {
        if (!visible(line.box)) continue;
        if (this.options.heat) this.drawHeat(c, line, px);
        if (this.options.differences && line.alternatives) this.drawDifferences(c, line, px);
      }
    }
    glyphBox(line, n) {
      const [l, t, r, b] = line.box;
      return line.vertical
        ? [l, line.spans[2 * n], r, line.spans[2 * n + 1]]
        : [line.spans[2 * n], t, line.spans[2 * n + 1], b];
    }
    drawHeat(c, line, px) {
      if (line.state && line.state.status) return;
      for (let n = 0; n < line.conf.length; n += 1) {
        if (line.conf[n] >= this.options.threshold) continue;
        const [l, t, r, b] = this.glyphBox(line, n);
        c.fillStyle = `hsl(${Math.max(0, line.conf[n] * 0.6)} 95% 50% / .45)`;
        c.fillRect(l, t, Math.max(r - l, 2 * px), Math.max(b - t, 2 * px));
      }
    }
    drawDifferences(c, line, px) {
      if (line.state && line.state.status) return;
      for (const [n, , other] of line.alternatives) {
        const [l, t, r, b] = this.glyphBox(line, n);
        c.strokeStyle = "#b000b0";
        c.lineWidth = 2 * px;
        c.beginPath();
        c.moveTo(l, b + px);
        c.lineTo(r, b + px);
        c.stroke();
        const size = (line.vertical ? r - l : b - t) * 0.62;
        if (size / px < 9) continue;
        c.font = `${size}px "Noto Serif CJK SC", serif`;
        c.textBaseline = "bottom";
        c.fillStyle = "#fff";
        c.fillRect(l, t - size, size * [...other].length, size);
        c.fillStyle = "#b000b0";
        c.fillText(other, l, t);
      }
    }
    drawJump(c, block, px) {
      const target = B.jumpTarget(block.lines.map((line) => line.text).join(""));
      if (!target) return;
      c.font = `bold ${13 * px}px sans-serif`;
      c.textBaseline = "middle";
      c.fillStyle = B.roleColours.jump;
      c.fillText(`⇒ ${target}`, block.box[2] + 3 * px, (block.box[1] + block.box[3]) / 2);
    }
    drawOrder(c, px, seen) {
      const radius = Math.max(6, Math.min(10, this.page.body_size * this.view.scale * 0.6)) * px;
      c.font = `bold ${radius * 1.15}px sans-serif`;
      c.textAlign = "center";
      c.textBaseline = "middle";
      let number = 0;
      this.page.articles.forEach((article, index) => {
        let previous = null;
        for (const id of article.blocks) {
          const block = this.blocks.get(id);
          number += 1;
          if (!block) continue;
          const [l, t, , b] = block.box;
          c.strokeStyle = c.fillStyle = this.options.colour === "role" ? "#222" : B.articleColour(index);
          if (previous)
            arrow(
              c,
              (previous[0] + previous[2]) / 2,
              Math.min(previous[3], seen.bottom + 1e4),
              (block.box[0] + block.box[2]) / 2,
              t,
              px,
            );
          previous = block.box;
          if (l > seen.right || l + radius < seen.left || t > seen.bottom || b < seen.top) continue;
          c.beginPath();
          c.arc(l, t, radius, 0, 7);
          c.fill();
          c.fillStyle = "#fff";
          c.fillText(String(number), l, t + px);
        }
      });
      c.textAlign = "start";
    }
    drawMarks(c, px) {
      const mark = (id, colour, width) => {
        const entry = this.lines.get(id);
        if (!entry) return;
        c.strokeStyle = colour;
        c.lineWidth = width * px;
        const [l, t, r, b] = entry.line.box;
        c.strokeRect(l - 3 * px, t - 3 * px, r - l + 6 * px, b - t + 6 * px);
      };
      mark(this.hover, "#3d8bfd", 2);
      mark(this.line, "#ff9500", 3);
      if (this.box) {
        c.strokeStyle = "#ff9500";
        c.lineWidth = 2 * px;
        rectangle(c, this.box);
      }
    }
  }

  const area = ([l, t, r, b]) => (r - l) * (b - t);
  const rectangle = (c, [l, t, r, b]) => c.strokeRect(l, t, r - l, b - t);
  function arrow(c, x0, y0, x1, y1, px) {
    const angle = Math.atan2(y1 - y0, x1 - x0),
      head = 9 * px;
    c.lineWidth = 1.6 * px;
    c.globalAlpha = 0.75;
    c.beginPath();
    c.moveTo(x0, y0);
    c.lineTo(x1, y1);
    c.stroke();
    c.beginPath();
    c.moveTo(x1, y1);
    c.lineTo(x1 - head * Math.cos(angle - 0.4), y1 - head * Math.sin(angle - 0.4));
    c.lineTo(x1 - head * Math.cos(angle + 0.4), y1 - head * Math.sin(angle + 0.4));
    c.fill();
    c.globalAlpha = 1;
  }

  B.Viewer = Viewer;
})();
