//! What is asked of every village of a ledger: its rules, the catalog and the calendar together.

use super::calendar::Calendar;
use super::catalog::Catalog;
use super::matter::MatterCode;
use super::rules::Rules;

/// The numbers, the matters and the working days that duties and deadlines follow from (规则、目录、节假日).
#[derive(Clone, Debug)]
pub struct Law {
    /// Deadlines and limits of the ledger.
    pub rules: Rules,
    /// What must be disclosed, from when on.
    pub catalog: Catalog,
    /// Statutory holidays and make-up workdays.
    pub calendar: Calendar,
}

impl Law {
    /// The matter as named on lists: as on its sheet, else as in the catalog.
    pub fn title(&self, matter: MatterCode) -> &str {
        if MatterCode::DRAFTABLE.contains(&matter) {
            return matter.title();
        }
        self.catalog.matter(matter).map_or(matter.title(), |known| known.item.as_str())
    }
}
