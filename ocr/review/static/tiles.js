// Draws the page image: tiles of a pyramid from the server, or one picture in a read-only file.
"use strict";
(() => {
  const B = window.Banmian;
  const MOST_TILES = 300;
  const MOST_LOADING = 6;

  class Tiles {
    constructor(page, redraw) {
      this.page = page;
      this.redraw = redraw;
      this.side = page.image.tile;
      this.levels = [[page.width, page.height]];
      while (Math.max(...this.levels.at(-1)) > this.side) this.levels.push(this.levels.at(-1).map((n) => (n + 1) >> 1));
      this.cache = new Map();
      this.waiting = [];
      this.loading = 0;
      this.closed = false;
    }
    close() {
      this.closed = true;
      this.waiting = [];
    }
    key(level, x, y) {
      return `${level}/${x}/${y}`;
    }
    get(level, x, y) {
      const key = this.key(level, x, y);
      const tile = this.cache.get(key);
      if (tile) {
        this.cache.delete(key);
        this.cache.set(key, tile);
      }
      return tile;
    }
    want(level, x, y) {
      const key = this.key(level, x, y);
      if (this.cache.has(key)) return;
      const image = new Image();
      this.cache.set(key, { image, ready: false });
      this.waiting.push({ key, image, url: B.api.tile(this.page.name, this.page.image.version, level, x, y) });
      this.pump();
    }
    pump() {
      while (this.loading < MOST_LOADING && this.waiting.length && !this.closed) {
        const next = this.waiting.pop(); // the newest first: it is what the eye is on
        if (!this.cache.has(next.key)) continue;
        this.loading += 1;
        const finish = (ready) => {
          this.loading -= 1;
          const tile = this.cache.get(next.key);
          if (tile) {
            tile.ready = ready;
            if (!ready) this.cache.delete(next.key);
          }
          if (ready) this.redraw();
          this.pump();
        };
        next.image.onload = () => finish(true);
        next.image.onerror = () => setTimeout(() => finish(false), 500);
        next.image.src = next.url;
      }
      for (const key of this.cache.keys()) {
        if (this.cache.size <= MOST_TILES) break;
        this.cache.delete(key);
      }
    }
    draw(context, view, seen) {
      const top = this.levels.length - 1;
      const exact = Math.floor(Math.log2(1 / (view.scale * view.density)) + 0.25);
      const level = Math.max(0, Math.min(top, exact));
      this.wanted = 0;
      this.shown = 0;
      this.want(top, 0, 0);
      for (let at = top; at >= level; at -= 1) this.drawLevel(context, view, seen, at, at === level);
    }
    drawLevel(context, view, seen, level, asking) {
      const [width, height] = this.levels[level];
      const step = this.side * 2 ** level;
      const x0 = Math.max(0, Math.floor(seen.left / step)),
        x1 = Math.min(Math.ceil(width / this.side), Math.ceil(seen.right / step));
      const y0 = Math.max(0, Math.floor(seen.top / step)),
        y1 = Math.min(Math.ceil(height / this.side), Math.ceil(seen.bottom / step));
      for (let y = y0; y < y1; y += 1) {
        for (let x = x0; x < x1; x += 1) {
          const tile = this.get(level, x, y);
          if (asking) {
            this.wanted += 1;
            if (tile && tile.ready) this.shown += 1;
            if (!tile) this.want(level, x, y);
          }
          if (!tile || !tile.ready) continue;
          const fx = this.page.width / width,
            fy = this.page.height / height;
          const w = tile.image.naturalWidth * fx,
            h = tile.image.naturalHeight * fy;
          context.drawImage(
            tile.image,
            x * this.side * fx,
            y * this.side * fy,
            w + 0.5 / view.scale,
            h + 0.5 / view.scale,
          );
        }
      }
    }
    get complete() {
      return this.wanted > 0 && this.wanted === this.shown;
    }
  }

  class Picture {
    constructor(page, redraw) {
      this.page = page;
      this.image = new Image();
      this.image.onload = redraw;
      this.image.src = page.image.data;
    }
    close() {}
    draw(context) {
      if (this.complete) context.drawImage(this.image, 0, 0, this.page.width, this.page.height);
    }
    get complete() {
      return this.image.complete && this.image.naturalWidth > 0;
    }
  }

  B.openPicture = (page, redraw) => {
    if (!page.image) return null;
    return page.image.data ? new Picture(page, redraw) : new Tiles(page, redraw);
  };
})();
