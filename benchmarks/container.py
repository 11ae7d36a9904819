"""Builds the image of the Dockerfile and runs the services of compose.yaml where there is no container engine.

    python -m benchmarks.container build /var/tmp/banmian             # as root; needs debootstrap
    IN=scans OUT=/var/tmp/out python -m benchmarks.container run /var/tmp/banmian batch

``build`` carries the Dockerfile's instructions out one by one: the base is Debian's own (debootstrap, made as slim as
the official image), each stage a folder, each RUN a chroot. It prints the image's size as files and packed.
``run`` starts a service with what compose.yaml asks for, by the same means of the kernel: namespaces of its own, no
network, a root that is mounted read-only, uid 1000 without capabilities. More words after the service replace its
command, as with ``docker compose run``.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks.dockerfile import Copy, Run, Service, Stage, read_compose, read_dockerfile

ROOT = Path(__file__).resolve().parents[1]
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_UNNEEDED = ("usr/share/doc", "usr/share/man", "usr/share/info", "usr/share/locale", "var/lib/apt/lists")
"""What Debian's slim images leave out."""
_DEVICES = ("null", "zero", "full", "random", "urandom")
_PACKAGES = "http://deb.debian.org/debian"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("action", choices=["build", "run"])
    parser.add_argument("work", type=Path, help="folder for the base, the stages and the image")
    parser.add_argument("words", nargs=argparse.REMAINDER, help="run: the service, and its command")
    args = parser.parse_args()
    if os.geteuid():
        sys.exit("chroot and mounts need root")
    if args.action == "build":
        _build(args.work.resolve())
        return 0
    if not args.words:
        sys.exit("name a service of compose.yaml")
    services = read_compose((ROOT / "compose.yaml").read_text(encoding="utf-8"), dict(os.environ))
    return _run(args.work.resolve(), services[args.words[0]], args.words[1:])


def _build(work: Path) -> None:
    stages = read_dockerfile((ROOT / "Dockerfile").read_text(encoding="utf-8"))
    roots: dict[str, Path] = {}
    for number, stage in enumerate(stages):
        base = roots.get(stage.base) or _base(work, stage.base)
        root = work / f"stage-{number}"
        _remove(root)
        subprocess.run(["cp", "-a", "--reflink=auto", base, root], check=True)
        for instruction in stage.instructions:
            match instruction:
                case Run():
                    sys.stderr.write(f"RUN {instruction.command}\n")
                    _in_chroot(root, instruction.command, stage.environment)
                case Copy():
                    sys.stderr.write(f"COPY {' '.join(instruction.sources)} {instruction.target}\n")
                    _copy(roots[instruction.stage] if instruction.stage else ROOT, instruction, root)
        roots[stage.name] = root
    image = stages[-1]
    (roots[image.name] / image.folder.lstrip("/")).mkdir(parents=True, exist_ok=True)
    final = work / "image"
    _remove(final)
    roots[image.name].rename(final)
    (work / "image.json").write_text(json.dumps(_configuration(image)), encoding="utf-8")
    size = _output("du", "--summarize", "--apparent-size", "--block-size=1", final).split()[0]
    packed = _output("sh", "-c", f"tar --create --directory '{final}' . | gzip -6 | wc --bytes")
    sys.stdout.write(f"image: {int(size) / 1e6:.0f} MB, packed {int(packed) / 1e6:.0f} MB\n")


def _base(work: Path, name: str) -> Path:
    """The base image `name`, such as ``debian:trixie-slim``, made from Debian's packages; kept for the next build."""
    kind, _, tag = name.partition(":")
    if kind != "debian":
        sys.exit(f"{name}: only a base of Debian can be made here")
    root = work / "base" / tag
    if not root.is_dir():
        draft = root.with_suffix(".draft")
        _remove(draft)
        draft.mkdir(parents=True)
        suite = tag.removesuffix("-slim")
        subprocess.run(["debootstrap", "--variant=minbase", suite, draft, _PACKAGES], check=True, stdout=sys.stderr)
        for deb in (draft / "var/cache/apt/archives").glob("*.deb"):
            deb.unlink()
        for folder in _UNNEEDED:
            shutil.rmtree(draft / folder, ignore_errors=True)
            (draft / folder).mkdir(parents=True)
        draft.rename(root)
    return root


def _in_chroot(root: Path, command: str, environment: dict[str, str]) -> None:
    """Runs a shell command in `root`, with this machine's network, resolver and certificates lent to it."""
    certificates = os.environ.get("SSL_CERT_FILE", "/etc/ssl/certs/ca-certificates.crt")
    script = """
        set -e
        mount --make-rprivate /
        mount -t proc proc "$1/proc"
        mount --rbind /dev "$1/dev"
        mount -t tmpfs tmpfs "$1/run"
        cp -L /etc/resolv.conf "$1/run/resolv.conf"
        cp -L "$2" "$1/run/certificates.crt"
        touch "$1/etc/resolv.conf"
        mount --bind "$1/run/resolv.conf" "$1/etc/resolv.conf"
        exec chroot "$1" /usr/bin/env -i PATH="$3" PIP_CERT=/run/certificates.crt DEBIAN_FRONTEND=noninteractive \\
            "${@:5}" /bin/sh -c "$4"
    """
    own = [f"{name}={value}" for name, value in environment.items()]
    isolated = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "bash", "-c", script, "run"]
    subprocess.run([*isolated, root, certificates, PATH, command, *own], check=True, stdout=sys.stderr)


def _copy(context: Path, copy: Copy, root: Path) -> None:
    target = root / copy.target.lstrip("/")
    for name in copy.sources:
        source = context / name.lstrip("/")
        # a folder's content goes into the target, files go into it or become it
        if source.is_dir():
            skipped = shutil.ignore_patterns("__pycache__", "*.pyc") if context == ROOT else None
            shutil.copytree(source, target, symlinks=True, ignore=skipped, dirs_exist_ok=True)
        elif copy.target.endswith("/"):
            target.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target / source.name)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)


def _configuration(stage: Stage) -> dict[str, object]:
    return {
        "environment": stage.environment,
        "user": stage.user,
        "folder": stage.folder,
        "entry": stage.entry,
        "command": stage.command,
    }


def _run(work: Path, service: Service, words: list[str]) -> int:
    """The exit status of the service's command in the image."""
    image = json.loads((work / "image.json").read_text(encoding="utf-8"))
    root = work / "image"
    user, _, group = service.user.partition(":")
    steps = [
        "set -e",
        "mount --make-rprivate /",
        f"mount --bind '{root}' '{root}'",
        f"mount -t proc proc '{root}/proc'",
    ]
    steps.append(f"mount -t tmpfs -o mode=755 tmpfs '{root}/dev'; mkdir -m 1777 '{root}/dev/shm'")
    steps += [f"touch '{root}/dev/{name}'; mount --bind /dev/{name} '{root}/dev/{name}'" for name in _DEVICES]
    steps += [f"mount -t tmpfs -o mode=1777,nosuid,nodev,noexec tmpfs '{root}{place}'" for place in service.tmpfs]
    for outside, inside, read_only in service.mounts:
        (root / inside.lstrip("/")).mkdir(parents=True, exist_ok=True)
        steps.append(f"mount --bind '{outside}' '{root}{inside}'")
        if read_only:
            steps.append(f"mount -o remount,bind,ro '{root}{inside}'")
    if service.read_only:
        steps.append(f"mount -o remount,bind,ro '{root}'")
    steps.append(f"exec chroot '{root}' \"$@\"")
    fall = ["setpriv", "--reuid", user, "--regid", group or user, "--clear-groups", "--no-new-privs"]
    if not service.capabilities:
        fall += ["--inh-caps=-all", "--bounding-set=-all"]
    setting = [f"{name}={value}" for name, value in {"PATH": PATH, **image["environment"]}.items()]
    inner = [*fall, "env", "-i", "-C", image["folder"], *setting, *image["entry"]]
    inner += words or list(service.command) or image["command"]
    spaces = ["--mount", "--pid", "--ipc", "--uts", *([] if service.networked else ["--net"])]
    outer = ["unshare", *spaces, "--fork", "--kill-child", "sh", "-c", "\n".join(steps), "run"]
    return subprocess.run([*outer, *inner], check=False).returncode


def _remove(folder: Path) -> None:
    if folder.exists():
        subprocess.run(["rm", "-r", "--one-file-system", folder], check=True)


def _output(*command: str | Path) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    sys.exit(main())
