// The keyboard: every deed has a key, and ? shows them.
"use strict";
(() => {
  const B = window.Banmian;
  const { make } = B;
  const $ = (id) => document.getElementById(id);

  const HELP = [
    ["Enter", "key_enter"],
    ["↑ ↓ / J K", "key_move"],
    ["E / F2", "key_edit"],
    ["Esc", "key_escape"],
    ["1 2", "key_take"],
    ["S", "key_skip"],
    ["F", "key_flag"],
    ["G", "key_scope"],
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

  B.showKeys = () => {
    $("keys-list").replaceChildren(
      ...HELP.map(([key, word]) => make("div", {}, make("dt", {}, key), make("dd", {}, B.say(word)))),
    );
    $("keys").showModal();
  };

  B.listenKeys = (desk, tabs) => {
    const { queue, structure, viewer } = desk;
    const nextColour = () => {
      const node = $("colour");
      node.selectedIndex = (node.selectedIndex + 1) % node.options.length;
      node.dispatchEvent(new Event("input"));
    };
    const nextTab = () => {
      const shown = tabs.filter((name) => $(`tab-${name}`).offsetParent);
      desk.show(shown[(shown.indexOf(desk.tab) + 1) % shown.length]);
      $(desk.tab).focus();
    };
    const ofTab = {
      articles: {},
      queue: {
        Enter: () => queue.accept(),
        ArrowDown: () => queue.step(1),
        ArrowUp: () => queue.step(-1),
        j: () => queue.step(1),
        k: () => queue.step(-1),
        e: () => queue.edit(),
        F2: () => queue.edit(),
        s: () => queue.skip(),
        f: () => queue.flag(),
        g: () => B.readonly || queue.setScope(queue.ofRun ? "page" : "run"),
        1: () => queue.take(0),
        2: () => queue.take(1),
      },
      structure: {
        x: () => structure.split(),
        m: () => structure.merge(),
        a: () => structure.ad(),
        r: () => structure.reread(),
        d: () => structure.draw(),
        Delete: () => structure.remove(),
        p: () => structure.paragraph("start"),
        j: () => structure.paragraph("join"),
      },
      acceptance: {},
    };
    const anywhere = {
      "?": () => B.showKeys(),
      "+": () => viewer.zoomStep(1),
      "=": () => viewer.zoomStep(1),
      "-": () => viewer.zoomStep(-1),
      0: () => viewer.fit(),
      Escape: () => viewer.setDrawing(false),
      F6: nextTab,
      PageUp: () => desk.step(-1),
      PageDown: () => desk.step(1),
      l: () => $("language").click(),
      c: nextColour,
      h: () => $("heat").click(),
      o: () => $("order").click(),
      v: () => $("differences").click(),
    };

    // What a key with Ctrl or Alt does; null leaves it to the browser.
    function held(event, key, isEditing) {
      const control = event.ctrlKey || event.metaKey;
      if (event.altKey && (key === "ArrowUp" || key === "ArrowDown")) {
        return () => structure.move(key === "ArrowUp" ? -1 : 1);
      }
      if (!control || isEditing) return null; // the field has an undo of its own
      if (key === "z") return () => desk.undo(event.shiftKey);
      return key === "y" ? () => desk.undo(true) : null;
    }

    window.addEventListener("keydown", (event) => {
      if (B.isComposing(event) || $("keys").open || !desk.page) return;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const act = (action) => {
        if (!action) return;
        event.preventDefault();
        action();
      };
      if ((event.ctrlKey || event.metaKey) && key === "s") {
        act(() => queue.saveEdit());
        return;
      }
      const isTyping = event.target.closest?.("input:not([type=checkbox]):not([type=range]), select, textarea");
      const isReading = event.target.id === "reading";
      if (isTyping && !isReading) return;
      if (event.ctrlKey || event.metaKey || event.altKey) {
        act(held(event, key, isReading && queue.card?.dirty));
        return;
      }
      if (isReading && !["PageUp", "PageDown", "F6"].includes(key)) return;
      if (event.key === "Enter" && event.target.closest?.("button, summary, a")) return;
      act(ofTab[desk.tab][key] || anywhere[key]);
    });
  };
})();
