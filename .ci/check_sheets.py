"""Looks at printed sheets from outside: is every line of the file on the sheet, in order?

usage: check_sheets.py DEMO_DIR SAMPLE_DIR
       check_sheets.py --one SHEET.pdf VOUCHERS.csv
"""

import csv
import pathlib
import re
import subprocess
import sys


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def rows_of(path):
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    return list(csv.DictReader(text.splitlines()))


def grouped(amount):
    return f"{float(amount):,.2f}"


def check_text(pdf, rows):
    """Every summary, name and amount of the file stands on the sheet, row after row."""
    text = re.sub(r"\s+", "", run("pdftotext", "-raw", str(pdf), "-"))
    at = 0
    for row in rows:
        if row["科目"].startswith("101"):
            continue  # cash drawn from the bank is neither income nor expense
        for word in (row["凭证号"], row["摘要"], grouped(row["收入"] or row["支出"])):
            word = re.sub(r"\s+", "", word)
            found = text.find(word, at)
            if found < 0:
                sys.exit(f"{pdf}: {row['凭证号']}: {word} is missing or out of order")
            at = found
        for name in (row["经手人"], row["证明人"], row["审批人"]):
            if name not in text:
                sys.exit(f"{pdf}: {row['凭证号']}: {name} is missing")


def check_file(pdf):
    checked = subprocess.run(["qpdf", "--check", str(pdf)], capture_output=True, text=True)
    if checked.returncode != 0:
        sys.exit(f"{pdf}: {checked.stdout}{checked.stderr}")
    fonts = run("pdffonts", str(pdf)).splitlines()[2:]
    if not fonts or any(not re.search(r"yes\s+yes\s+yes", font) for font in fonts):
        sys.exit(f"{pdf}: a font is not embedded, subset and unicode:\n" + "\n".join(fonts))
    info = run("pdfinfo", str(pdf))
    title = re.search(r"^Title:\s*(.*)$", info, re.M)
    created = re.search(r"^CreationDate:\s*(.*)$", info, re.M)
    if not title or "公开" not in title.group(1) or not created or "2026" not in created.group(1):
        sys.exit(f"{pdf}: title or creation date is wrong:\n{info}")
    if pdf.stat().st_size > 90 * 1024 and "a3" in pdf.name.lower():
        sys.exit(f"{pdf}: {pdf.stat().st_size} bytes")


def main():
    if sys.argv[1] == "--one":
        check_text(pathlib.Path(sys.argv[2]), rows_of(pathlib.Path(sys.argv[3])))
        return
    demo, samples = map(pathlib.Path, sys.argv[1:3])
    sheets = sorted(demo.glob("*.pdf"))
    if len(sheets) != 6:
        sys.exit(f"{demo} holds {len(sheets)} sheets, not 6")
    for pdf in sheets:
        check_file(pdf)
    for month in ("2026-08", "2026-09", "2026-10"):
        (detail,) = demo.glob(f"*-{month}-F01-*.pdf")
        check_text(detail, rows_of(samples / f"收支流水-{month}.csv"))
        if not list(demo.glob(f"*-{month}-F01-*.png")):
            sys.exit(f"no picture of the sheet of {month}")
    print(f"{len(sheets)} sheets: sound, embedded, complete and in order")


main()
