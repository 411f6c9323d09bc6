//! What the buttons of the left column do.

use super::NoticesPage;
use super::allow::AllowForm;
use super::content::ContentForm;
use super::correction::CorrectionForm;
use super::dialogs::{self, Dialog, DialogContext};
use super::editor::Editor;
use super::forms::StepForm;
use super::paper::{BoardForm, VerifyForm};
use super::photos::Photos;
use super::selection::Selection;
use super::side::Asked;
use super::stand::Standing;
use crate::app::{App, Command, Job, Sheet, sheet_file_name};
use crate::domain::notice::{Body, Notice, NoticeDraft};
use crate::domain::period::{Month, Period};
use crate::ui::inbox::{Inbox, Wish};
use crate::ui::pages::vouchers::typed::parse_day;

/// The folder of what is sent to the printer, beside the ledger.
const PRINT_FOLDER: &str = "打印";

impl NoticesPage {
    /// Does what the left column asks for.
    pub(super) fn act(
        &mut self,
        asked: Asked,
        (chosen, standing): (Selection, &Standing),
        context: DialogContext<'_>,
        inbox: &mut Inbox,
    ) {
        let Some(notice) = standing.notice() else { return };
        match asked {
            Asked::Draft => self.draft(notice, standing, context, inbox),
            Asked::Edit => {
                let of = (context.book.village.id, chosen);
                let form = match (self.typed.content(of), &notice.content.body) {
                    (Some(form), _) => form.clone(),
                    (None, Body::Statement(statement)) => ContentForm::of(statement),
                    (None, _) => return,
                };
                self.editor = Some(Editor::new(of, form));
            }
            Asked::Forget => {
                self.typed.forget((context.book.village.id, chosen));
                self.typing += 1;
            }
            Asked::Mask(place) => self.redact(|it| it.masked.push(place)),
            Asked::Allow(place, kind) => self.dialog = Dialog::Allow(AllowForm::new(place, kind)),
            Asked::Correct => {
                self.dialog = Dialog::Correct(Box::new(CorrectionForm::new(notice, context)));
            }
            Asked::Step(act) => {
                self.dialog = Dialog::Step(Box::new(StepForm::new(act, &[notice], context)));
            }
            Asked::Reply(id) => self.reply(id, context),
            Asked::Photos => self.dialog = Dialog::Photos(Box::new(Photos::of(notice.id))),
            Asked::Basis => self.dialog = Dialog::Basis,
            Asked::Show(chosen) => self.choose(chosen),
            Asked::Print => self.print_out(notice, context.app, inbox),
            Asked::SavePdf => {
                let folder = self.folder.clone().unwrap_or_default();
                self.dialog = Dialog::save(&folder.join(sheet_file_name(notice, "pdf")), false);
            }
            Asked::SavePng => {
                self.dialog =
                    Dialog::save(self.folder.as_deref().unwrap_or(std::path::Path::new("")), true);
            }
            Asked::Verify => self.dialog = Dialog::Verify(VerifyForm::default()),
            Asked::Site => inbox.push(Wish::MakeSite),
            Asked::Board => {
                let period = notice.period();
                let month = || Period::Month(Month::of(notice.covers_until()));
                let folder = self.folder.clone().unwrap_or_default();
                let size = context.book.village.profile.board_size_cm();
                let form = BoardForm::new(period.unwrap_or_else(month), size, &folder);
                self.dialog = Dialog::Board(Box::new(form));
            }
            Asked::Open => {
                if let Some(saved) = &self.saved {
                    inbox.push(Wish::OpenOutside(saved.clone()));
                }
            }
        }
    }

    /// Freezes what is shown, as proposed on the day that is typed.
    fn draft(
        &mut self,
        notice: &Notice,
        standing: &Standing,
        context: DialogContext<'_>,
        inbox: &mut Inbox,
    ) {
        let mut draft = NoticeDraft::again(notice);
        self.proposal_fault = None;
        if standing.is_candidate() {
            match parse_day(&self.proposed, Month::of(context.today)) {
                Ok(on) => draft.proposed_on = Some(on),
                Err(fault) => {
                    self.proposal_fault = Some(fault);
                    return;
                }
            }
        }
        let village = context.book.village.id;
        if let Err(error) = context.app.candidate_notice(village, &draft) {
            self.proposal_fault = Some(error.to_string());
            return;
        }
        self.drafting = self.chosen.map(|chosen| (village, chosen));
        inbox.run(Command::DraftNotice { village, draft: Box::new(draft) });
    }

    /// Sends the sheet to the printer, from a file in a folder beside the ledger.
    fn print_out(&self, notice: &Notice, app: &App, inbox: &mut Inbox) {
        let Some(paper) = self.preview.paper() else { return };
        let folder = dialogs::first_folder(app);
        let words = if matches!(paper.sheet, Sheet::Board { .. }) {
            "展板请点“另存 PDF…”：整张到打印店打印，或用 A4、A3 拼贴。"
        } else if folder.as_os_str().is_empty() {
            "这个账簿没有存成文件，打印用的文件没有地方放。请点“另存 PDF…”，打开存好的文件打印。"
        } else {
            let (notice, folder) = (Box::new(notice.clone()), folder.join(PRINT_FOLDER));
            return inbox.push(Wish::Start(Job::PrintOut { notice, paper, folder }));
        };
        inbox.push(Wish::Tell(words.to_owned()));
    }
}
