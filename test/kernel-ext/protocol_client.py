"""Talks to the kernel as a front end does, with Jupyter's own client, and prints what happened as JSON.

usage: python protocol_client.py KERNEL_NAME   (the kernel's specification is found through JUPYTER_PATH)
The notebook that nbclient runs is in the working folder: notebook.ipynb.
"""

import json
import os
import subprocess
import sys
import time
from queue import Empty

import nbclient
import nbformat
from jupyter_client import KernelManager

LIMIT = 90  # seconds for any single wait


class Front:
    """One kernel, and the messages about each request."""

    def __init__(self, name):
        self.manager = KernelManager(kernel_name=name)
        self.manager.start_kernel()
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=LIMIT)

    def reply(self, request):
        end = time.monotonic() + LIMIT
        while time.monotonic() < end:
            message = self.client.get_shell_msg(timeout=LIMIT)
            if message["parent_header"].get("msg_id") == request:
                return message
        raise TimeoutError(request)

    def published(self, requests):
        """Messages about these requests, until each of them is idle."""
        waiting, seen = set(requests), []
        while waiting:
            message = self.client.get_iopub_msg(timeout=LIMIT)
            parent = message["parent_header"].get("msg_id")
            if parent not in requests:
                continue
            seen.append(message)
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                waiting.discard(parent)
        return seen

    def execute(self, code, **options):
        request = self.client.execute(code, **options)
        return self.finish(request)

    def finish(self, request):
        reply = self.reply(request)
        seen = self.published([request])
        return {
            "reply": reply["content"],
            "messages": [
                {"type": m["msg_type"], "content": m["content"]} for m in seen if m["msg_type"] != "status"
            ],
            "states": [m["content"]["execution_state"] for m in seen if m["msg_type"] == "status"],
        }


def text(result, stream="stdout"):
    return "".join(
        m["content"]["text"]
        for m in result["messages"]
        if m["type"] == "stream" and m["content"]["name"] == stream
    )


def interrupted(front, code):
    """Starts a cell, waits until it prints, interrupts it; then runs another."""
    request = front.client.execute(code)
    end = time.monotonic() + LIMIT
    while time.monotonic() < end:
        message = front.client.get_iopub_msg(timeout=LIMIT)
        if message["msg_type"] in ("stream", "execute_input") and message["parent_header"].get("msg_id") == request:
            if message["msg_type"] == "stream" or "await" not in code:
                break
    time.sleep(1)
    began = time.monotonic()
    front.manager.interrupt_kernel()
    reply = front.reply(request)["content"]
    seconds = time.monotonic() - began
    front.published([request])
    after = front.execute("6 * 7")
    return {
        "reply": reply,
        "quick": seconds < 15,
        "after": [m["content"]["data"] for m in after["messages"] if m["type"] == "execute_result"],
    }


def results(executed):
    return [m["content"]["data"] for m in executed["messages"] if m["type"] == "execute_result"]


def busy(front):
    """Asks while a cell loops after a wait, which only the loop itself can end."""
    request = front.client.execute("await 0; console.log('go'); for (;;);")
    while front.client.get_iopub_msg(timeout=LIMIT)["msg_type"] != "stream":
        pass
    slowest = 0
    for _ in range(5):
        began = time.monotonic()
        matches = front.reply(front.client.complete("Math.hyp", 8))["content"]["matches"]
        front.reply(front.client.inspect("Math", 2))
        slowest = max(slowest, time.monotonic() - began)
    front.manager.interrupt_kernel()
    reply = front.reply(request)["content"]
    front.published([request])
    return {"reply": reply, "slowest": slowest, "matches": matches, "after": results(front.execute("6 * 7"))}


def queued(front):
    """Two cells sent while a third runs."""
    codes = ["await new Promise((r) => setTimeout(r, 500)); console.log('first')"]
    codes += [f"console.log('{word}')" for word in ["second", "third"]]
    requests = [front.client.execute(code) for code in codes]
    statuses = [front.reply(request)["content"]["status"] for request in requests]
    seen = front.published(requests)
    texts = [
        "".join(m["content"]["text"] for m in seen if m["msg_type"] == "stream" and m["parent_header"]["msg_id"] == request)
        for request in requests
    ]
    return [list(pair) for pair in zip(statuses, texts)]


def alive(pid):
    """Whether a process is there and no zombie."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def orphan(name):
    """A kernel whose parent is killed while a cell loops."""
    if not os.path.exists("/proc/self/stat"):
        return {"kernel": True, "cells": True}
    code = f"""
import sys, time
from jupyter_client import KernelManager
manager = KernelManager(kernel_name={name!r})
manager.start_kernel()
client = manager.client()
client.start_channels()
client.wait_for_ready(timeout={LIMIT})
client.execute("console.log(process.pid); for (;;);")
while True:
    message = client.get_iopub_msg(timeout={LIMIT})
    if message["msg_type"] == "stream":
        print(manager.provisioner.pid, message["content"]["text"].strip(), flush=True)
        time.sleep(600)
"""
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    pids = [int(pid) for pid in parent.stdout.readline().split()]
    parent.kill()
    parent.wait()
    end = time.monotonic() + 30
    while time.monotonic() < end and any(alive(pid) for pid in pids):
        time.sleep(0.2)
    return {"kernel": not alive(pids[0]), "cells": not alive(pids[1])}


def many(front, count, stop):
    """Three cells sent at once, the first of which fails."""
    requests = [
        front.client.execute(code, stop_on_error=stop) for code in ["throw new Error('first')", "1", "2"]
    ]
    statuses = [front.reply(request)["content"]["status"] for request in requests]
    front.published(requests)
    return statuses


def main(name):
    began = time.monotonic()
    front = Front(name)
    out = {"ready": time.monotonic() - began}
    client = front.client
    out["info"] = front.reply(client.kernel_info())["content"]
    out["steer"] = front.execute('%%steer\nconcept Delight { pair "The film was" -> " good" | " bad" }')
    out["typescript"] = front.execute("Delight.pairs.length")
    out["display"] = front.execute("Delight")
    out["error"] = front.execute("%%steer\nvector v = extract Nothing from nobody")
    out["thrown"] = front.execute("throw new RangeError('far')")
    lines = front.execute("for (let i = 0; i < 20000; i++) console.log(i)")
    out["lines"] = text(lines) == "".join(f"{i}\n" for i in range(20000))
    out["lines_messages"] = len(lines["messages"])
    out["streams"] = front.execute("console.log('out'); console.error('err')")["messages"]
    out["silent"] = front.execute("console.log('silent'); 1", silent=True)
    out["unstored"] = front.execute("5", store_history=False)
    out["stop"] = many(front, 3, True)
    out["go_on"] = many(front, 3, False)
    out["loop"] = interrupted(front, "for (;;) {}")
    out["waiting"] = interrupted(front, "console.log('go'); await new Promise(() => setInterval(() => {}, 1000))")
    code = 'const s = "😀"; Delight.na'
    out["complete"] = front.reply(client.complete(code, len(code)))["content"]
    out["inspect"] = front.reply(client.inspect('"😀"; Delight', 8))["content"]
    out["is_complete"] = [
        front.reply(client.is_complete(one))["content"]["status"]
        for one in ["1", "function f() {", "%%steer\nconcept A {", '%%steer\nmodel a = "b"']
    ]
    out["comms"] = front.reply(client.comm_info())
    out["comms"] = {"type": out["comms"]["msg_type"], "content": out["comms"]["content"]}
    front.execute("5 + 5")
    out["history"] = front.reply(client.history(output=True, hist_access_type="tail", n=1))["content"]
    out["expressions"] = front.execute("1", user_expressions={"sum": "1 + 2", "wrong": "nothing"})["reply"][
        "user_expressions"
    ]
    out["busy"] = busy(front)
    out["queued"] = queued(front)
    front.execute("const kept = 1")
    front.manager.restart_kernel()
    client.wait_for_ready(timeout=LIMIT)
    out["restarted"] = results(front.execute("typeof (globalThis as { kept?: number }).kept"))

    pid = front.manager.provisioner.pid
    client.shutdown()
    end = time.monotonic() + 20
    while time.monotonic() < end and front.manager.is_alive():
        time.sleep(0.1)
    out["ended"] = not front.manager.is_alive()
    client.stop_channels()
    front.manager.shutdown_kernel(now=True)
    try:
        os.kill(pid, 0)
        out["gone"] = False
    except OSError:
        out["gone"] = True

    out["orphan"] = orphan(name)
    notebook = nbformat.read("notebook.ipynb", as_version=4)
    nbclient.NotebookClient(notebook, kernel_name=name, timeout=LIMIT).execute()
    nbformat.validate(notebook)
    out["notebook"] = [cell.get("outputs") for cell in notebook.cells]
    print(json.dumps(out))


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except Empty:
        sys.exit("the kernel did not answer in time")
