//! What is chosen on both sides, whether it is equal, and what can be done with it.

use egui::{Align, Label, Layout, RichText, Ui};

use super::chosen::Chosen;
use super::lists::signed;
use super::shown::Shown;
use crate::domain::ledger::Book;
use crate::domain::reconcile::Certainty;
use crate::ui::ext::{Sign, UiExt as _};
use crate::ui::{table_card, theme};

/// Height of the panel.
pub(super) const HEIGHT: f32 = 124.0;

/// What a person asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// 对上
    Match,
    /// 确定的一起对上
    MatchCertain,
    /// 取消核对
    Unmatch,
    /// 撤销刚才的核对
    Undo,
    /// 补记凭证
    Post,
    /// 清除选择
    Clear,
}

/// Draws the panel.
pub(super) fn ui(
    ui: &mut Ui,
    book: &Book,
    shown: &Shown,
    chosen: &Chosen,
    fault: Option<&str>,
) -> Option<Asked> {
    let mut asked = None;
    let stroke = if chosen.is_empty() { theme::OUTLINE } else { theme::ACCENT };
    table_card::strip(stroke).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.set_height(HEIGHT - 18.0);
        ui.spacing_mut().item_spacing.y = 3.0;
        if chosen.is_empty() {
            nothing_chosen(ui, shown);
            return;
        }
        ui.horizontal(|ui| {
            ui.buttons_right(|ui| {
                asked = buttons(ui, shown, chosen);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    sums(ui, shown, chosen);
                });
            });
        });
        match fault {
            Some(fault) => {
                ui.horizontal_top(|ui| {
                    ui.sign_beside(Sign::Cross, theme::OVERDUE);
                    let words = RichText::new(fault).color(theme::OVERDUE).size(theme::SMALL);
                    ui.add(Label::new(words).wrap());
                });
            }
            None => details(ui, book, shown, chosen),
        }
    });
    asked
}

/// What to do, while nothing is chosen.
fn nothing_chosen(ui: &mut Ui, shown: &Shown) {
    let (lines, vouchers) = shown.open();
    if lines == 0 && vouchers == 0 {
        ui.horizontal(|ui| {
            ui.sign(Sign::Tick, theme::DISCLOSED);
            ui.label(RichText::new("流水和凭证都对上了。").color(theme::DISCLOSED));
        });
        ui.quiet("点上面的“余额调节表”，核对余额并打印。");
        return;
    }
    ui.label("点一笔流水，右边会选好可能的凭证；看着对，按“对上”。");
    ui.quiet("一笔对几张：点前面的方框多选，金额相等才能对上。账上没有的，用“补记凭证”记一张。");
    ui.quiet("键盘：↑↓ 选　←→ 换边　空格 多选　回车 对上　F2 补记凭证　Del 取消核对　Esc 清除");
}

/// Drawn from right to left.
fn buttons(ui: &mut Ui, shown: &Shown, chosen: &Chosen) -> Option<Asked> {
    let mut asked = None;
    if ui.plain_button("清除选择").on_hover_text("Esc").clicked() {
        asked = Some(Asked::Clear);
    }
    if chosen.is_matched(shown) {
        if ui.plain_button("取消核对").on_hover_text("Del").clicked() {
            asked = Some(Asked::Unmatch);
        }
        return asked;
    }
    if chosen.lines.len() == 1 && ui.plain_button("补记凭证…").on_hover_text("F2").clicked() {
        asked = Some(Asked::Post);
    }
    let both = !chosen.lines.is_empty() && !chosen.vouchers.is_empty();
    ui.add_enabled_ui(both, |ui| {
        if ui.primary_button("对上").on_hover_text("回车").clicked() {
            asked = Some(Asked::Match);
        }
    });
    asked
}

fn sums(ui: &mut Ui, shown: &Shown, chosen: &Chosen) {
    let (bank, books) = chosen.sums(shown);
    ui.spacing_mut().item_spacing.x = 14.0;
    let bold = |words: String| RichText::new(words).font(theme::bold(theme::BODY));
    ui.label(bold(format!("流水 {} 笔 {}", chosen.lines.len(), signed(bank))));
    ui.label(bold(format!("凭证 {} 张 {}", chosen.vouchers.len(), signed(books))));
    if chosen.lines.is_empty() || chosen.vouchers.is_empty() {
        return;
    }
    if chosen.is_matched(shown) {
        ui.pill(Sign::Tick, "已经对上", theme::DISCLOSED, theme::DISCLOSED_GROUND);
    } else if bank == books {
        ui.pill(Sign::Tick, "金额相等", theme::DISCLOSED, theme::DISCLOSED_GROUND);
    } else {
        let words = format!("相差 {}", bank.minus(books).abs().grouped());
        ui.pill(Sign::Cross, &words, theme::OVERDUE, theme::OVERDUE_GROUND);
    }
}

/// The first line and the first voucher in full, and why they are suggested.
fn details(ui: &mut Ui, book: &Book, shown: &Shown, chosen: &Chosen) {
    let small = |words: String| RichText::new(words).size(theme::SMALL);
    let first = chosen.lines.iter().next().and_then(|id| shown.bank_line(*id));
    if let Some(line) = first {
        let balance = line.balance.map_or(String::new(), |b| format!("　余额 {}", b.grouped()));
        let (who, memo) = (&line.facts.counterparty, &line.facts.memo);
        let words = format!("流水　{} {}　{who}　{memo}{balance}", line.date, signed(line.amount));
        ui.add(Label::new(small(words)).truncate());
    }
    let voucher = chosen.vouchers.iter().next().and_then(|id| book.voucher(*id));
    if let Some(voucher) = voucher {
        let entries: Vec<String> = voucher
            .entries()
            .iter()
            .map(|entry| {
                let account = book.chart.title(&entry.account);
                format!("{} {account} {}", entry.side.label(), entry.amount.grouped())
            })
            .collect();
        let words = format!(
            "凭证　{} {}　{}　{}",
            voucher.date(),
            voucher.number(),
            voucher.summary(),
            entries.join("　")
        );
        ui.add(Label::new(small(words)).truncate());
    }
    let suggested = chosen.lines.iter().next().and_then(|id| shown.suggestion_of_line(*id));
    let plan = chosen.plan();
    let same = |one: &&crate::domain::reconcile::Suggestion| {
        one.plan.lines.len() == plan.lines.len()
            && one.plan.vouchers.len() == plan.vouchers.len()
            && one.plan.vouchers.iter().all(|id| plan.vouchers.contains(id))
    };
    if let Some(one) = suggested.filter(same) {
        let (word, colour) = match one.certainty {
            Certainty::Certain => ("确定", theme::DISCLOSED),
            Certainty::Likely => ("可能，请看一看", theme::DUE),
        };
        ui.label(small(format!("{word}：{}", one.reason)).color(colour));
    } else if chosen.vouchers.is_empty() {
        ui.quiet("账上没有找到金额相同、日期相近的凭证。可以在右边自己选，或者补记一张。");
    } else if chosen.lines.is_empty() {
        ui.quiet("银行还没有这笔钱的流水。可以在左边自己选，或者等下一份对账单。");
    }
}
