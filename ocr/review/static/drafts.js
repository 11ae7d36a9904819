// What was typed and not saved yet: kept by the browser, and there again after a reload.
"use strict";
(() => {
  const B = window.Banmian;

  // A file opened from a disk may have no storage; then nothing is remembered.
  B.storage = {
    get(name) {
      try {
        return localStorage.getItem(name);
      } catch {
        return null;
      }
    },
    set(name, value) {
      try {
        localStorage.setItem(name, value);
      } catch {
        // nothing to be done
      }
    },
  };

  const place = (page, id) => `${page}#${id}`;

  class Drafts {
    constructor(runKey) {
      this.name = `banmian.drafts.${runKey}`;
      let known = {};
      try {
        known = JSON.parse(B.storage.get(this.name) || "{}");
      } catch {
        // spoilt by hand
      }
      this.texts = new Map(Object.entries(known));
    }
    get(page, id) {
      return this.texts.get(place(page, id));
    }
    set(page, id, text) {
      this.texts.set(place(page, id), text);
      this.keep();
    }
    drop(page, id) {
      if (this.texts.delete(place(page, id))) this.keep();
    }
    keep() {
      B.storage.set(this.name, JSON.stringify(Object.fromEntries(this.texts)));
    }
  }

  B.Drafts = Drafts;
})();
