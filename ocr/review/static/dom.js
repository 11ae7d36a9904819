// How the page makes its elements.
"use strict";
(() => {
  const B = window.Banmian;
  B.make = (name, properties = {}, ...children) => {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(properties)) {
      if (key === "data") Object.assign(node.dataset, value);
      else if (key in node && key !== "list") node[key] = value;
      else node.setAttribute(key, value);
    }
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
  };
  B.button = (word, action, properties = {}) => B.make("button", { ...properties, onclick: action }, B.say(word));
  // A labelled list to choose from; `options` are pairs of value and text.
  B.choice = (word, id, options, chosen, act, properties = {}) =>
    B.make(
      "label",
      {},
      B.say(word),
      " ",
      B.make(
        "select",
        { id, ...properties, onchange: (event) => act(event.target.value) },
        ...options.map(([value, text]) => B.make("option", { value, selected: value === chosen }, text)),
      ),
    );
  // Whether a key belongs to an input method at work.
  B.isComposing = (event) => event.isComposing || event.keyCode === 229;
})();
