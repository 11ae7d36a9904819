"""Headless Chromium, driven through its own debugging protocol."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

websocket = pytest.importorskip("websocket", reason="websocket-client is not installed")

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
PATIENCE = 20.0
MODIFIERS = {"Alt": 1, "Control": 2, "Shift": 8}
CODES = {
    "Enter": 13, "Escape": 27, "Tab": 9, "ArrowUp": 38, "ArrowDown": 40, "ArrowLeft": 37, "ArrowRight": 39,
    "Delete": 46, "PageUp": 33, "PageDown": 34, "F6": 117,
}  # fmt: skip


class Browser:
    """One tab."""

    def __init__(self, address: str) -> None:
        self._socket = websocket.create_connection(address, suppress_origin=True, timeout=PATIENCE)
        self._number = 0
        self.problems: list[str] = []
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **values: Any) -> dict[str, Any]:
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": values}))
        while True:
            message = json.loads(self._socket.recv())
            if message.get("id") == self._number:
                assert "error" not in message, f"{method}: {message['error']}"
                result: dict[str, Any] = message["result"]
                return result
            self._note(message)

    def _note(self, message: dict[str, Any]) -> None:
        values = message.get("params", {})
        if message.get("method") == "Runtime.exceptionThrown":
            self.problems.append(str(values["exceptionDetails"].get("exception", {}).get("description")))
        if message.get("method") == "Log.entryAdded" and values["entry"]["level"] == "error":
            self.problems.append(f"{values['entry']['text']} {values['entry'].get('url', '')}")

    def run(self, script: str) -> Any:
        """The value of the expression, awaited."""
        answer = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def wait(self, script: str) -> Any:
        """The first true value of the expression."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            value = self.run(
                f"(() => {{ try {{ const v = {script}; return v instanceof Node ? true : v; }}"
                " catch { return null; } })()"
            )
            if value:
                return value
            time.sleep(0.02)
        raise AssertionError(f"never true: {script}; problems: {self.problems}")

    def open(self, address: str) -> None:
        self.call("Page.navigate", url=address)
        self.wait(
            "document.readyState === 'complete' && Banmian.desk.page && document.querySelector('#articles article')"
        )

    def key(self, name: str) -> None:
        """A key, such as ``Enter`` or ``Control+z``."""
        *holds, key = name.split("+") if name != "+" else ["+"]
        held = sum(MODIFIERS[hold] for hold in holds)
        code = CODES.get(key, ord(key.upper()) if len(key) == 1 else 0)
        values = {"key": key, "modifiers": held, "windowsVirtualKeyCode": code}
        text = {"text": "\r"} if key == "Enter" else {"text": key} if len(key) == 1 and held in (0, 8) else {}
        self.call("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", **values, **text)
        self.call("Input.dispatchKeyEvent", type="keyUp", **values)

    def click(self, selector: str) -> None:
        x, y = self.run(
            f"(() => {{ const b = document.querySelector({json.dumps(selector)}).getBoundingClientRect();"
            " return [b.x + b.width / 2, b.y + b.height / 2]; })()"
        )
        self.click_at(x, y)

    def click_at(self, x: float, y: float) -> None:
        self.mouse("mouseMoved", x, y)
        self.mouse("mousePressed", x, y)
        self.mouse("mouseReleased", x, y)

    def mouse(self, kind: str, x: float, y: float) -> None:
        button = {"button": "left", "clickCount": 1} if kind != "mouseMoved" else {}
        self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, **button)

    def drag(self, points: list[tuple[float, float]]) -> None:
        self.mouse("mousePressed", *points[0])
        for point in points[1:]:
            self.call("Input.dispatchMouseEvent", type="mouseMoved", x=point[0], y=point[1], button="left", buttons=1)
        self.mouse("mouseReleased", *points[-1])

    def compose(self, steps: list[str], text: str) -> None:
        """Types through an input method: the steps are shown, then `text` is put in."""
        for step in steps:
            self.call("Input.imeSetComposition", text=step, selectionStart=len(step), selectionEnd=len(step))
        self.call("Input.insertText", text=text)

    def screenshot(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"]))


@contextmanager
def browsing(profile: Path, width: int = 1440, height: int = 900) -> Iterator[Browser]:
    """A browser of its own profile, gone afterwards."""
    assert CHROMIUM is not None
    process = subprocess.Popen(
        [CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", "--lang=zh-CN",
         "--disable-dev-shm-usage", f"--user-data-dir={profile}", f"--window-size={width},{height}", "about:blank"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        port_file = profile / "DevToolsActivePort"
        end = time.monotonic() + PATIENCE
        while not (port_file.exists() and len(port_file.read_text().splitlines()) > 1):
            assert time.monotonic() < end, "Chromium did not start"
            time.sleep(0.05)
        port = port_file.read_text().splitlines()[0]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list") as answer:
            tabs = json.load(answer)
        browser = Browser(next(tab["webSocketDebuggerUrl"] for tab in tabs if tab["type"] == "page"))
        browser.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False
        )
        yield browser
    finally:
        process.terminate()
        process.wait(10)
