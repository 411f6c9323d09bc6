//! Files that come in: read, checked row by row as if typed in order, then posted all or none.

use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::command::{ImportSummary, Outcome};
use super::error::{AppError, Refusal};
use super::ledger::new_id;
use super::{App, audit_detail};
use crate::domain::entity::Entity;
use crate::domain::ids::{VillageId, VoucherId};
use crate::domain::ledger::Book;
use crate::domain::matter::MatterCode;
use crate::domain::old_chart::{AccountMap, Mapped};
use crate::domain::period::Date;
use crate::domain::privacy::{self, Context};
use crate::domain::voucher::{PostingContext, Voucher, VoucherDraft, VoucherField};
use crate::exchange::fault::FAULTS_MAX;
use crate::exchange::opening_import::{read_opening, survey_opening};
use crate::exchange::voucher_import::{VoucherFile, read_vouchers, survey_vouchers};
use crate::exchange::{ImportFault, check_size};
use crate::print::Fonts;
use crate::store::{ImportKind, Writing, hex};

/// What a person says about a file to import (导入选择).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportChoices {
    /// Into which books it goes.
    pub entity: Entity,
    /// Where accounts of the chart before 2024 go, where the village must say it.
    pub map: AccountMap,
}

/// A voucher file as it would be posted now (导入预览); nothing is written.
#[derive(Clone, Debug)]
pub struct VoucherPreview {
    /// The name of the file.
    pub file_name: String,
    /// The vouchers it would add, in order; those after the first fault are still checked.
    pub vouchers: Vec<Voucher>,
    /// What keeps it from being posted.
    pub faults: Vec<ImportFault>,
    /// What a person should look at.
    pub warnings: Vec<String>,
    /// Where the accounts of the old chart go; empty for a file of today's chart.
    pub mapped: Vec<Mapped>,
    digest: String,
}

/// A file as the ledger remembers it.
#[derive(Clone, Debug)]
pub(super) struct FileStamp {
    pub(super) kind: ImportKind,
    pub(super) name: String,
    pub(super) digest: String,
}

impl FileStamp {
    pub(super) fn record(
        &self,
        writing: &Writing<'_>,
        village: VillageId,
        today: Date,
        rows: usize,
    ) -> Result<(), AppError> {
        Ok(writing.insert_import(village, self.kind, &self.digest, &self.name, today, rows)?)
    }
}

impl App {
    /// Reads a voucher file and checks every row against the book, without writing.
    ///
    /// # Errors
    /// A refusal when the file cannot be read at all or came in before.
    pub fn preview_vouchers(
        &self,
        village: VillageId,
        path: &Path,
        choices: &ImportChoices,
    ) -> Result<VoucherPreview, AppError> {
        let (bytes, file_name) = read_input(path)?;
        let book = self.ledger()?.book_of(village)?;
        refuse_books(&book, choices.entity)?;
        let mut file = match read_vouchers(&bytes, &file_name, &book.chart, &choices.map) {
            Ok(file) => file,
            Err(faults) => {
                let mapped = survey_vouchers(&bytes, &file_name, &book.chart, &choices.map);
                return Ok(VoucherPreview {
                    file_name,
                    vouchers: Vec::new(),
                    faults,
                    warnings: Vec::new(),
                    mapped: mapped.unwrap_or_default(),
                    digest: String::new(),
                });
            }
        };
        file.digest = digest_in(choices.entity, file.digest);
        for row in &mut file.rows {
            row.draft.entity = choices.entity;
        }
        self.refuse_second_import(village, ImportKind::Vouchers, &file.digest, &file_name)?;
        let context = book.posting_context(self.today());
        let (vouchers, faults) = check_rows(&file, context);
        let mut unprintable = unprintable(&file, self.fonts()?);
        unprintable.extend(private(&file, &book));
        let VoucherFile { digest, mut warnings, mapped, .. } = file;
        warnings.extend(unprintable);
        Ok(VoucherPreview { file_name, vouchers, faults, warnings, mapped, digest })
    }

    pub(super) fn import_vouchers(
        &mut self,
        village: VillageId,
        path: &Path,
        choices: &ImportChoices,
    ) -> Result<Outcome, AppError> {
        let preview = self.preview_vouchers(village, path, choices)?;
        if !preview.faults.is_empty() {
            return Err(refused_file(&preview.file_name, preview.faults));
        }
        let (today, at) = (self.clock.today(), self.clock.now());
        let VoucherPreview { file_name: name, vouchers, warnings, digest, .. } = preview;
        let stamp = FileStamp { kind: ImportKind::Vouchers, name, digest };
        let ledger = self.ledger_mut()?;
        ledger.store.write(|writing| -> Result<(), AppError> {
            for voucher in &vouchers {
                writing.insert_voucher(village, voucher, today)?;
            }
            stamp.record(writing, village, today, vouchers.len())?;
            let detail = audit_detail::vouchers(&vouchers, Some(&stamp));
            Ok(writing.insert_audit(&at, Some(village), "import_vouchers", &detail)?)
        })?;
        ledger.refresh(village)?;
        let read = vouchers.len();
        let last_month = vouchers.iter().map(Voucher::month).max();
        Ok(Outcome::VouchersImported(ImportSummary { read, added: read, last_month, warnings }))
    }

    pub(super) fn import_opening(
        &mut self,
        village: VillageId,
        path: &Path,
        choices: &ImportChoices,
    ) -> Result<Outcome, AppError> {
        let (bytes, name) = read_input(path)?;
        let book = self.ledger()?.book_of(village)?;
        refuse_books(&book, choices.entity)?;
        let file = read_opening(&bytes, &name, &book.chart, &choices.map)
            .map_err(|faults| refused_file(&name, faults))?;
        drop(book);
        let digest = digest_in(choices.entity, file.digest);
        self.refuse_second_import(village, ImportKind::Opening, &digest, &name)?;
        let lines = file.lines.into_iter().map(|(account, amount, _)| (account, amount)).collect();
        let stamp = FileStamp { kind: ImportKind::Opening, name, digest };
        let mut done = self.set_opening(village, choices.entity, lines, Some(&stamp))?;
        if let Outcome::OpeningEntered(summary) = &mut done {
            summary.warnings = file.warnings;
        }
        Ok(done)
    }

    /// Where the accounts of a file of opening balances would go, if it was written with the
    /// chart before 2024; empty otherwise. Nothing is written.
    ///
    /// # Errors
    /// A refusal when the file cannot be read at all.
    pub fn survey_opening(
        &self,
        village: VillageId,
        path: &Path,
        map: &AccountMap,
    ) -> Result<Vec<Mapped>, AppError> {
        let (bytes, name) = read_input(path)?;
        let book = self.ledger()?.book_of(village)?;
        survey_opening(&bytes, &name, &book.chart, map)
            .map_err(|faults| refused_file(&name, faults))
    }

    fn refuse_second_import(
        &self,
        village: VillageId,
        kind: ImportKind,
        digest: &str,
        name: &str,
    ) -> Result<(), AppError> {
        match self.ledger()?.store.imported(village, kind, digest)? {
            Some((earlier, on)) => Err(AppError::refused(
                format!("{name} 的内容已于 {on} 导入过（当时的文件名是 {earlier}），没有再导入"),
                "请核对是不是选错了文件。",
            )),
            None => Ok(()),
        }
    }
}

/// Refuses books that the village does not keep before every row of a file is called wrong.
fn refuse_books(book: &Book, entity: Entity) -> Result<(), AppError> {
    Ok(book.bookkeeping().check(entity)?)
}

/// The same file may come in once for each set of books.
fn digest_in(entity: Entity, digest: String) -> String {
    if entity.is_village() {
        return digest;
    }
    hex(&Sha256::digest(format!("{} {digest}", entity.name())))
}

/// Checks the rows as if they were typed one after the other.
fn check_rows(file: &VoucherFile, context: PostingContext<'_>) -> (Vec<Voucher>, Vec<ImportFault>) {
    let mut posted: Vec<Voucher> = context.posted.to_vec();
    let already = posted.len();
    let mut faults = Vec::new();
    for row in &file.rows {
        let mut draft = row.draft.clone();
        if !faults.is_empty() {
            // after a row that did not get in, every later number would be called a gap
            draft.number = None;
        }
        let context = PostingContext { posted: &posted, ..context };
        match draft.check(VoucherId::new(new_id()), context) {
            Ok(voucher) => posted.push(voucher),
            Err(refusal) => faults.push(row.fault(&refusal)),
        }
        if faults.len() >= FAULTS_MAX {
            break;
        }
    }
    (posted.split_off(already), faults)
}

/// What of a voucher stands on the sheet in words.
fn printed_fields(draft: &VoucherDraft) -> [(VoucherField, &String); 4] {
    [
        (VoucherField::Summary, &draft.summary),
        (VoucherField::Handler, &draft.handler),
        (VoucherField::Witness, &draft.witness),
        (VoucherField::Approver, &draft.approver),
    ]
}

/// Characters that no font can draw, one warning each: they may be posted, because a font can
/// be added later, but the sheet will be refused.
fn unprintable(file: &VoucherFile, fonts: &Fonts) -> Vec<String> {
    let mut warnings = Vec::new();
    for row in &file.rows {
        for (field, written) in printed_fields(&row.draft) {
            warnings.extend(fonts.missing(written).into_iter().map(|missing| {
                format!(
                    "{}“{}”里的“{missing}”（U+{:04X}）字体里没有，公示时印不出来，请核对是不是能用标准写法。",
                    row.place,
                    field.label(),
                    u32::from(missing)
                )
            }));
        }
    }
    warnings
}

/// What is private in the file: it may be posted, but the sheet will ask for it to be masked.
fn private(file: &VoucherFile, book: &Book) -> Vec<String> {
    let profile = &book.village.profile;
    let phones = [profile.supervision_phone.as_str(), profile.township_phone.as_str()];
    let context = Context::new(MatterCode::FINANCE_DETAIL, phones);
    let mut warnings = Vec::new();
    for row in &file.rows {
        for (field, written) in printed_fields(&row.draft) {
            let hits = privacy::scan(written, &context);
            warnings.extend(hits.first().map(|hit| {
                format!(
                    "{}“{}”里有{}，入账后改不了，公示时要遮去：“{}”。",
                    row.place,
                    field.label(),
                    hit.kind.label(),
                    privacy::mask(written, &context)
                )
            }));
        }
    }
    warnings
}

/// Reads a file that a person chose, after a look at its size.
pub(super) fn read_input(path: &Path) -> Result<(Vec<u8>, String), AppError> {
    let name = path
        .file_name()
        .map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    let metadata = std::fs::metadata(path).map_err(|error| {
        AppError::refused(
            format!("打不开 {}：{}", path.display(), reason(&error)),
            "请核对文件的位置和名字。",
        )
    })?;
    if !metadata.is_file() {
        return Err(AppError::refused(
            format!("{} 不是文件", path.display()),
            "请选一个表格文件。",
        ));
    }
    check_size(metadata.len(), &name).map_err(|fault| refused_file(&name, vec![fault.into()]))?;
    let bytes = std::fs::read(path).map_err(|error| {
        AppError::refused(
            format!("读不了 {}：{}", path.display(), reason(&error)),
            "请关掉正在用它的程序再试。",
        )
    })?;
    Ok((bytes, name))
}

/// A system error in the words of the person who meets it.
pub(super) fn reason(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    let known = [
        (ErrorKind::NotFound, "没有这个文件或文件夹"),
        (ErrorKind::PermissionDenied, "没有权限"),
        (ErrorKind::ReadOnlyFilesystem, "磁盘是只读的"),
        (ErrorKind::StorageFull, "磁盘满了"),
        (ErrorKind::AlreadyExists, "那里有一个同名的文件，不是文件夹"),
        (ErrorKind::NotADirectory, "那里有一个同名的文件，不是文件夹"),
        (ErrorKind::IsADirectory, "那里有一个同名的文件夹"),
    ];
    let words = known.into_iter().find(|(kind, _)| *kind == error.kind());
    words.map_or_else(|| format!("系统说“{error}”"), |(_, words)| words.to_owned())
}

pub(super) fn refused_file(name: &str, faults: Vec<ImportFault>) -> AppError {
    const SHOWN: usize = 20;
    let message = match faults.as_slice() {
        [only] => only.to_string(),
        many => {
            let mut lines = vec![format!("{name} 有 {} 处错误，一行也没有导入：", many.len())];
            lines.extend(many.iter().take(SHOWN).map(|fault| format!("  {fault}")));
            if many.len() > SHOWN {
                lines.push(format!("  ……还有 {} 处", many.len() - SHOWN));
            }
            lines.push("请在表格里改好这几处，再导入一次。".to_owned());
            lines.join("\n")
        }
    };
    AppError::from(Refusal { message, import_faults: faults, ..Refusal::default() })
}
