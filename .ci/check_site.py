"""Looks at a public site from outside: every page valid by HTML Tidy, small, and linked.

Usage: check_site.py FOLDER [FOLDER…]; each folder holds one site with its mingbai-site.txt.
"""

import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

PAGE_BYTES_MAX = 60_000


class Links(HTMLParser):
    """The links and the identities of a page."""

    def __init__(self):
        super().__init__()
        self.links = []
        self.ids = set()
        self.lang = None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.lang = attrs.get("lang", self.lang) if tag == "html" else self.lang
        self.links += [attrs[key] for key in ("href", "src") if key in attrs]
        if "id" in attrs:
            self.ids.add(attrs["id"])
        for key in attrs:
            if key.startswith("on") or key == "style":
                raise ValueError(f"{tag} has {key}")


def check_page(folder, page):
    """The faults of one page."""
    text = page.read_bytes()
    faults = []
    if len(text) > PAGE_BYTES_MAX:
        faults.append(f"{len(text)} bytes")
    links = Links()
    links.feed(text.decode("utf-8"))
    if links.lang != "zh-CN":
        faults.append("no language")
    for link in links.links:
        if link.startswith("tel:"):
            continue
        if link.startswith("#"):
            if link[1:] not in links.ids:
                faults.append(f"{link} leads nowhere")
            continue
        target = (page.parent / unquote(link)).resolve()
        if "://" in link or link.startswith("/"):
            faults.append(f"{link} leaves the site")
        elif not target.is_file() or folder.resolve() not in target.parents:
            faults.append(f"{link} leads nowhere")
    tidy = subprocess.run(
        ["tidy", "-quiet", "-errors", "-utf8", str(page)], capture_output=True, text=True
    )
    faults += tidy.stderr.splitlines()
    return faults


def check_site(folder):
    """How many pages a site has, and what is wrong with them."""
    pages = sorted(folder.rglob("*.html"))
    listed = set((folder / "mingbai-site.txt").read_text(encoding="utf-8").splitlines()[2:])
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    faults = [f"{path} is not listed" for path in found - listed - {"mingbai-site.txt"}]
    faults += [f"{path} is listed and not there" for path in listed - found]
    for page in pages:
        faults += [f"{page}: {fault}" for fault in check_page(folder, page)]
    return len(pages), faults


def main(folders):
    total, wrong = 0, []
    for folder in folders:
        count, faults = check_site(Path(folder))
        total += count
        wrong += faults
    for fault in wrong:
        print(fault)
    print(f"{total} pages checked, {len(wrong)} faults")
    return 1 if wrong or total == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
