//! 补记凭证: the voucher that a line of the bank would get, to be changed and posted.

use egui::{Label, RichText, Ui};

use super::lists::signed;
use crate::app::{App, AppError, Outcome};
use crate::domain::ledger::Book;
use crate::domain::period::{self, Month};
use crate::domain::reconcile::{BankLine, Reconciliation};
use crate::ui::controls;
use crate::ui::ext::UiExt as _;
use crate::ui::inbox::Inbox;
use crate::ui::pages::vouchers::form::{FormContext, FormPanel, FormWants};
use crate::ui::pages::vouchers::rows::BookKey;
use crate::ui::theme;

/// The widest the dialog gets.
const WIDTH: f32 = 1060.0;

/// The dialog.
#[derive(Debug)]
pub(super) struct PostDialog {
    words: String,
    /// Why the voucher bears another day than the line.
    closed: Option<String>,
    month: Month,
    form: FormPanel,
    /// Why the voucher was refused, where no field is to blame.
    fault: Option<String>,
}

impl PostDialog {
    /// Starts from what the ledger has learned of lines like this one.
    ///
    /// # Errors
    /// A refusal for a line that is not there.
    pub(super) fn new(
        app: &App,
        book: &Book,
        known: &Reconciliation,
        line: &BankLine,
    ) -> Result<Self, AppError> {
        let mut draft = app.proposed_voucher(book.village.id, line.id)?;
        let key = BookKey::of(book, app.ledger()?.revision());
        let closed = book.closed_through().filter(|closed| Month::of(line.date) <= *closed);
        if closed.is_some() {
            draft.date = app.today();
        }
        let month = Month::of(draft.date);
        let incoming = line.amount.is_positive();
        let form =
            FormPanel::of_line(line.id, &draft, (&known.account, incoming), (book, key, month));
        let facts = &line.facts;
        let parts = [
            period::date_label(line.date),
            signed(line.amount),
            facts.counterparty.clone(),
            facts.memo.clone(),
        ];
        let words: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let closed = closed.map(|_| {
            let of = Month::of(line.date).label();
            format!("{of}的财务已经公布，账已结，这张凭证记在今天。")
        });
        Ok(Self { words: words.join("　"), closed, month, form, fault: None })
    }

    /// Hears what came of the voucher; `None` while it waits for nothing, else whether it told.
    pub(super) fn heard(&mut self, outcome: &Result<Outcome, AppError>) -> Option<bool> {
        if !self.form.is_waiting() {
            return None;
        }
        let told = self.form.heard(outcome);
        self.fault = match outcome {
            Err(error) if !told => Some(error.to_string()),
            Ok(_) | Err(_) => None,
        };
        Some(outcome.is_err())
    }

    /// Draws the dialog; true to close.
    pub(super) fn ui(&mut self, ui: &Ui, app: &App, book: &Book, inbox: &mut Inbox) -> bool {
        let Ok(ledger) = app.ledger() else { return true };
        let width = WIDTH.min(ui.ctx().content_rect().width() - 60.0);
        let mut close = false;
        let escaped = controls::dialog(ui, "补记凭证", width, |ui| {
            let words = RichText::new(format!("银行流水：{}", self.words));
            ui.add(Label::new(words.color(theme::TEXT_QUIET)).truncate());
            if let Some(closed) = &self.closed {
                ui.notice_box(false, closed);
            }
            let context = FormContext {
                book,
                rules: ledger.rules(),
                key: BookKey::of(book, ledger.revision()),
                month: self.month,
                today: app.today(),
                covered: false,
                shown: None,
            };
            self.form.ui(ui, context, inbox);
            if let Some(fault) = &self.fault {
                ui.notice_box(true, fault);
            }
            controls::foot(ui, |ui| {
                close = ui.plain_button("取消").clicked();
                ui.quiet("入账以后和这笔流水自动对上；下次同样的流水照这样填好。");
            });
        });
        close || escaped || self.form.wants() == Some(FormWants::Out)
    }
}
