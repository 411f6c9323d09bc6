//! Books written for other programs: journals for hledger and ledger, workbooks for Excel.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::App;
use super::error::AppError;
use super::listing::file_name_part;
use super::output::write_file;
use crate::domain::books::{LedgerSheet, LedgerView, Span};
use crate::domain::ids::VillageId;
use crate::domain::ledger::Book;
use crate::domain::listing::{Listing, ListingCell};
use crate::domain::notice::Notice;
use crate::domain::period::Period;
use crate::domain::privacy::{self, Context, PrivateKind, Subject};
use crate::domain::published::published_listings;
use crate::exchange::journal::write_journal;
use crate::exchange::xlsx_export::write_workbook;

/// The kinds of file a book is exported to (导出格式).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// A journal that hledger and ledger read.
    Journal,
    /// A workbook with every view of the period.
    Workbook,
}

impl ExportFormat {
    /// The format that the end of a file name asks for.
    pub fn of(path: &Path) -> Option<Self> {
        let end = path.extension()?.to_str()?.to_ascii_lowercase();
        match end.as_str() {
            "journal" => Some(Self::Journal),
            "xlsx" => Some(Self::Workbook),
            _ => None,
        }
    }
}

/// The sheets of an exported workbook, in order.
const SHEETS: [LedgerSheet; 9] = [
    LedgerSheet::AccountBalances,
    LedgerSheet::TrialBalance,
    LedgerSheet::GeneralLedger,
    LedgerSheet::DetailLedger,
    LedgerSheet::CashJournal,
    LedgerSheet::BankJournal,
    LedgerSheet::BalanceSheet,
    LedgerSheet::IncomeStatement,
    LedgerSheet::VoucherList,
];

impl App {
    /// Exports the book of a village, or of each village of the ledger; several villages get one
    /// file each, named after the village. Gives the files.
    ///
    /// # Errors
    /// A refusal when a file cannot be written.
    pub fn export(
        &self,
        village: Option<VillageId>,
        period: Period,
        out: &Path,
        format: ExportFormat,
    ) -> Result<Vec<PathBuf>, AppError> {
        match format {
            ExportFormat::Journal => self.export_journal(village, period, out),
            ExportFormat::Workbook => self.export_workbook(village, period, out),
        }
    }

    /// Writes the journal of a village, or of each village of the ledger, for hledger and
    /// ledger; several villages get one file each, named after the village. Gives the files.
    ///
    /// # Errors
    /// A refusal when a file cannot be written.
    pub fn export_journal(
        &self,
        village: Option<VillageId>,
        period: Period,
        out: &Path,
    ) -> Result<Vec<PathBuf>, AppError> {
        self.export_each(village, out, |book| Ok(write_journal(book, period).into_bytes()))
    }

    /// Writes every view of the period (账表) as one workbook for each village.
    ///
    /// # Errors
    /// A refusal when a view is longer than a sheet, or a file cannot be written.
    pub fn export_workbook(
        &self,
        village: Option<VillageId>,
        period: Period,
        out: &Path,
    ) -> Result<Vec<PathBuf>, AppError> {
        self.export_each(village, out, |book| {
            let view = LedgerView::new(book, Span::from(period));
            let listings: Vec<_> =
                SHEETS.into_iter().map(|sheet| view.listing(sheet, None, false)).collect();
            Ok(write_workbook(&listings)?)
        })
    }

    /// What was published of a period, as tables: of one village, or of each of the ledger; no
    /// book is read.
    ///
    /// # Errors
    /// A refusal when nothing was; a failure when the file cannot be read.
    pub fn published_listings(
        &self,
        village: Option<VillageId>,
        period: Period,
    ) -> Result<Vec<Listing>, AppError> {
        let ledger = self.ledger()?;
        let wanted = |id: VillageId| village.is_none_or(|wanted| wanted == id);
        let is_of_period = |notice: &Notice| period.contains(notice.covers_until());
        let mut corrections: BTreeMap<VillageId, Vec<Notice>> = BTreeMap::new();
        for notice in ledger.store.published_corrections()?.into_iter().filter(is_of_period) {
            corrections.entry(notice.village).or_default().push(notice);
        }
        let mut notices: Vec<Notice> = Vec::new();
        for village in ledger.villages().iter().filter(|village| wanted(village.id)) {
            let own = ledger.store.published_of(village.id)?;
            notices.extend(own.into_iter().filter(is_of_period));
            notices.extend(corrections.remove(&village.id).unwrap_or_default());
        }
        if notices.is_empty() {
            return Err(AppError::refused(
                format!("{}还没有公布任何公示", period.label()),
                "请换一个期间，或公布以后再导出。",
            ));
        }
        let mut listings = published_listings(&ledger.townships_label(), period, &notices);
        let profiles = ledger.villages().iter().map(|village| &village.profile);
        let phones = profiles.flat_map(|it| [&it.supervision_phone, &it.township_phone]);
        let context = Context::new(Subject::default(), phones.map(String::as_str));
        let allowances = notices.iter().flat_map(|notice| &notice.content.redaction.allowed);
        let allowed: Vec<PrivateKind> = allowances.map(|allowance| allowance.kind).collect();
        mask_numbers(&mut listings, &context, &allowed);
        Ok(listings)
    }

    /// Writes what was published of a period as one workbook (已公布数据).
    ///
    /// # Errors
    /// As [`App::published_listings`]; a refusal when the file is no workbook, does not hold all
    /// rows, or cannot be written.
    pub fn export_published(
        &self,
        village: Option<VillageId>,
        period: Period,
        out: &Path,
        format: ExportFormat,
    ) -> Result<(), AppError> {
        if format != ExportFormat::Workbook {
            return Err(AppError::refused(
                "已公布的数据只能导出为 Excel 工作簿",
                "请把文件名写成以 .xlsx 结尾。",
            ));
        }
        write_file(out, &write_workbook(&self.published_listings(village, period)?)?)
    }

    fn export_each(
        &self,
        village: Option<VillageId>,
        out: &Path,
        bytes_of: impl Fn(&Book) -> Result<Vec<u8>, AppError>,
    ) -> Result<Vec<PathBuf>, AppError> {
        let ledger = self.ledger()?;
        let wanted = |id: VillageId| village.is_none_or(|wanted| wanted == id);
        let villages: Vec<_> =
            ledger.villages().iter().filter(|village| wanted(village.id)).collect();
        let mut files = Vec::with_capacity(villages.len());
        for village in &villages {
            let book = ledger.book_of(village.id)?;
            let path = match villages.as_slice() {
                [_] => out.to_owned(),
                _ => beside(out, &village.profile.full_name()),
            };
            write_file(&path, &bytes_of(&book)?)?;
            files.push(path);
        }
        Ok(files)
    }
}

/// Masks the numbers of persons that a sheet of an earlier version let through: what hangs in one
/// village is read there, a workbook goes everywhere.
fn mask_numbers(listings: &mut [Listing], context: &Context, allowed: &[PrivateKind]) {
    let rows = listings.iter_mut().flat_map(|listing| &mut listing.rows);
    for cell in rows.flat_map(|row| &mut row.cells) {
        if let ListingCell::Text(text) = cell {
            *text = privacy::mask_numbers(text, context, allowed);
        }
    }
}

/// `账.journal` → `账-甲镇甲村.journal`
fn beside(out: &Path, village: &str) -> PathBuf {
    let stem = out.file_stem().map(|stem| stem.to_string_lossy()).unwrap_or_default();
    let end = out.extension().map(|end| end.to_string_lossy()).unwrap_or_default();
    out.with_file_name(format!("{stem}-{}.{end}", file_name_part(village)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::listing::ListingRow;

    #[test]
    fn cells_of_sheets_published_before_are_masked() {
        let cells = ["王五 1380-531-2345", "监督电话 13906350000", "修路"];
        let row = ListingRow::entry(cells.map(ListingCell::text).to_vec());
        let mut listings = [Listing { rows: vec![row], ..Listing::default() }];
        let shown = |listings: &[Listing]| {
            let cells = listings.iter().flat_map(|it| &it.rows).flat_map(|row| row.cells.clone());
            cells.collect::<Vec<ListingCell>>()
        };
        let before = shown(&listings);
        let context = Context::new(Subject::default(), ["13906350000"]);
        mask_numbers(&mut listings, &context, &[PrivateKind::Phone]);
        assert_eq!(shown(&listings), before, "a person allowed it");
        mask_numbers(&mut listings, &context, &[]);
        let masked = ["王五 138****2345", "监督电话 13906350000", "修路"];
        assert_eq!(shown(&listings), masked.map(ListingCell::text).to_vec());
    }
}
