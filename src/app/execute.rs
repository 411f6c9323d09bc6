//! Carries out commands: check in the domain, write in one transaction, read back.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::json;

use super::audit_detail;
use super::command::{Command, ImportSummary, NewVillage, Outcome};
use super::error::AppError;
use super::ledger::{Ledger, new_id};
use super::posting::Posting;
use super::{App, import};
use crate::domain::account::AccountCode;
use crate::domain::entity::Entity;
use crate::domain::ids::{VillageId, VoucherId};
use crate::domain::ledger::OpeningBalances;
use crate::domain::money::Money;
use crate::domain::period::Date;
use crate::domain::rules::Rules;
use crate::domain::village::{self, Village, VillageProfile, VillageRefusal};
use crate::domain::voucher::VoucherDraft;
use crate::domain::year_end::Appropriation;
use crate::store::{Access, Store, Writing};

pub(super) type Done = Result<Outcome, AppError>;

impl App {
    /// Carries out a command: all of it, or nothing.
    ///
    /// # Errors
    /// [`AppError::Refused`] when a person must act, [`AppError::Failed`] when the machine could
    /// not; the ledger file is then as it was.
    pub fn execute(&mut self, command: Command) -> Done {
        let done = match command {
            Command::CreateLedger { path, villages } => self.create_ledger(&path, villages),
            Command::OpenLedger { path } => self.open_ledger(&path),
            Command::SelectVillage(id) => self.select_village(id),
            Command::AddVillages(villages) => self.add_villages(villages),
            Command::UpdateVillage { village, profile } => self.update_village(village, profile),
            Command::AddAccount { village, parent, name } => {
                self.add_account(village, &parent, &name)
            }
            Command::SetRules(rules) => self.set_rules(rules),
            Command::SetOpening { village, entity, lines } => {
                self.set_opening(village, entity, lines, None)
            }
            Command::ImportOpening { village, path, choices } => {
                self.import_opening(village, &path, &choices)
            }
            Command::PostVoucher { village, draft } => self.post_voucher(village, draft),
            Command::ReverseVoucher { village, voucher, date } => {
                self.reverse_voucher(village, voucher, date)
            }
            Command::CorrectVoucher { village, voucher, date, draft } => {
                let corrects = Some((voucher, date));
                self.post_form(village, Posting { corrects, ..Posting::of(draft) })
            }
            Command::EndYear { village, year } => self.end_year(village, year),
            Command::Appropriate { village, entity, year, lines, decided_on, decision } => {
                let decision = Appropriation { entity, year, lines, decided_on, decision };
                self.appropriate(village, &decision)
            }
            Command::ImportVouchers { village, path, choices } => {
                self.import_vouchers(village, &path, &choices)
            }
            Command::ImportStatement { village, account, path, choices } => {
                self.import_statement(village, &account, &path, &choices)
            }
            Command::MatchLines { village, plans } => self.match_lines(village, &plans),
            Command::UnmatchLines { village, lines } => self.unmatch_lines(village, &lines),
            Command::PostFromLine { village, line, draft } => {
                self.post_from_line(village, line, draft)
            }
            Command::DraftNotice { village, draft } => self.draft_notice(village, &draft),
            Command::Disclosure(command) => self.disclosure(command),
            Command::PublishNotice { notice, on, days, boards } => {
                self.publish_notice(notice, on, days, boards)
            }
            Command::PostForm { village, posting } => self.post_form(village, *posting),
            Command::Template { village, command } => self.template(village, command),
            Command::Attachment { village, command } => self.attachment(village, command),
            Command::ImportPeople { village, matter, span, path, reading } => {
                self.import_people(village, matter, span, &path, &reading)
            }
            Command::Holding { village, command } => self.holding(village, command),
            Command::Affair { village, command } => self.affair(village, command),
        }?;
        if !matches!(done, Outcome::LedgerOpened | Outcome::VillageSelected) {
            self.saved_at = Some(self.clock.time_of_day());
        }
        Ok(done)
    }

    fn create_ledger(&mut self, path: &Path, villages: Vec<NewVillage>) -> Done {
        let today = self.clock.today();
        let villages = self.check_new_villages(villages, &[], today)?;
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty())
            && !folder.is_dir()
        {
            return Err(AppError::refused(
                format!("没有文件夹 {}", folder.display()),
                "请先建好文件夹，或换一个位置。",
            ));
        }
        let store = Store::create(path)?;
        match self.fill_new(store, &villages, today) {
            Ok(ledger) => self.ledger = Some(ledger),
            Err(error) => {
                // a ledger that could not be filled is not left behind
                drop(std::fs::remove_file(path));
                return Err(error);
            }
        }
        Ok(Outcome::LedgerCreated { villages: villages.len() })
    }

    /// Writes the first facts of a new ledger.
    pub(super) fn fill_new(
        &self,
        mut store: Store,
        villages: &[Village],
        today: Date,
    ) -> Result<Ledger, AppError> {
        let at = self.clock.now();
        store.write(|writing| -> Result<(), AppError> {
            writing.insert_ledger(new_id(), today)?;
            writing.set_rules(&Rules::default())?;
            let detail = json!({ "villages": villages.len() });
            writing.insert_audit(&at, None, "create_ledger", &detail)?;
            write_villages(writing, villages, &at)
        })?;
        Ok(Ledger::load(store)?)
    }

    fn open_ledger(&mut self, path: &Path) -> Done {
        // the lock of the ledger now open is given up first: it may be the same file
        self.ledger = None;
        self.ledger = Some(Ledger::load(Store::open(path, Access::Write)?)?);
        Ok(Outcome::LedgerOpened)
    }

    fn select_village(&mut self, id: VillageId) -> Done {
        self.ledger_mut()?.select(id)?;
        Ok(Outcome::VillageSelected)
    }

    fn add_villages(&mut self, villages: Vec<NewVillage>) -> Done {
        let (today, at) = (self.clock.today(), self.clock.now());
        let present = self.ledger()?.villages().to_vec();
        let villages = self.check_new_villages(villages, &present, today)?;
        let ledger = self.ledger_mut()?;
        ledger.store.write(|writing| write_villages(writing, &villages, &at))?;
        ledger.refresh_all()?;
        Ok(Outcome::VillagesAdded(villages.len()))
    }

    /// Turns what was chosen or typed into villages, each checked against the others.
    pub(super) fn check_new_villages(
        &self,
        chosen: Vec<NewVillage>,
        present: &[Village],
        today: Date,
    ) -> Result<Vec<Village>, AppError> {
        if chosen.is_empty() {
            return Err(AppError::refused("一个村也没有选", "请至少选一个村，或自己写村名。"));
        }
        let mut names: BTreeSet<String> =
            present.iter().map(|village| village.profile.full_name()).collect();
        let mut codes: BTreeSet<String> =
            present.iter().filter_map(|village| village.code.clone()).collect();
        let mut villages: Vec<Village> = Vec::with_capacity(chosen.len());
        for choice in chosen {
            let (code, profile) = self.new_profile(choice, &names)?;
            let same_code = code.as_ref().is_some_and(|code| !codes.insert(code.clone()));
            if !names.insert(profile.full_name()) || same_code {
                return Err(VillageRefusal::SameName(profile.full_name()).into());
            }
            let id = VillageId::new(new_id());
            villages.push(Village { id, code, profile, joined_on: today });
        }
        Ok(villages)
    }

    /// The code and the first facts of a village, its name apart from `taken` where the division
    /// list allows it.
    fn new_profile(
        &self,
        choice: NewVillage,
        taken: &BTreeSet<String>,
    ) -> Result<(Option<String>, VillageProfile), AppError> {
        let profile_of = |township: String, name: String| {
            VillageProfile { name, township, ..VillageProfile::default() }.check()
        };
        Ok(match choice {
            NewVillage::Typed { township, name } => (None, profile_of(township, name)?),
            NewVillage::Listed(code) => {
                let (township, listed) = self.listed_village(&code)?;
                let mut profile = profile_of(township, village::printed_name(&listed))?;
                if taken.contains(&profile.full_name()) {
                    // 刘家庄村民委员会 and 刘家庄村村民委员会 are two villages of one town
                    profile = profile_of(profile.township, listed)?;
                }
                (Some(code), profile)
            }
        })
    }

    /// The township and the listed name of a village of the division list.
    fn listed_village(&self, code: &str) -> Result<(String, String), AppError> {
        let divisions = self.divisions()?;
        let listed = divisions.get(code).filter(|_| code.len() == 12);
        let town = divisions.town_of(code);
        match (town, listed) {
            (Some(town), Some(village)) => Ok((town.name.clone(), village.name.clone())),
            _ => Err(AppError::refused(
                format!("区划名录里没有代码 {code} 的村"),
                "请核对 12 位代码，或自己写乡镇和村名。",
            )),
        }
    }

    fn update_village(&mut self, id: VillageId, profile: VillageProfile) -> Done {
        let at = self.clock.now();
        let profile = profile.check()?;
        let ledger = self.ledger_mut()?;
        let same =
            |other: &&Village| other.id != id && other.profile.full_name() == profile.full_name();
        if ledger.villages().iter().any(|other| same(&other)) {
            return Err(VillageRefusal::SameName(profile.full_name()).into());
        }
        ledger.book_of(id)?.check_bookkeeping(profile.bookkeeping)?;
        ledger.store.write(|writing| -> Result<(), AppError> {
            writing.update_profile(id, &profile)?;
            let detail = json!({ "profile": profile });
            Ok(writing.insert_audit(&at, Some(id), "update_village", &detail)?)
        })?;
        ledger.refresh_all()?;
        Ok(Outcome::VillageUpdated)
    }

    fn add_account(&mut self, id: VillageId, parent: &AccountCode, name: &str) -> Done {
        let at = self.clock.now();
        let ledger = self.ledger_mut()?;
        let account = ledger.book_of(id)?.chart.check_sub_account(parent, name)?;
        ledger.store.write(|writing| -> Result<(), AppError> {
            writing.insert_account(id, &account)?;
            let detail = json!({ "code": account.code, "name": account.name });
            Ok(writing.insert_audit(&at, Some(id), "add_account", &detail)?)
        })?;
        ledger.refresh(id)?;
        Ok(Outcome::AccountAdded(account.code))
    }

    fn set_rules(&mut self, rules: Rules) -> Done {
        let at = self.clock.now();
        let rules = rules.check()?;
        let ledger = self.ledger_mut()?;
        ledger.store.write(|writing| -> Result<(), AppError> {
            writing.set_rules(&rules)?;
            let detail = json!({ "rules": rules });
            Ok(writing.insert_audit(&at, None, "set_rules", &detail)?)
        })?;
        ledger.refresh_all()?;
        Ok(Outcome::RulesSet)
    }

    /// Enters opening balances, typed or read from `file`.
    pub(super) fn set_opening(
        &mut self,
        id: VillageId,
        entity: Entity,
        lines: Vec<(AccountCode, Money)>,
        file: Option<&import::FileStamp>,
    ) -> Done {
        let (today, at) = (self.clock.today(), self.clock.now());
        let ledger = self.ledger_mut()?;
        let read = lines.len();
        let opening = OpeningBalances::check(entity, lines, ledger.book_of(id)?.as_ref())?;
        ledger.store.write(|writing| -> Result<(), AppError> {
            writing.insert_opening(id, &opening)?;
            if let Some(stamp) = file {
                stamp.record(writing, id, today, read)?;
            }
            let detail = audit_detail::opening(&opening, file);
            Ok(writing.insert_audit(&at, Some(id), "enter_opening", &detail)?)
        })?;
        ledger.refresh(id)?;
        let summary = ImportSummary { read, added: read, ..ImportSummary::default() };
        Ok(Outcome::OpeningEntered(summary))
    }

    fn post_voucher(&mut self, id: VillageId, draft: VoucherDraft) -> Done {
        let (today, at) = (self.clock.today(), self.clock.now());
        let ledger = self.ledger_mut()?;
        let voucher_id = VoucherId::new(new_id());
        let book = ledger.book_of(id)?;
        if let Some(original) = draft.reverses {
            book.check_taking_back(original)?;
        }
        let voucher = draft.check(voucher_id, book.posting_context(today))?;
        drop(book);
        ledger.store.write(|writing| -> Result<(), AppError> {
            writing.insert_voucher(id, &voucher, today)?;
            let detail = audit_detail::vouchers(std::slice::from_ref(&voucher), None);
            Ok(writing.insert_audit(&at, Some(id), "post_voucher", &detail)?)
        })?;
        ledger.refresh_voucher(id, voucher.id())?;
        let (month, number) = (voucher.month(), voucher.number());
        Ok(Outcome::VoucherPosted { voucher: voucher.id(), month, number })
    }

    fn reverse_voucher(&mut self, id: VillageId, voucher: VoucherId, date: Date) -> Done {
        let book = self.ledger()?.book_of(id)?;
        let original = book.voucher(voucher).ok_or_else(|| {
            AppError::refused("账里没有这张凭证", "请在凭证列表里选中原凭证再冲销。")
        })?;
        // what was appropriated is taken back where it was, before another decision
        let is_closing = original.written().kind.is_closing();
        let draft = original.reversal(if is_closing { original.date() } else { date });
        self.post_voucher(id, draft)
    }
}

fn write_villages(writing: &Writing<'_>, villages: &[Village], at: &str) -> Result<(), AppError> {
    for village in villages {
        writing.insert_village(village)?;
        let detail = json!({ "code": village.code, "profile": village.profile });
        writing.insert_audit(at, Some(village.id), "add_village", &detail)?;
    }
    Ok(())
}
