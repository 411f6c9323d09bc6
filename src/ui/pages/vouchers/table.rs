//! The table of vouchers and the strip that opens one of them up.

use egui::{Align, Label, Layout, RichText, Sense, Ui};
use egui_extras::{Column, TableRow};

use super::rows::{Row, Rows};
use crate::app::Command;
use crate::domain::account::Side;
use crate::domain::entity::Entity;
use crate::domain::ids::VoucherId;
use crate::domain::ledger::Book;
use crate::domain::money::Money;
use crate::domain::period::{self, Date};
use crate::domain::voucher::{Settlement, Voucher};
use crate::ui::ext::UiExt as _;
use crate::ui::inbox::Inbox;
use crate::ui::table_card::{self, Step};
use crate::ui::theme;

/// Width of an amount column.
const AMOUNT: f32 = 112.0;
/// From this width on the columns have their full size.
const ROOMY: f32 = 960.0;

/// Width of a tag behind a summary.
const TAG: f32 = 52.0;
/// A summary narrower than this keeps its room and has one tag.
const TWO_TAGS: f32 = 260.0;
/// Narrower than this no tag stands beside the summary.
const ONE_TAG: f32 = 130.0;

/// What is selected and where to scroll.
#[derive(Debug, Default)]
pub struct VoucherTable {
    /// The voucher that is opened up.
    pub selected: Option<VoucherId>,
    /// The voucher to bring into view.
    pub show: Option<VoucherId>,
}

/// What the strip of the selected voucher asks the page to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Write the same again.
    Copy(VoucherId),
    /// Ask whether to reverse it.
    Reverse(VoucherId),
    /// Write what is right in its place.
    Correct(VoucherId),
    /// Keep it as a template.
    Template(VoucherId),
    /// Look at its source papers, or add the first.
    Papers(VoucherId),
}

impl VoucherTable {
    /// Moves the selection with the arrow keys while no field has the caret.
    pub fn keys(&mut self, ui: &Ui, book: &Book, rows: &Rows) {
        let Some(step) = table_card::step(ui, self.selected.is_some()) else { return };
        if step == Step::Away {
            self.selected = None;
            return;
        }
        if rows.rows().is_empty() {
            return;
        }
        let last = rows.rows().len() - 1;
        let at = self.selected.and_then(|id| place_of(id, book, rows));
        let to = match at {
            Some(at) => table_card::beside(at, step, last + 1),
            None => last,
        };
        self.selected = rows.rows().get(to).and_then(|row| voucher_of(book, row)).map(Voucher::id);
        self.show = self.selected;
    }

    /// Draws the table in `height` points.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        book: &Book,
        rows: &Rows,
        height: f32,
        (all_months, scope): (bool, Entity),
    ) {
        table_card::card(theme::OUTLINE).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing = egui::vec2(10.0, 0.0);
            table_card::clip(ui, height);
            table_card::head_ground(ui, 0.0);
            let date = if all_months { 106.0 } else { 66.0 };
            let marked = book.entities().len() > 1 && scope.is_village();
            let narrow = ui.available_width() < ROOMY;
            let (account, amount) = match (narrow, marked) {
                (true, true) => (92.0, 90.0),
                (true, false) => (120.0, 96.0),
                (false, _) => (190.0, AMOUNT),
            };
            let mut table = table_card::rows(ui, "vouchers", height)
                .column(Column::exact(0.0))
                .column(Column::exact(date))
                .column(Column::exact(if marked { 92.0 } else { 70.0 }))
                .column(Column::remainder().at_least(100.0).clip(true))
                .column(Column::exact(account).clip(true))
                .columns(Column::exact(amount), 2)
                .column(Column::exact(60.0))
                .column(Column::exact(amount))
                .column(Column::exact(6.0));
            if let Some(at) = self.show.take().and_then(|id| place_of(id, book, rows)) {
                table = table.scroll_to_row(at, None);
            }
            let table = table.header(theme::ROW_HEIGHT, header);
            let mut opened = None;
            let drawn = table.body(|body| {
                body.rows(theme::ROW_HEIGHT, rows.rows().len(), |mut drawn| {
                    let Some(row) = rows.rows().get(drawn.index()) else { return };
                    let Some(voucher) = voucher_of(book, row) else { return };
                    drawn.set_selected(self.selected == Some(voucher.id()));
                    draw_row(&mut drawn, book, row, voucher, (all_months, scope));
                    if drawn.response().clicked() {
                        let again = self.selected == Some(voucher.id());
                        self.selected = if again { None } else { Some(voucher.id()) };
                        // what opens below the table takes room of it
                        opened = self.selected;
                    }
                });
            });
            self.show = opened;
            row_lines(ui, drawn.inner_rect, drawn.state.clamped_offset().y, rows.rows().len());
        });
    }
}

fn header(mut header: TableRow<'_, '_>) {
    let words = ["", "日期", "凭证号", "摘要", "科目", "收入", "支出", "结算", "结余", ""];
    for word in words {
        let right = matches!(word, "收入" | "支出" | "结余");
        let layout = if right {
            Layout::right_to_left(Align::Center)
        } else {
            Layout::left_to_right(Align::Center)
        };
        header.col(|ui| {
            ui.with_layout(layout, |ui| {
                if word == "结算" {
                    ui.add_space(8.0);
                }
                ui.label(table_card::head(word, theme::BODY));
            });
        });
    }
}

fn draw_row(
    drawn: &mut TableRow<'_, '_>,
    book: &Book,
    row: &Row,
    voucher: &Voucher,
    (full, scope): (bool, Entity),
) {
    let written = voucher.written();
    let plain = |ui: &mut Ui, text: String| {
        ui.add(Label::new(RichText::new(text).color(theme::TEXT)).truncate())
    };
    drawn.col(|_| {});
    drawn.col(|ui| {
        let form = if full { "%Y-%m-%d" } else { "%m-%d" };
        plain(ui, voucher.date().format(form).to_string());
    });
    drawn.col(|ui| {
        plain(ui, book.number_in(scope, voucher));
    });
    drawn.col(|ui| {
        let photos = book.attachments.of(voucher.id()).len();
        let papers = usize::try_from(written.papers).unwrap_or(0);
        let mut tags: Vec<String> = [("照", photos), ("附", papers)]
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(|(word, count)| format!("{word}{count}"))
            .collect();
        // on a small screen the words come first
        if ui.available_width() < TWO_TAGS {
            tags.truncate(usize::from(ui.available_width() > ONE_TAG));
        }
        let tag_width = TAG * tags.len() as f32;
        ui.spacing_mut().item_spacing.x = 6.0;
        let width = (ui.available_width() - tag_width).max(40.0);
        let text = RichText::new(voucher.summary());
        let colour = if voucher.is_reversal() { theme::OVERDUE } else { theme::TEXT };
        let text = text.color(colour);
        ui.scope(|ui| {
            ui.set_max_width(width);
            ui.add(Label::new(text).truncate());
        });
        for tag in tags {
            papers_tag(ui, tag);
        }
    });
    drawn.col(|ui| {
        plain(ui, account_text(book, row, voucher));
    });
    drawn.col(|ui| amount(ui, row.income));
    drawn.col(|ui| amount(ui, row.expense));
    drawn.col(|ui| {
        let settled = written.settlement;
        let settled = if settled == Settlement::None { "" } else { settled.label() };
        ui.add_space(8.0);
        plain(ui, settled.to_owned());
    });
    drawn.col(|ui| {
        ui.money(row.balance);
    });
    drawn.col(|_| {});
}

/// Thin lines between the rows that are in view.
fn row_lines(ui: &Ui, body: egui::Rect, offset: f32, count: usize) {
    let stroke = egui::Stroke::new(1.0, theme::SURFACE_QUIET);
    let painter = ui.painter().with_clip_rect(body.intersect(ui.clip_rect()));
    let mut y = body.top() - offset.rem_euclid(theme::ROW_HEIGHT);
    let end = body.top() - offset + count as f32 * theme::ROW_HEIGHT;
    while y <= body.bottom() && y <= end + 1.0 {
        painter.hline(body.x_range(), y - 0.5, stroke);
        y += theme::ROW_HEIGHT;
    }
}

fn amount(ui: &mut Ui, amount: Money) {
    if !amount.is_zero() {
        ui.money(amount);
    }
}

fn papers_tag(ui: &mut Ui, text: String) {
    let font = theme::bold(theme::SMALL - 1.0);
    let galley = ui.painter().layout_no_wrap(text, font, theme::TEXT_QUIET);
    let size = galley.size() + egui::vec2(14.0, 2.0);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    ui.painter().rect_filled(rect, 10.0, theme::SURFACE_QUIET);
    let at = rect.center() - galley.size() / 2.0;
    ui.painter().galley(at, galley, theme::TEXT_QUIET);
}

/// The account on the other side of the money; for a transfer, both.
fn account_text(book: &Book, row: &Row, voucher: &Voucher) -> String {
    let others: Vec<_> =
        voucher.entries().iter().filter(|entry| !entry.account.is_fund()).collect();
    match others.as_slice() {
        [] => {
            let funds = voucher.entries();
            let into = funds.iter().find(|entry| entry.side == Side::Debit);
            let to_cash = into.is_some_and(|entry| entry.account.is_cash());
            let word = if row.transfer.is_zero() {
                "银行账户之间"
            } else if to_cash {
                "银行→现金"
            } else {
                "现金→银行"
            };
            let amount = into.map_or(row.transfer, |entry| entry.amount);
            format!("转 {word} {}", amount.grouped())
        }
        [only] => book.chart.title(&only.account),
        [first, ..] => format!("{} 等", book.chart.title(&first.account)),
    }
}

fn voucher_of<'b>(book: &'b Book, row: &Row) -> Option<&'b Voucher> {
    book.vouchers.get(row.index)
}

fn place_of(id: VoucherId, book: &Book, rows: &Rows) -> Option<usize> {
    let is = |row: &Row| voucher_of(book, row).is_some_and(|voucher| voucher.id() == id);
    rows.rows().iter().position(is)
}

/// The selected voucher opened up: its lines, persons, papers and note.
pub fn detail(
    ui: &mut Ui,
    book: &Book,
    voucher: &Voucher,
    selected: &mut Option<VoucherId>,
) -> Option<Asked> {
    let mut asked = None;
    table_card::strip(theme::OUTLINE).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.horizontal(|ui| {
            let number = book.number_in(Entity::Village, voucher);
            let title = format!("{} {number}", period::day_label(voucher.date()));
            ui.label(RichText::new(title).font(theme::bold(theme::BODY)));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if ui.plain_button("收起").clicked() {
                    *selected = None;
                }
                if ui.plain_button("照抄").clicked() {
                    asked = Some(Asked::Copy(voucher.id()));
                }
                let reversed = book
                    .vouchers
                    .iter()
                    .any(|other| other.written().reverses == Some(voucher.id()));
                let can = !reversed && !voucher.is_reversal();
                let button =
                    egui::Button::new("冲销…").min_size(egui::vec2(0.0, theme::CONTROL_HEIGHT));
                if ui.add_enabled(can, button).clicked() {
                    asked = Some(Asked::Reverse(voucher.id()));
                }
                let button =
                    egui::Button::new("更正…").min_size(egui::vec2(0.0, theme::CONTROL_HEIGHT));
                let is_closing = voucher.written().kind.is_closing();
                if ui.add_enabled(can && !is_closing, button).clicked() {
                    asked = Some(Asked::Correct(voucher.id()));
                }
                if !voucher.is_reversal() && ui.plain_button("存为模板…").clicked() {
                    asked = Some(Asked::Template(voucher.id()));
                }
                let photos = book.attachments.of(voucher.id()).len();
                let word = match photos {
                    0 => "加凭据…".to_owned(),
                    count => format!("凭据 {count}…"),
                };
                if ui.plain_button(&word).clicked() {
                    asked = Some(Asked::Papers(voucher.id()));
                }
                let note = if reversed {
                    "已冲销"
                } else if voucher.is_reversal() {
                    "这是冲销凭证"
                } else {
                    ""
                };
                ui.quiet(note);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.add(Label::new(voucher.summary()).truncate());
                });
            });
        });
        ui.horizontal_wrapped(|ui| entry_lines(ui, book, voucher));
    });
    asked
}

fn entry_lines(ui: &mut Ui, book: &Book, voucher: &Voucher) {
    ui.spacing_mut().interact_size.y = 22.0;
    ui.spacing_mut().item_spacing.x = 18.0;
    for entry in voucher.entries() {
        let account = book.chart.title(&entry.account);
        let text = format!("{} {account} {}", entry.side.label(), entry.amount.grouped());
        ui.label(RichText::new(text).size(theme::SMALL + 1.0));
    }
    let written = voucher.written();
    let papers = if written.papers > 0 { format!("{} 张", written.papers) } else { String::new() };
    let facts = [
        ("结算", written.settlement.label()),
        ("经手人", written.handler.as_str()),
        ("证明人", written.witness.as_str()),
        ("审批人", written.approver.as_str()),
        ("附件", papers.as_str()),
        ("备注", written.note.as_str()),
    ];
    for (label, value) in facts.into_iter().filter(|(_, value)| !value.is_empty()) {
        ui.quiet(format!("{label} {value}"));
    }
}

/// Says where files that hang over the window would go.
pub fn drop_veil(ctx: &egui::Context, voucher: Option<&Voucher>) {
    let layer = egui::LayerId::new(egui::Order::Foreground, egui::Id::unique("drop_veil"));
    let painter = ctx.layer_painter(layer);
    let screen = ctx.content_rect();
    painter.rect_filled(screen, 0.0, theme::VEIL);
    let to = voucher.map_or_else(
        || "正在记的这一笔".to_owned(),
        |voucher| format!("{} {}", voucher.month().label(), voucher.number()),
    );
    let text = format!("松开鼠标，把照片附到 {to}");
    let font = theme::bold(theme::HEADING);
    let galley = painter.layout_no_wrap(text, font, theme::TEXT);
    let card =
        egui::Rect::from_center_size(screen.center(), galley.size() + egui::vec2(64.0, 40.0));
    painter.rect_filled(card, theme::CARD_CORNER, theme::SURFACE);
    painter.galley(card.center() - galley.size() / 2.0, galley, theme::TEXT);
}

/// Asks, with the figures, whether to take a voucher back.
pub fn ask_reversal(book: &Book, voucher: &Voucher, today: Date, inbox: &mut Inbox) {
    let lines: Vec<String> = voucher
        .entries()
        .iter()
        .map(|entry| {
            let account = book.chart.title(&entry.account);
            format!("{} {account} {}", entry.side.label(), (-entry.amount).grouped())
        })
        .collect();
    let text = format!(
        "{}{}“{}”要用红字凭证冲销。将以 {} 的日期记一张凭证：\n{}\n原凭证和冲销凭证都留在账上，冲销以后不能再撤回。",
        voucher.month().label(),
        book.number_in(Entity::Village, voucher),
        voucher.summary(),
        period::date_label(today),
        lines.join("\n"),
    );
    let command =
        Command::ReverseVoucher { village: book.village.id, voucher: voucher.id(), date: today };
    inbox.ask("冲销凭证", text, "冲销", command);
}
