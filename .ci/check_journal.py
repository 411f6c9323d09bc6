#!/usr/bin/env python3
"""The balances that ledger and hledger read from an exported journal, against our own 科目余额表
in the exported workbook, account by account to the fen.
usage: check_journal.py WORKBOOK JOURNAL"""

import re
import subprocess
import sys
import zipfile
from decimal import Decimal
from xml.etree import ElementTree

NAMES = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def rows(workbook):
    """The rows of the first sheet, each a map from column letter to text."""
    with zipfile.ZipFile(workbook) as archive:
        strings = [
            "".join(part.text or "" for part in item.iter("{%s}t" % NAMES["m"]))
            for item in ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
        ]
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    for row in sheet.iterfind(".//m:row", NAMES):
        cells = {}
        for cell in row.iterfind("m:c", NAMES):
            value = cell.find("m:v", NAMES)
            if value is not None:
                text = strings[int(value.text)] if cell.get("t") == "s" else value.text
                cells[re.match("[A-Z]+", cell.get("r")).group()] = text
        yield cells


def ours(workbook):
    """Closing balances by account, debit positive; sums of sub-accounts are left out."""
    closing = {}
    for cells in rows(workbook):
        code = cells.get("A", "").strip()
        if re.fullmatch(r"\d{3}(\d\d){0,2}", code):
            debit, credit = (Decimal(cells.get(column, "0")) for column in ("I", "J"))
            closing[code] = round(debit - credit, 2)
    return closing


def theirs(program, journal):
    command = [program, "-f", journal, "bal", "--flat", "--no-total"]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    balances = {}
    for line in output.splitlines():
        amount, account = re.match(r"\s*(-?[\d,.]+)\s+(.+)", line).groups()
        code = re.split(r"[: ]", account.split(":")[-1].strip())[0]
        # what stands above an account is its sum with all below it
        for length in range(3, len(code) + 1, 2):
            above = code[:length]
            balances[above] = balances.get(above, Decimal(0)) + Decimal(amount.replace(",", ""))
    return balances


def main():
    workbook, journal = sys.argv[1:]
    mine = ours(workbook)
    assert len(mine) >= 10, "%d accounts in the workbook" % len(mine)
    for program in ("ledger", "hledger"):
        found = theirs(program, journal)
        for code in sorted(mine.keys() | found.keys()):
            pair = mine.get(code, Decimal(0)), found.get(code, Decimal(0))
            assert pair[0] == pair[1], "%s of %s: ours %s, theirs %s" % (code, program, *pair)
        print("%s agrees on %d accounts" % (program, len(mine)))


main()
