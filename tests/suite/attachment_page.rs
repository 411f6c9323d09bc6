//! Source papers in the window: chosen in the form, dropped, looked at, taken off; pictures go to
//! `target/gallery`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use mingbai::app::{App, AttachmentCommand, Command};
use mingbai::domain::ids::VoucherId;
use mingbai::ui::inbox::Wish;
use mingbai::ui::pages::Page;
use tempfile::TempDir;

use super::attachment::{photo, scan};
use super::harness::{
    Scripted, Window, book, click, key, photograph, press, shell, type_into, window, wish,
};
use super::support::{first, on_disk, simple};

/// A file that was dropped onto the window.
#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        Err("a view reads no file".to_owned())
    }
}

fn drop_files(window: &mut Window, paths: &[PathBuf]) {
    for path in paths {
        window.input_mut().dropped_files.push(Arc::new(Dropped(path.clone())));
    }
    window.run();
}

/// A ledger with three vouchers of November, on the page 凭证.
fn desk(answers: &[&Path]) -> (TempDir, Window) {
    let folder = TempDir::new().expect("a folder");
    let (app, _, _) = on_disk(&folder, "2026-11-05");
    let mut window = window(with_vouchers(app), Scripted::answering(answers));
    wish(&mut window, Wish::Go(Page::Vouchers));
    (folder, window)
}

fn with_vouchers(mut app: App) -> App {
    let village = first(&app);
    for (date, summary, amount) in [
        ("2026-11-02", "购办公用纸、硒鼓、签字笔", "268.00"),
        ("2026-11-03", "付村委会办公室电费", "304.65"),
        ("2026-11-04", "付保洁员王秀兰工资", "900.00"),
    ] {
        let draft = simple(date, summary, "513", "102", amount);
        app.execute(Command::PostVoucher { village, draft }).expect("posted");
    }
    app
}

fn attach(window: &mut Window, voucher: VoucherId, paths: Vec<PathBuf>) {
    let village = first(shell(window).app());
    let command = AttachmentCommand::Add { voucher, paths };
    wish(window, Wish::Run(Command::Attachment { village, command }));
}

#[test]
fn photos_are_chosen_in_the_form_and_posted_with_the_voucher() {
    let outside = TempDir::new().expect("a folder");
    let picked = photo(outside.path(), "发票正面.jpg", 60, 40);
    let (_folder, mut window) = desk(&[&picked]);
    type_into(&mut window, "摘要", "购打印机墨盒");
    type_into(&mut window, "科目（代码、名称或拼音首字母）", "513");
    type_into(&mut window, "金额（可写 450*2）", "186");
    photograph(&mut window, "papers-form-empty");
    click(&mut window, "添加凭据照片");
    assert!(window.query_by_label("正在记的这一笔：添加凭据照片").is_some());
    click(&mut window, "浏览…");
    assert!(window.query_by_label_contains("发票正面.jpg　").is_some(), "the answer of the picker");
    let wrong = outside.path().join("合同.docx");
    std::fs::write(&wrong, "PK").expect("written");
    type_into(&mut window, "照片的位置", &wrong.display().to_string());
    key(&mut window, Key::Enter);
    assert!(window.query_by_label_contains("“合同.docx”不是 jpg").is_some());
    photograph(&mut window, "papers-choose-refused");
    drop_files(&mut window, &[scan(outside.path(), "采购合同.pdf"), picked]);
    assert!(window.query_by_label_contains("已经选过了").is_some(), "one photo is one paper");
    photograph(&mut window, "papers-choose");
    window.get_by_role_and_label(egui::Role::TextInput, "照片的位置").focus();
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    key(&mut window, Key::Backspace);
    click(&mut window, "确定");
    assert!(window.query_by_label("凭据照片，已选 2 份").is_some());
    let papers = window.get_by_role_and_label(egui::Role::TextInput, "附件张数").value();
    assert_eq!(papers.as_deref(), Some("2"), "their number is offered");
    photograph(&mut window, "papers-form");
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    let voucher = book(&window).vouchers.last().expect("a voucher");
    assert_eq!(voucher.summary(), "购打印机墨盒");
    assert_eq!(book(&window).attachments.of(voucher.id()).len(), 2);
    assert!(window.query_by_label("添加凭据照片").is_some(), "the form is empty again");
    photograph(&mut window, "papers-posted");
}

#[test]
fn papers_are_looked_at_turned_saved_and_taken_off() {
    let outside = TempDir::new().expect("a folder");
    let (folder, mut window) = desk(&[]);
    let voucher = book(&window).vouchers[1].id();
    let paths =
        vec![photo(outside.path(), "电费单.jpg", 900, 640), scan(outside.path(), "合同.pdf")];
    attach(&mut window, voucher, paths);
    window.get_by_label("付村委会办公室电费").click();
    window.run();
    photograph(&mut window, "papers-strip");
    click(&mut window, "凭据 2…");
    assert!(window.query_by_label("2026年11月 记-002 的凭据照片").is_some());
    assert!(window.query_by_label("第 1 份，共 2 份　第 1 页，共 2 页").is_some());
    key(&mut window, Key::PageDown);
    assert!(window.query_by_label("第 1 份，共 2 份　第 2 页，共 2 页").is_some());
    photograph(&mut window, "papers-viewer-pdf");
    click(&mut window, "下一张");
    assert!(window.query_by_label("第 2 份，共 2 份").is_some());
    assert!(window.query_by_label("凭据“电费单.jpg”的图像").is_some());
    photograph(&mut window, "papers-viewer");
    click(&mut window, "放大");
    click(&mut window, "转向");
    photograph(&mut window, "papers-viewer-zoomed");
    click(&mut window, "适合窗口");
    click(&mut window, "另存为…");
    let copy = folder.path().join("电费单副本.jpg");
    window.get_by_role_and_label(egui::Role::TextInput, "存到").focus();
    press(&mut window, Modifiers::COMMAND, Key::A);
    type_into(&mut window, "存到", &copy.display().to_string());
    photograph(&mut window, "papers-viewer-save");
    click(&mut window, "保存");
    assert!(copy.is_file());
    click(&mut window, "取下…");
    photograph(&mut window, "papers-take-off");
    click(&mut window, "取下");
    assert_eq!(book(&window).attachments.of(voucher).len(), 1);
    key(&mut window, Key::Escape);
    assert!(window.query_by_label("2026年11月 记-002 的凭据照片").is_none(), "Esc closes it");
}

#[test]
fn a_lost_file_says_what_to_do() {
    let outside = TempDir::new().expect("a folder");
    let (_folder, mut window) = desk(&[]);
    let voucher = book(&window).vouchers[0].id();
    attach(&mut window, voucher, vec![photo(outside.path(), "发票.jpg", 90, 64)]);
    let paper = book(&window).attachments.of(voucher)[0].clone();
    let place = shell(&window).app().attachment_path(&paper).expect("a place");
    std::fs::remove_file(place).expect("removed");
    window.get_by_label("购办公用纸、硒鼓、签字笔").click();
    window.run();
    click(&mut window, "凭据 1…");
    assert!(window.query_by_label_contains("文件不见了。请从备份").is_some());
    photograph(&mut window, "papers-lost");
}

#[test]
fn dropped_files_go_to_the_voucher_that_is_opened_up() {
    let outside = TempDir::new().expect("a folder");
    let (_folder, mut window) = desk(&[]);
    window.get_by_label("付保洁员王秀兰工资").click();
    window.run();
    window.input_mut().hovered_files.push(egui::HoveredFile::default());
    window.run_steps(3);
    photograph(&mut window, "papers-hover");
    window.input_mut().hovered_files.clear();
    drop_files(&mut window, &[photo(outside.path(), "签字单.png", 60, 40)]);
    assert!(window.query_by_label("2026年11月 记-003：添加凭据照片").is_some());
    click(&mut window, "附上");
    let voucher = book(&window).vouchers[2].id();
    assert_eq!(book(&window).attachments.of(voucher).len(), 1);
    assert_eq!(shell(&window).app().check().expect("a check"), Vec::new());
}

#[test]
fn the_dialogs_fit_a_small_screen_in_large_type() {
    let outside = TempDir::new().expect("a folder");
    let (_folder, mut window) = desk(&[]);
    window.set_size(egui::vec2(1024.0 + 16.0, 640.0 + 16.0));
    window.run();
    let voucher = book(&window).vouchers[1].id();
    let name = "2026年11月供电公司开具的村委会办公室电费增值税普通发票正面照片.jpg";
    attach(&mut window, voucher, vec![photo(outside.path(), name, 640, 900)]);
    window.get_by_label("付村委会办公室电费").click();
    window.run();
    photograph(&mut window, "papers-small-strip");
    click(&mut window, "凭据 1…");
    photograph(&mut window, "papers-small-viewer");
    click(&mut window, "添加…");
    photograph(&mut window, "papers-small-choose");
    key(&mut window, Key::Escape);
    key(&mut window, Key::Escape);
    window.set_size(egui::vec2(1366.0 / 1.25 + 16.0, 768.0 / 1.25 + 16.0));
    window.run();
    photograph(&mut window, "papers-large-strip");
}
