//! Ledgers on paper: where an account goes on over the page, the foot carries it forward and the
//! head of the next page takes it up (过次页、承前页).

use std::collections::BTreeMap;
use std::fmt::Write as _;

use mingbai::domain::books::{LedgerSheet, LedgerView, Span};
use mingbai::domain::listing::Listing;
use mingbai::print::{Fonts, Page, compose_listing, lay_out_listing};

use super::support::{Story, account, month};

/// March has 70 payments of 1.00 and one receipt of 40.00, April has 60 payments of 1.00.
fn village() -> Story {
    let mut text = "期初  102 1000.00   301 -1000.00\n".to_owned();
    for number in 1..=70 {
        let day = 1 + (number - 1) * 30 / 70;
        writeln!(text, "凭证  2026-03-{day:02}  付第{number}次运费  借 513 1.00  贷 102 1.00")
            .expect("written");
    }
    text.push_str("凭证  2026-03-31  收鱼塘承包费  借 102 40.00  贷 501 40.00\n");
    for number in 1..=60 {
        let day = 1 + (number - 1) * 30 / 60;
        writeln!(text, "凭证  2026-04-{day:02}  付第{number}趟运费  借 513 1.00  贷 102 1.00")
            .expect("written");
    }
    Story::tell(&text).unwrap_or_else(|refused| panic!("{refused}"))
}

fn listing(story: &Story, sheet: LedgerSheet, of: Option<&str>) -> Listing {
    let view = LedgerView::new(story.book(), Span::new(month("2026-03"), month("2026-04")));
    view.listing(sheet, of.map(account).as_ref(), false)
}

/// The lines of each page, the cells of a line joined by `|`.
fn pages(listing: &Listing) -> Vec<Vec<String>> {
    let fonts = Fonts::bundled().expect("fonts");
    let (pages, warnings) = lay_out_listing(&compose_listing(listing), &fonts);
    assert_eq!(warnings, Vec::new());
    pages.iter().map(lines).collect()
}

fn lines(page: &Page) -> Vec<String> {
    let mut lines: BTreeMap<String, Vec<(f32, String)>> = BTreeMap::new();
    for text in page.texts() {
        let line = lines.entry(format!("{:06.1}", text.baseline_mm)).or_default();
        line.push((text.x_mm, text.text.clone()));
    }
    let joined = |mut line: Vec<(f32, String)>| {
        line.sort_by(|one, other| one.0.total_cmp(&other.0));
        line.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join("|")
    };
    lines.into_values().map(joined).collect()
}

/// The line above the foot of the page, and the line below the head of the table.
fn carried(page: &[String]) -> (String, String) {
    let head = page.iter().position(|line| line.starts_with("日期|")).expect("a head");
    (page[page.len() - 2].clone(), page[head + 1].clone())
}

/// What the bank journal must carry over after these pages: the sums of the month that the last
/// entry is of, and the balance.
fn sums(pages: &[Vec<String>]) -> String {
    let lines: Vec<&String> = pages.iter().flatten().collect();
    let of = |month: &str, words: &str| {
        lines.iter().filter(|line| line.starts_with(month) && line.contains(words)).count()
    };
    let (march, april) = (of("2026-03", "付第"), of("2026-04", "付第"));
    let received = 40 * of("2026-03", "收鱼塘承包费");
    let balance = 1000 + received - march - april;
    let (debit, credit) = if april > 0 { (0, april) } else { (received, march) };
    format!("{debit}.00|{credit}.00|{balance}.00").replace("1000.00", "1,000.00")
}

#[test]
fn a_journal_carries_the_month_and_the_balance_over_the_page() {
    let story = village();
    let pages = pages(&listing(&story, LedgerSheet::BankJournal, Some("102")));
    assert!(pages.len() > 2, "{} pages", pages.len());
    for turn in 1..pages.len() {
        let (foot, _) = carried(&pages[turn - 1]);
        let (_, head) = carried(&pages[turn]);
        let so_far = sums(&pages[..turn]);
        assert_eq!(foot, format!("过次页|{so_far}"));
        assert_eq!(head, format!("承前页|{so_far}"));
    }
    let all = pages.concat();
    assert!(all.contains(&"本月合计|40.00|70.00|970.00".to_owned()));
    assert!(all.contains(&"本年累计|40.00|130.00|910.00".to_owned()));
}

#[test]
fn where_accounts_follow_one_another_the_next_page_names_the_account() {
    let story = village();
    let pages = pages(&listing(&story, LedgerSheet::DetailLedger, None));
    let titles = ["102 银行存款", "501 经营收入", "513 管理费用", "301 资本"];
    let mut account = "";
    let mut turns = 0;
    for (before, after) in pages.iter().zip(pages.iter().skip(1)) {
        let last = before.iter().rev().find_map(|line| titles.iter().find(|title| line == *title));
        account = last.copied().unwrap_or(account);
        let ((foot, _), (_, head)) = (carried(before), carried(after));
        if let Some(sums) = foot.strip_prefix("过次页|") {
            assert_eq!(head, format!("{account} 承前页|{sums}"));
            turns += 1;
        } else {
            assert!(!head.contains("承前页"), "{foot} / {head}");
        }
    }
    assert!(turns >= 3, "{turns}");
    let (foot, _) = carried(&pages[0]);
    assert!(foot.contains("|借|9"), "the side of the balance stands before it: {foot}");
}

#[test]
fn a_ledger_of_one_page_carries_nothing() {
    let story = village();
    let pages = pages(&listing(&story, LedgerSheet::DetailLedger, Some("501")));
    assert_eq!(pages.len(), 1);
    assert!(!pages[0].iter().any(|line| line.contains("过次页") || line.contains("承前页")));
    let general = listing(&story, LedgerSheet::GeneralLedger, None);
    assert_eq!(general.carried, Vec::new(), "months are not carried");
}
