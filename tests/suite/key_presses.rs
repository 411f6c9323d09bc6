//! How many keys ten typical vouchers take by keyboard alone, beyond their own text: Enter, Tab,
//! arrows, function keys; a combination counts each of its keys.

use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::Queryable as _;
use expect_test::expect;
use mingbai::app::{Clock, Command};
use mingbai::domain::account::Side;
use mingbai::domain::ledger::Book;
use mingbai::domain::village::{Office, Officer};
use mingbai::ui::inbox::Wish;
use mingbai::ui::pages::Page;

use super::harness::{Scripted, Window, shell, window, wish};
use super::support::{day, first, on_disk, simple};

/// A person at the keyboard, and the keys pressed for the voucher being written.
struct Typist {
    window: Window,
    keys: usize,
    counts: Vec<usize>,
}

impl Typist {
    fn press(&mut self, key: Key) -> &mut Self {
        self.combine(Modifiers::NONE, key)
    }

    fn combine(&mut self, modifiers: Modifiers, key: Key) -> &mut Self {
        self.keys += 1 + usize::from(modifiers.any());
        self.window.key_press_modifiers(modifiers, key);
        self.window.run();
        self
    }

    fn enter(&mut self) -> &mut Self {
        self.press(Key::Enter)
    }

    /// Types text where the caret is, and goes on.
    fn write(&mut self, text: &str) -> &mut Self {
        self.window.event(egui::Event::Text(text.to_owned()));
        self.window.run();
        self.enter()
    }

    /// Ctrl+Enter; the voucher must then stand in the book.
    #[track_caller]
    fn post(&mut self, says: &str) {
        self.combine(Modifiers::COMMAND, Key::Enter);
        let last = self.book().vouchers.last().expect("a voucher");
        let written = last.written();
        let line = format!(
            "{} {} {} {}",
            last.date(),
            last.summary(),
            written.total(Side::Debit),
            written.settlement.label()
        );
        assert_eq!(line, says);
        assert!(!written.handler.is_empty(), "persons are filled in");
        let summary = self.window.get_by_role_and_label(Role::TextInput, "摘要");
        assert!(summary.is_focused(), "ready for the next");
        self.counts.push(std::mem::take(&mut self.keys));
    }

    fn book(&self) -> &Book {
        shell(&self.window).app().ledger().expect("open").book().expect("a book")
    }
}

fn typist() -> (tempfile::TempDir, Typist) {
    let folder = tempfile::TempDir::new().expect("a folder");
    let (mut app, _, village) = on_disk(&folder, "2026-11-20");
    let mut profile = app.ledger().expect("open").villages()[0].profile.clone();
    profile.officers = vec![Officer { name: "周敏".to_owned(), office: Office::Accountant }];
    app.execute(Command::UpdateVillage { village, profile }).expect("facts");
    for (date, summary, debit, credit, amount) in [
        ("2026-10-10", "付10月保洁员王秀兰工资", "514", "102", "900.00"),
        ("2026-10-15", "付9月路灯电费", "514", "102", "311.50"),
        ("2026-10-20", "收沿街房租金", "102", "501", "1200.00"),
        ("2026-11-02", "购办公用纸、硒鼓", "513", "102", "268.00"),
    ] {
        let draft = simple(date, summary, debit, credit, amount);
        app.execute(Command::PostVoucher { village, draft }).expect("posted");
    }
    assert_eq!(first(&app), village);
    app.set_clock(Clock::Fixed(day("2026-11-20")));
    let mut window = window(app, Scripted::default());
    wish(&mut window, Wish::Go(Page::Vouchers));
    (folder, Typist { window, keys: 0, counts: Vec::new() })
}

#[test]
fn ten_typical_vouchers_take_few_keys_beyond_their_text() {
    let (_folder, mut typist) = typist();
    // a new expense: summary, account by initials, amount
    typist.press(Key::F2).write("购水泥五袋修村口路").write("gyzc");
    typist.window.event(egui::Event::Text("110".to_owned()));
    typist.window.run();
    typist.post("2026-11-02 购水泥五袋修村口路 110.00 转账");
    // the monthly wages again, found by initials: account and settlement come along
    typist.write("wxl").enter().write("900");
    typist.post("2026-11-02 付11月保洁员王秀兰工资 900.00 转账");
    // the street lamps of last month, on another day
    typist.combine(Modifiers::SHIFT, Key::Tab).combine(Modifiers::COMMAND, Key::A);
    typist.write("11-15").write("lddf").enter().write("298.6");
    typist.post("2026-11-15 付10月路灯电费 298.60 转账");
    // rent comes in: the earlier summary brings its way of writing
    typist.write("syjf").enter().write("1200");
    typist.post("2026-11-15 收沿街房租金 1200.00 转账");
    // office paper again, in cash, two papers
    typist.write("gbgyz").enter().write("86").press(Key::ArrowDown).press(Key::ArrowDown).enter();
    typist.window.event(egui::Event::Text("2".to_owned()));
    typist.window.run();
    typist.post("2026-11-15 购办公用纸、硒鼓 86.00 现金");
    // cash from the bank
    typist.press(Key::F4).write("提取备用金").enter().enter().write("500");
    typist.post("2026-11-15 提取备用金 500.00 现金");
    // an income with a new summary and another handler
    typist.press(Key::F3).write("收李老四鱼塘承包费").write("jysr").write("3000");
    typist.press(Key::ArrowUp).press(Key::ArrowUp).enter().enter().write("zm");
    typist.post("2026-11-15 收李老四鱼塘承包费 3000.00 转账");
    // a voucher of three lines
    typist.press(Key::F5).write("购办公桌，欠付一部分").write("151").write("800");
    typist.write("102").write("500").write("211");
    typist.post("2026-11-15 购办公桌，欠付一部分 800.00 转账");
    // the last one once more
    typist.combine(Modifiers::COMMAND, Key::D);
    typist.post("2026-11-15 购办公桌，欠付一部分 800.00 转账");
    // an expense with a note
    typist.press(Key::F2).write("付会议误餐费").write("glfy").write("120");
    typist.enter().enter().enter().enter().enter().write("村民代表会议 24 人");
    typist.post("2026-11-15 付会议误餐费 120.00 转账");
    let mut counts = typist.counts.clone();
    expect!["[5, 5, 10, 5, 8, 7, 11, 9, 4, 12]"].assert_eq(&format!("{counts:?}"));
    counts.sort_unstable();
    let (low, high) = (counts[4], counts[5]);
    assert_eq!(counts.len(), 10);
    assert!(low.midpoint(high) <= 25, "the median of {counts:?}");
}
