// The server, or, in a read-only file, the data that lies in the file itself.
"use strict";
(() => {
  const B = window.Banmian;
  const embedded = document.getElementById("banmian-run");
  B.readonly = Boolean(embedded);

  class Refused extends Error {
    constructor(status, data) {
      super(data.error || String(status));
      this.status = status;
      this.data = data;
    }
  }

  const query = (values) => new URLSearchParams(values).toString();

  async function answer(response) {
    const data = await response.json().catch(() => ({ error: response.statusText }));
    if (!response.ok) throw new Refused(response.status, data);
    return data;
  }

  const online = {
    run: () => fetch("/api/run").then(answer),
    page: (name) => fetch(`/api/page?${query({ page: name })}`).then(answer),
    ahead: (name) => fetch(`/api/ahead?${query({ page: name })}`).catch(() => null), // a kindness, no duty
    queue: (filter) => fetch(`/api/queue?${query(filter)}`).then(answer),
    history: (page, place) => fetch(`/api/history?${query({ page, place })}`).then(answer),
    acceptance: (seed) => fetch(`/api/acceptance?${query({ seed })}`).then(answer),
    tile: (page, version, level, x, y) => `/api/tile?${query({ page, version, level, x, y })}`,
    cut: (page, [l, t, r, b]) => `/api/cut?${query({ page, l, t, r, b })}`,
    exported: (page, format) => `/api/export?${query({ page, format })}`,
    post: (door, body) =>
      // kept alive, so that what is saved on leaving the page arrives
      fetch(`/api/${door}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
        keepalive: true,
      }).then(answer),
  };

  const offline = {
    run: async () => JSON.parse(embedded.textContent),
    page: async (name) => {
      const run = JSON.parse(embedded.textContent);
      return JSON.parse(document.getElementById(`banmian-page-${run.pages.indexOf(name)}`).textContent);
    },
    ahead: async () => null,
    history: async () => [],
    post: async () => {
      throw new Refused(403, { error: "read-only" });
    },
  };

  B.Refused = Refused;
  B.api = B.readonly ? offline : online;
})();
