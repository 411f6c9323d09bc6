//! The page 对账, driven by keyboard and by Chinese label; pictures go to `target/gallery`.

use std::path::{Path, PathBuf};

use egui::{Event, Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use mingbai::app::{App, Command, Jobs, StatementChoices};
use mingbai::domain::ids::VillageId;
use mingbai::domain::ledger::Book;
use mingbai::domain::reconcile::Reconciliation;
use mingbai::ui::inbox::{Pick, Wish};
use mingbai::ui::pages::Page;
use mingbai::ui::shell::{FilePicker, Shell};
use mingbai::ui::theme;
use tempfile::TempDir;

use super::support::{account, on_disk, simple, yuan};
use crate::cpu_renderer::CpuRenderer;

const OCTOBER: &str = "农业银行,账号：95599000000001234\n日期,收入,支出,余额,对方户名,摘要\n\
    2026-10-03,2000.00,,12000.00,某公司,承包费\n\
    2026-10-08,,300.00,11700.00,王五,工资\n\
    2026-10-08,,300.00,11400.00,赵六,工资\n\
    2026-10-20,,80.00,11320.00,供电所,电费\n\
    2026-10-31,5.00,,11325.00,,结息\n";

/// Answers a file dialog with one file, or with none.
#[derive(Debug, Default)]
struct Chosen(Option<PathBuf>);

impl FilePicker for Chosen {
    fn pick(&self, _pick: &Pick) -> Vec<PathBuf> {
        self.0.iter().cloned().collect()
    }
}

/// A window on a village with a bank account, on 2026-11-30.
struct Desk {
    folder: TempDir,
    window: Harness<'static, Option<Shell>>,
    village: VillageId,
}

fn harness(app: App, size: [f32; 2], picker: Chosen) -> Harness<'static, Option<Shell>> {
    let mut start = Some((app, picker));
    let mut window = Harness::builder()
        .with_size(size)
        .with_max_steps(40)
        .with_context_setup(theme::install)
        .renderer(CpuRenderer::default())
        .build_ui_state(
            move |ui, shell: &mut Option<Shell>| {
                let ctx = ui.ctx().clone();
                let shell = shell.get_or_insert_with(|| {
                    let (app, picker) = start.take().expect("started once");
                    let jobs = Jobs::inline(&app);
                    Shell::scripted(&ctx, app, jobs, picker)
                });
                shell.attend(&ctx);
                shell.draw(ui);
            },
            None,
        );
    window.run_steps(4);
    window.state_mut().as_mut().expect("a shell").wish(Wish::Go(Page::Reconcile));
    window.run_steps(4);
    window
}

/// What happened in the books of October.
fn vouchers() -> Vec<mingbai::domain::voucher::VoucherDraft> {
    vec![
        simple("2026-10-05", "收到鱼塘承包费", "102", "501", "2000"),
        simple("2026-10-08", "付王五工资", "513", "102", "300"),
        simple("2026-10-08", "付赵六工资", "513", "102", "300"),
        simple("2026-10-18", "路灯电费", "514", "102", "50"),
        simple("2026-10-18", "机井电费", "514", "102", "30"),
        simple("2026-10-30", "收到租金支票", "102", "504", "1500"),
    ]
}

impl Desk {
    fn new() -> Self {
        Self::sized([1366.0, 768.0], |_, _| {})
    }

    /// `more` happens in the office before the window opens.
    fn sized(size: [f32; 2], more: impl FnOnce(&mut App, VillageId)) -> Self {
        let folder = TempDir::new().expect("a folder");
        let (mut app, _, village) = on_disk(&folder, "2026-11-30");
        let lines = vec![(account("102"), yuan("10000")), (account("301"), yuan("-10000"))];
        let entity = mingbai::domain::entity::Entity::Village;
        app.execute(Command::SetOpening { village, entity, lines }).expect("opening balances");
        for draft in vouchers() {
            app.execute(Command::PostVoucher { village, draft }).expect("posted");
        }
        more(&mut app, village);
        let window = harness(app, size, Chosen::default());
        Self { folder, window, village }
    }

    /// With the statement of October in.
    fn with_october() -> Self {
        Self::october_sized([1366.0, 768.0])
    }

    fn october_sized(size: [f32; 2]) -> Self {
        let mut desk = Self::sized(size, |_, _| {});
        let path = desk.file("明细.csv", OCTOBER);
        let (village, account) = (desk.village, account("102"));
        let choices = StatementChoices::default();
        desk.run(Command::ImportStatement { village, account, path, choices });
        desk
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).expect("written");
        path
    }

    fn run(&mut self, command: Command) {
        self.window.state_mut().as_mut().expect("a shell").wish(Wish::Run(command));
        self.window.run_steps(4);
    }

    fn app(&self) -> &App {
        self.window.state().as_ref().expect("a shell").app()
    }

    fn book(&self) -> &Book {
        self.app().ledger().expect("open").book().expect("a book")
    }

    fn known(&self) -> Reconciliation {
        self.app().reconciliation(self.village, &account("102")).expect("readable")
    }

    /// Lines that nothing explains.
    fn open(&self) -> usize {
        self.known().open_lines(self.book()).len()
    }

    #[track_caller]
    fn button(&mut self, label: &str) {
        self.window.get_by_role_and_label(Role::Button, label).click();
        self.window.run_steps(4);
    }

    #[track_caller]
    fn tab(&mut self, label: &str) {
        self.window.get_by_role_and_label(Role::RadioButton, label).click();
        self.window.run_steps(4);
    }

    #[track_caller]
    fn text(&mut self, part: &str) {
        let found = self.window.get_all_by_label_contains(part);
        let is_text = |node: &egui_kittest::Node<'_>| node.accesskit_node().role() == Role::Label;
        found.into_iter().find(is_text).unwrap_or_else(|| panic!("no text {part}")).click();
        self.window.run_steps(4);
    }

    #[track_caller]
    fn tick(&mut self, part: &str) {
        let boxes = self.window.get_all_by_role(Role::CheckBox);
        let named = |node: &egui_kittest::Node<'_>| {
            node.accesskit_node().label().is_some_and(|label| label.contains(part))
        };
        boxes.into_iter().find(named).unwrap_or_else(|| panic!("no box for {part}")).click();
        self.window.run_steps(4);
    }

    fn press(&mut self, modifiers: Modifiers, key: Key) {
        self.window.key_press_modifiers(modifiers, key);
        self.window.run_steps(4);
    }

    fn key(&mut self, key: Key) {
        self.press(Modifiers::NONE, key);
    }

    fn type_text(&mut self, text: &str) {
        self.window.event(Event::Text(text.to_owned()));
        self.window.run_steps(4);
    }

    fn sees(&self, part: &str) -> bool {
        self.window.query_all_by_label_contains(part).next().is_some()
    }

    fn picture(&mut self, name: &str) {
        self.window.run_steps(4);
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/gallery");
        std::fs::create_dir_all(&folder).expect("a folder");
        let image = self.window.render().expect("a picture");
        image.save(folder.join(format!("reconcile-{name}.png"))).expect("saved");
    }

    /// Opens the import dialog and looks at a file.
    fn look_at(&mut self, path: &Path) {
        self.press(Modifiers::COMMAND, Key::O);
        self.type_text(&path.display().to_string());
        self.key(Key::Enter);
        // the dialog grows to its size
        self.window.run_steps(8);
    }
}

#[test]
fn a_statement_is_looked_at_before_it_comes_in() {
    let mut desk = Desk::new();
    desk.picture("empty");
    assert!(desk.sees("还没有导入过对账单"));
    let path = desk.file("明细.csv", OCTOBER);
    desk.look_at(&path);
    assert!(desk.sees("共 5 笔"), "the preview says what was read");
    assert!(desk.sees("期末余额 11,325.00"));
    desk.picture("preview");
    assert!(desk.known().lines.is_empty(), "nothing is written yet");
    desk.button("导入 5 笔");
    assert_eq!(desk.known().lines.len(), 5);
    assert!(!desk.sees("对账单文件"), "the dialog closed");
    desk.picture("imported");
    desk.look_at(&path);
    assert!(desk.sees("以前都导入过了"));
    desk.picture("again");
    desk.button("取消");
    assert_eq!(desk.known().statements.len(), 1);
}

#[test]
fn what_keeps_a_statement_out_is_said_in_the_dialog() {
    let mut desk = Desk::with_october();
    let head = "日期,收入,支出,余额,对方户名,摘要\n";
    let other = format!("账号：95599000000009999\n{head}2026-11-01,1.00,,11326.00,,\n");
    let path = desk.file("别的.csv", &other);
    desk.look_at(&path);
    assert!(desk.sees("尾号 9999"));
    desk.picture("other-account");
    desk.button("取消");
    let broken = format!(
        "{head}2026-11-01,1.00,,11326.00,,\n2026-11-02,1.00,,11330.00,,\n2026-11-03,1.00,,11340.00,,\n"
    );
    let path = desk.file("断.csv", &broken);
    desk.look_at(&path);
    assert!(desk.sees("余额有 2 处接不上"));
    assert!(desk.sees("第 4 行（2026-11-03）余额接不上"), "each place is shown");
    desk.picture("broken");
    desk.press(Modifiers::COMMAND, Key::Enter);
    assert_eq!(desk.known().lines.len(), 5, "it waits for the person's word");
    desk.tick("余额接不上也导入");
    desk.press(Modifiers::COMMAND, Key::Enter);
    assert_eq!(desk.known().lines.len(), 8);
    let faulty = format!("{head}十月三日,1.00,,1.00,,\n2026-11-13,十元,,2.00,,\n");
    let path = desk.file("错.csv", &faulty);
    desk.look_at(&path);
    assert!(desk.sees("有 2 处读不懂"));
    assert!(desk.sees("日期看不懂"));
    desk.picture("faults");
    desk.button("取消");
    desk.look_at(Path::new("没有这个文件.csv"));
    assert!(desk.sees("没有这个文件或文件夹"));
}

#[test]
fn columns_are_told_once_and_remembered() {
    let mut desk = Desk::new();
    let text = "几时,进了,出了,还剩,谁\n2026-10-03,2000.00,,12000.00,某公司\n2026-10-08,,300.00,11700.00,王五\n";
    let path = desk.file("甲行.csv", text);
    desk.look_at(&path);
    assert!(desk.sees("看不出哪一栏是日期"));
    assert!(desk.sees("还没有说哪一栏是日期"));
    for (heading, meaning) in [
        ("几时", "日期"),
        ("进了", "收入（贷方）"),
        ("出了", "支出（借方）"),
        ("还剩", "余额"),
        ("谁", "对方户名"),
    ] {
        let label = format!("“{heading}”是什么");
        desk.window.get_by_role_and_label(Role::ComboBox, &label).click();
        desk.window.run_steps(4);
        if heading == "进了" {
            desk.picture("mapping-choice");
        }
        let choices = desk.window.get_all_by_label(meaning);
        let is_choice = |node: &egui_kittest::Node<'_>| node.accesskit_node().role() != Role::Label;
        choices.into_iter().rfind(is_choice).expect("a choice").click();
        desk.window.run_steps(4);
    }
    desk.picture("mapping");
    desk.button("按这样读");
    assert!(desk.sees("共 2 笔"));
    desk.button("导入 2 笔");
    assert_eq!(desk.known().lines.len(), 2);
    let next = "几时,进了,出了,还剩,谁\n2026-11-03,,1.00,11699.00,王五\n";
    let path = desk.file("下月.csv", next);
    desk.look_at(&path);
    assert!(desk.sees("共 1 笔"), "the columns are remembered");
}

#[test]
fn the_certain_are_confirmed_together_and_taken_back() {
    let mut desk = Desk::with_october();
    desk.picture("suggested");
    desk.button("3 组确定的一起对上");
    assert_eq!(desk.open(), 2);
    desk.picture("matched");
    desk.press(Modifiers::COMMAND, Key::Z);
    assert_eq!(desk.open(), 5);
    desk.press(Modifiers::COMMAND, Key::Enter);
    assert_eq!(desk.open(), 2);
    desk.tab("全部");
    desk.picture("all");
    desk.text("某公司");
    desk.picture("group");
    desk.key(Key::Delete);
    assert_eq!(desk.open(), 3, "one match was taken back");
}

#[test]
fn one_line_is_matched_with_several_vouchers_of_the_same_sum() {
    let mut desk = Desk::with_october();
    desk.tick("供电所");
    desk.tick("路灯电费");
    assert!(desk.sees("相差 30.00"));
    desk.picture("difference");
    desk.button("对上");
    assert_eq!(desk.open(), 5, "a difference is refused");
    assert!(desk.sees("金额对不上：银行流水 -80.00"), "and the reason stands in the panel");
    desk.picture("refused");
    desk.tick("机井电费");
    assert!(desk.sees("金额相等"));
    desk.button("对上");
    assert_eq!(desk.open(), 4);
}

#[test]
fn the_list_is_walked_by_keyboard_alone() {
    let mut desk = Desk::with_october();
    desk.key(Key::ArrowDown);
    assert!(desk.sees("确定：金额相同，相差 2 天"), "the suggestion is chosen with its line");
    desk.picture("walked");
    // Enter matches and goes on to the next
    for left in [4, 3, 2, 1] {
        desk.key(Key::Enter);
        assert_eq!(desk.open(), left);
    }
    assert!(desk.sees("账上没有找到"));
    desk.key(Key::Enter);
    assert!(desk.sees("银行流水和凭证都要选"));
    desk.key(Key::F2);
    assert!(desk.sees("补记凭证"));
    desk.picture("post");
    desk.type_text("512");
    desk.picture("post-account");
    desk.key(Key::Escape);
    desk.key(Key::Escape);
    assert_eq!(desk.open(), 1);
    assert!(!desk.sees("银行流水：2026年10月31日"), "Esc closes the dialog");
}

#[test]
fn a_voucher_is_posted_from_a_line_and_teaches_the_next() {
    let mut desk = Desk::with_october();
    desk.text("结息");
    let before = desk.book().vouchers.len();
    desk.button("补记凭证…");
    desk.press(Modifiers::COMMAND, Key::Enter);
    assert!(desk.sees("科目没有填"), "a fault stands beside its field");
    desk.picture("post-fault");
    desk.type_text("504");
    desk.key(Key::Enter);
    desk.press(Modifiers::COMMAND, Key::A);
    desk.type_text("6");
    desk.press(Modifiers::COMMAND, Key::Enter);
    assert!(desk.sees("相差 1.00"), "another amount is refused in the dialog");
    desk.picture("post-refused");
    desk.press(Modifiers::COMMAND, Key::A);
    desk.type_text("5");
    desk.press(Modifiers::COMMAND, Key::Enter);
    assert_eq!(desk.book().vouchers.len(), before + 1);
    assert_eq!(desk.open(), 4);
    let posted = desk.book().vouchers.last().expect("a voucher").written().clone();
    assert_eq!(posted.handler, "李会计", "the persons of the last voucher are taken over");
    let path = desk
        .file("十一月.csv", "日期,收入,支出,余额,对方户名,摘要\n2026-11-30,7.00,,11332.00,,结息\n");
    let (village, account) = (desk.village, account("102"));
    let choices = StatementChoices::default();
    desk.run(Command::ImportStatement { village, account, path, choices });
    desk.text("+7.00");
    desk.key(Key::F2);
    desk.press(Modifiers::COMMAND, Key::Enter);
    assert_eq!(desk.book().vouchers.len(), before + 2, "the learned voucher is complete");
}

#[test]
fn the_adjustment_of_a_day_is_shown_with_its_state() {
    let mut desk = Desk::with_october();
    desk.press(Modifiers::COMMAND, Key::Enter);
    desk.tab("余额调节表");
    assert!(desk.sees("调节后的余额相符"));
    assert!(desk.sees("收到租金支票"));
    desk.picture("adjustment");
    let field = desk.window.get_by_role_and_label(Role::TextInput, "调节表的日期");
    field.focus();
    desk.window.run_steps(2);
    desk.press(Modifiers::COMMAND, Key::A);
    desk.type_text("10-20");
    desk.key(Key::Enter);
    assert!(desk.sees("调节后的余额相符"));
    desk.press(Modifiers::COMMAND, Key::A);
    desk.type_text("十月");
    desk.key(Key::Enter);
    assert!(desk.sees("日期写 31"));
    desk.picture("adjustment-fault");
}

#[test]
fn statements_and_the_gaps_between_them_are_listed() {
    let mut desk = Desk::with_october();
    let (village, account) = (desk.village, account("102"));
    let path = desk.file("晚.csv", "日期,收入,支出,余额\n2026-11-20,1.00,,20001.00\n");
    let choices = StatementChoices::default();
    desk.run(Command::ImportStatement { village, account, path, choices });
    desk.tab("对账单");
    assert!(desk.sees("2026年10月31日 的余额是 11,325.00"));
    assert!(desk.sees("相差 8,675.00"));
    desk.picture("statements");
}

#[test]
fn the_page_fits_a_small_screen_and_large_type() {
    let mut small = Desk::october_sized([1024.0, 640.0]);
    small.key(Key::ArrowDown);
    small.picture("small");
    small.tab("余额调节表");
    small.picture("small-adjustment");
    small.tab("对账单");
    small.picture("small-statements");
    let path = small.file("明细.csv", OCTOBER);
    small.look_at(&path);
    small.picture("small-preview");
    let mut large = Desk::with_october();
    large.window.ctx.set_zoom_factor(1.25);
    large.key(Key::ArrowDown);
    large.picture("large");
    large.key(Key::F2);
    large.picture("large-post");
    large.key(Key::Escape);
    large.tab("余额调节表");
    large.picture("large-adjustment");
}

#[test]
fn both_real_files_come_in_by_the_window() {
    let mut desk = Desk::new();
    let data = |name: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name);
    desk.look_at(&data("工行流水.csv"));
    assert!(desk.sees("共 11 笔"));
    desk.picture("icbc");
    desk.button("导入 11 笔");
    assert_eq!(desk.known().lines.len(), 11);
    desk.picture("icbc-in");
    desk.look_at(&data("建行流水.xls"));
    assert!(desk.sees("余额有 1 处接不上"));
    desk.picture("ccb");
    desk.tick("余额接不上也导入");
    desk.button("导入 6 笔");
    assert_eq!(desk.known().lines.len(), 17);
    desk.picture("ccb-in");
}

#[test]
fn thousands_of_lines_are_drawn_only_where_they_are_seen() {
    let mut rows = String::from("日期,收入,支出,余额,对方户名,摘要\n");
    let mut balance = 1_000_000_i64;
    for at in 0..4_000_i64 {
        let (day, amount) = (at / 140 + 1, at % 997 + 100);
        balance += amount;
        let (yuan, fen) = (amount / 100, amount % 100);
        let (left, rest) = (balance / 100, balance % 100);
        let row = format!("2026-09-{day:02},{yuan}.{fen:02},,{left}.{rest:02},第{at}户,水费\n");
        rows.push_str(&row);
    }
    let mut desk = Desk::new();
    let path = desk.file("长.csv", &rows);
    desk.look_at(&path);
    assert!(desk.sees("共 4000 笔"));
    desk.button("导入 4000 笔");
    desk.picture("long-in");
    assert_eq!(desk.open(), 4_000);
    let boxes = desk.window.get_all_by_role(Role::CheckBox).count();
    assert!(boxes < 60, "only the rows in view are drawn: {boxes}");
    desk.key(Key::ArrowUp);
    assert!(desk.sees("第3999户"), "the cursor brings its row into view");
    desk.picture("long");
}

#[test]
fn the_page_of_vouchers_leads_here() {
    let mut desk = Desk::with_october();
    let shell = desk.window.state_mut().as_mut().expect("a shell");
    shell.wish(Wish::Go(Page::Vouchers));
    desk.window.run_steps(4);
    desk.button("对账…");
    assert_eq!(desk.window.state().as_ref().expect("a shell").page(), Page::Reconcile);
}

#[test]
fn today_reminds_of_a_missing_statement_and_of_what_stays_open() {
    let go_home = |desk: &mut Desk| {
        let shell = desk.window.state_mut().as_mut().expect("a shell");
        shell.wish(Wish::Go(Page::Today));
        desk.window.run_steps(4);
    };
    let mut desk = Desk::new();
    go_home(&mut desk);
    assert!(!desk.sees("去对账"), "a village that never imported is left alone");
    let mut desk = Desk::with_october();
    go_home(&mut desk);
    assert!(desk.sees("4 笔银行流水、6 张凭证超过 30 天还没有对上"));
    desk.picture("today");
    desk.button("去对账");
    assert_eq!(desk.window.state().as_ref().expect("a shell").page(), Page::Reconcile);
}
