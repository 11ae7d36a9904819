// The page on a canvas: zoom, pan, blocks and lines over the image. Only what is in sight is drawn.
"use strict";
(() => {
  const B = window.Banmian;
  const LARGEST = 4,
    SMALLEST = 0.2; // scale on the screen; share of the whole page's
  const ZOOM_STEP = 1.25;
  const ARROW_STEP = 80,
    CLICK_SLACK = 4; // screen pixels
  const PICK_SLACK = 4; // pixels of the page

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
      this.jumps = []; // where arrows to other pages were drawn, and where they lead
      this.frame = 0;
      this.frames = 0;
      this.isFitted = true;
      new ResizeObserver(() => this.resize()).observe(canvas);
      this.listen();
    }

    // ---- page and view ----
    show(page) {
      const fresh = !this.page || this.page.name !== page.name;
      if (fresh && this.picture) this.picture.close();
      this.page = page;
      if (fresh) this.picture = B.openPicture(page, () => this.redraw());
      this.lines = new Map();
      for (const block of page.blocks) for (const line of block.lines) this.lines.set(line.id, { line, block });
      this.blocks = new Map(page.blocks.map((block) => [block.id, block]));
      // a line may have come into another block
      this.block = this.lines.get(this.line)?.block.id || (this.blocks.has(this.block) ? this.block : "");
      if (fresh) {
        this.fit();
        this.draw(); // at once, so that tiles are under way before the articles are set
      } else this.redraw();
    }
    resize() {
      const { clientWidth: width, clientHeight: height } = this.canvas;
      const density = window.devicePixelRatio || 1;
      this.canvas.width = Math.round(width * density);
      this.canvas.height = Math.round(height * density);
      this.view.density = density;
      if (this.isFitted) this.fit();
      this.redraw();
    }
    fit() {
      const { clientWidth: width, clientHeight: height } = this.canvas;
      if (!this.page || !width || !height) return;
      this.view.scale = Math.min(width / this.page.width, height / this.page.height) * 0.98;
      this.view.x = (width - this.page.width * this.view.scale) / 2;
      this.view.y = (height - this.page.height * this.view.scale) / 2;
      this.isFitted = true;
      this.redraw();
    }
    zoom(factor, x = this.canvas.clientWidth / 2, y = this.canvas.clientHeight / 2) {
      this.isFitted = false;
      const smallest =
        SMALLEST * Math.min(this.canvas.clientWidth / this.page.width, this.canvas.clientHeight / this.page.height);
      const scale = Math.max(smallest, Math.min(LARGEST, this.view.scale * factor));
      const ratio = scale / this.view.scale;
      this.view.x = x - (x - this.view.x) * ratio;
      this.view.y = y - (y - this.view.y) * ratio;
      this.view.scale = scale;
      this.redraw();
    }
    pan(dx, dy) {
      this.isFitted = false;
      this.view.x += dx;
      this.view.y += dy;
      this.redraw();
    }
    reveal(box, size) {
      const { clientWidth: width, clientHeight: height } = this.canvas;
      this.isFitted = false;
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
      let found = null;
      for (const block of this.page.blocks) {
        if (!inside(block.box, x, y, PICK_SLACK)) continue;
        if (!found || area(block.box) < area(found.block.box))
          found = { block, line: block.lines.find((line) => inside(line.box, x, y, PICK_SLACK)) };
      }
      return found;
    }

    jumpAt(x, y) {
      const slack = CLICK_SLACK / this.view.scale;
      return this.jumps.find(({ box }) => inside(box, x, y, slack))?.target || 0;
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
        if (!start) {
          canvas.classList.toggle("leads", Boolean(this.jumpAt(at.x, at.y)));
          this.setHover(this.pick(at.x, at.y)?.line?.id || "");
          return;
        }
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
          this.isFitted = false;
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
          const target = this.jumpAt(at.x, at.y);
          if (target) {
            this.dispatchEvent(new CustomEvent("jumped", { detail: target }));
            return;
          }
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
      new B.Ink(this, seen).draw();
      this.frames += 1;
    }
  }

  const inside = ([l, t, r, b], x, y, slack) => x >= l - slack && x < r + slack && y >= t - slack && y < b + slack;
  const area = ([l, t, r, b]) => (r - l) * (b - t);

  B.Viewer = Viewer;
})();
