//! Where each village of a ledger stands on the public site.

use std::collections::{BTreeMap, BTreeSet};

use super::App;
use super::error::AppError;
use super::site::{SitePlan, SiteRequest, SiteSource};
use crate::domain::ids::VillageId;
use crate::domain::village::Village;
use crate::exchange::divisions::Divisions;
use crate::exchange::initials;
use crate::print::site::{SiteTown, SiteVillage, letters};

/// A township with its villages, in list order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PlannedTown {
    pub(super) town: SiteTown,
    pub(super) initials: String,
    pub(super) villages: Vec<(VillageId, SiteVillage)>,
    /// The code of the township, where one of its villages has a code.
    code: Option<String>,
}

/// Letters of the name of a village that has no code.
const LETTERS: u32 = 12;

impl App {
    /// Plans a site: the places of its villages, and the villages that are to be read for it.
    ///
    /// # Errors
    /// A refusal when the address is none; a failure when the file cannot be read.
    pub fn plan_site(&self, request: &SiteRequest) -> Result<(SitePlan, SiteSource), AppError> {
        let ledger = self.ledger()?;
        let address = request.address.as_deref().map(check_address).transpose()?;
        let wanted = |village: &&Village| request.village.is_none_or(|id| id == village.id);
        let villages: Vec<&Village> = ledger.villages().iter().filter(wanted).collect();
        let mut towns = towns_of(&villages);
        let several = towns.len() != 1;
        let divisions = if several { Some(self.divisions()?) } else { None };
        for planned in &mut towns {
            planned.place(several, divisions);
        }
        let mut corrections: BTreeMap<VillageId, Vec<_>> = BTreeMap::new();
        for notice in ledger.store.published_corrections()? {
            corrections.entry(notice.village).or_default().push(notice);
        }
        let order = towns.iter().flat_map(|town| town.villages.iter().map(|(id, _)| *id));
        let source = SiteSource { villages: order.collect(), corrections };
        let plan = SitePlan {
            folder: request.folder.clone(),
            address,
            scope: request.village.map_or_else(|| "全部村".to_owned(), |id| id.to_string()),
            title: title(&towns, divisions),
            on: self.today(),
            towns,
        };
        Ok((plan, source))
    }
}

/// An address as it stands before the paths of the site: with a stroke at its end.
fn check_address(written: &str) -> Result<String, AppError> {
    let address = written.trim();
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    let is_good = |rest: &str| {
        let host = rest.split('/').next().unwrap_or_default();
        !host.is_empty() && rest.chars().all(|c| c.is_ascii_graphic() && !"?#\"<>".contains(c))
    };
    if !rest.is_some_and(is_good) {
        return Err(AppError::refused(
            format!("“{address}”不是网址"),
            "请写成 https://… 的样子，不带问号和井号；没有网址就空着。",
        ));
    }
    Ok(format!("{}/", address.trim_end_matches('/')))
}

/// The townships in the order of their first villages.
fn towns_of(villages: &[&Village]) -> Vec<PlannedTown> {
    let mut towns: Vec<PlannedTown> = Vec::new();
    let mut folders = BTreeSet::new();
    for village in villages {
        let code = village.code.as_deref().and_then(|code| code.get(..9)).map(str::to_owned);
        let name = village.profile.township.trim();
        let is_same = |town: &PlannedTown| {
            let codes = (&town.code, &code);
            town.town.name == name && (town.code == code || matches!(codes, (None, _) | (_, None)))
        };
        let placed = (village.id, place(village, &mut folders));
        match towns.iter_mut().find(|town| is_same(town)) {
            Some(town) => {
                town.code = town.code.take().or(code);
                town.villages.push(placed);
            }
            None => towns.push(PlannedTown {
                town: SiteTown { name: name.to_owned(), ..SiteTown::default() },
                initials: initials(name),
                villages: vec![placed],
                code,
            }),
        }
    }
    towns
}

/// A village lies under its code, or under letters of its own.
fn place(village: &Village, folders: &mut BTreeSet<String>) -> SiteVillage {
    let is_code = |code: &&str| code.len() == 12 && code.bytes().all(|b| b.is_ascii_digit());
    let code = village.code.as_deref().filter(is_code);
    let own = || letters(village.id.uuid().as_u128(), LETTERS);
    let name = code.map_or_else(own, str::to_owned);
    let name = if folders.insert(name.clone()) { name } else { own() };
    SiteVillage {
        folder: format!("v/{name}/"),
        name: village.profile.name.clone(),
        initials: initials(&village.profile.name),
    }
}

impl PlannedTown {
    fn place(&mut self, several: bool, divisions: Option<&Divisions>) {
        if !several {
            return;
        }
        let own = || self.villages.first().map(|(id, _)| letters(id.uuid().as_u128(), LETTERS));
        let name = self.code.clone().or_else(own).unwrap_or_default();
        self.town.folder = format!("t/{name}/");
        self.town.county = self.above(6, divisions).unwrap_or_default();
    }

    /// The name of the county (6 digits) or prefecture (4) above it.
    fn above(&self, digits: usize, divisions: Option<&Divisions>) -> Option<String> {
        let code = self.code.as_deref()?.get(..digits)?;
        divisions?.get(code).map(|division| division.name.clone())
    }
}

/// What a site of several townships is called: after what they share.
fn title(towns: &[PlannedTown], divisions: Option<&Divisions>) -> String {
    if let [only] = towns {
        return format!("{}村务公开", only.town.name);
    }
    let shared = |digits: usize| {
        let mut names = towns.iter().map(|town| town.above(digits, divisions));
        let first = names.next()??;
        names.all(|name| name.as_ref() == Some(&first)).then_some(first)
    };
    let name = shared(6).or_else(|| shared(4)).unwrap_or_default();
    format!("{name}村务公开")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_ends_in_one_stroke_or_is_refused() {
        let good = [("https://a.cn", "https://a.cn/"), (" http://a.cn/x/ ", "http://a.cn/x/")];
        for (written, address) in good {
            assert_eq!(check_address(written).ok().as_deref(), Some(address));
        }
        for written in ["a.cn", "https://", "https:///x", "https://a.cn/?q", "https://a cn", ""] {
            assert!(check_address(written).is_err(), "{written}");
        }
    }
}
