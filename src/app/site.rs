//! The public site in a folder (公开网站): read village by village, written file by file.
//!
//! Nothing of a folder is touched that this office did not write itself: a list of its own files
//! lies among them, and only what stands on it is ever replaced or removed.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};

use super::App;
use super::error::AppError;
use super::font_shelf::FontCell;
use super::output::{make_folder, write_file};
use super::site_plan::PlannedTown;
use crate::domain::ids::{NoticeId, VillageId};
use crate::domain::notice::Notice;
use crate::domain::period::Date;
use crate::print::site::{
    self, Place, Related, SiteFile, SiteNotice, SiteTown, SiteVillage, TownFacts, TownVillage,
};
use crate::print::{self, Page, PdfInfo};

/// The list of what was written, among it.
const MANIFEST: &str = "mingbai-site.txt";
/// The first words of the list: so the folder is known again.
const MANIFEST_HEAD: &str = "明白账公开网站";

/// What site is wanted (公开网站的要求).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SiteRequest {
    /// The folder: new, empty, or one that holds such a site.
    pub folder: PathBuf,
    /// Where the site will stand on the web, for the QR codes; without it there are none.
    pub address: Option<String>,
    /// Only this village.
    pub village: Option<VillageId>,
}

/// What the pages follow from besides the notices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SitePlan {
    pub(super) folder: PathBuf,
    pub(super) address: Option<String>,
    /// What of the ledger it shows; a folder keeps to one.
    pub(super) scope: String,
    pub(super) title: String,
    pub(super) on: Date,
    pub(super) towns: Vec<PlannedTown>,
}

/// The villages that are still to be read.
#[derive(Debug, Default)]
pub struct SiteSource {
    pub(super) villages: VecDeque<VillageId>,
    pub(super) corrections: BTreeMap<VillageId, Vec<Notice>>,
}

/// The published notices of one village.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SitePart {
    village: VillageId,
    notices: Vec<Notice>,
}

/// What was made (做好的网站).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SiteMade {
    /// Its first page.
    pub index: PathBuf,
    /// How many villages.
    pub villages: usize,
    /// How many notices.
    pub notices: usize,
    /// How many files.
    pub files: usize,
    /// Files of an earlier site that are no part of this one and were removed.
    pub removed: usize,
    /// Whether each village has a QR code.
    pub has_codes: bool,
}

impl SiteMade {
    /// What came of it, in a sentence.
    pub fn message(&self) -> String {
        let Self { villages, notices, files, .. } = self;
        let codes = if self.has_codes {
            "每个村有一个二维码（qr.svg），qr.pdf 可以打印"
        } else {
            "没有写网址，没有做二维码"
        };
        format!("公开网站做好了：{villages} 个村，{notices} 份公示，{files} 个文件；{codes}。")
    }
}

impl App {
    /// The next village of a site; `None` after the last one. No book is read.
    ///
    /// # Errors
    /// A failure when the file cannot be read.
    pub fn site_part(&self, source: &mut SiteSource) -> Result<Option<SitePart>, AppError> {
        let Some(village) = source.villages.pop_front() else { return Ok(None) };
        let mut notices = self.ledger()?.store.published_of(village)?;
        notices.extend(source.corrections.remove(&village).unwrap_or_default());
        Ok(Some(SitePart { village, notices }))
    }

    /// Makes a site; `progress` hears of each village done and says whether to go on. `None` when
    /// it was stopped: what is written stays, and the next time goes on from there.
    ///
    /// # Errors
    /// A refusal when the folder holds something else or cannot be written.
    pub fn make_site(
        &self,
        request: &SiteRequest,
        mut progress: impl FnMut(usize, usize) -> bool,
    ) -> Result<Option<SiteMade>, AppError> {
        let (plan, mut source) = self.plan_site(request)?;
        let total = source.left();
        let mut writer = SiteWriter::begin(plan, FontCell::clone(&self.fonts))?;
        while let Some(part) = self.site_part(&mut source)? {
            writer.village(part)?;
            if !progress(total - source.left(), total) {
                writer.stop()?;
                return Ok(None);
            }
        }
        writer.finish().map(Some)
    }
}

impl SiteSource {
    /// How many villages are still to be read.
    pub fn left(&self) -> usize {
        self.villages.len()
    }
}

/// A site being written.
pub(super) struct SiteWriter {
    plan: SitePlan,
    towns: std::vec::IntoIter<PlannedTown>,
    town: Option<OpenTown>,
    facts: Vec<TownFacts>,
    all: Vec<(SiteTown, SiteVillage)>,
    earlier: BTreeSet<String>,
    written: BTreeSet<String>,
    made: SiteMade,
    fonts: FontCell,
}

/// The township whose villages are coming in.
struct OpenTown {
    town: SiteTown,
    initials: String,
    expected: VecDeque<(VillageId, SiteVillage)>,
    done: Vec<TownVillage>,
    /// The sheets with the codes of its villages.
    codes: Vec<Page>,
}

impl SiteWriter {
    /// Takes the folder.
    ///
    /// # Errors
    /// A refusal when it holds something else or cannot be written.
    pub(super) fn begin(mut plan: SitePlan, fonts: FontCell) -> Result<Self, AppError> {
        make_folder(&plan.folder)?;
        let earlier = read_manifest(&plan)?;
        let towns = std::mem::take(&mut plan.towns).into_iter();
        let made = SiteMade {
            index: plan.folder.join("index.html"),
            has_codes: plan.address.is_some(),
            ..SiteMade::default()
        };
        let mut writer = Self {
            plan,
            towns,
            town: None,
            facts: Vec::new(),
            all: Vec::new(),
            earlier,
            written: BTreeSet::new(),
            made,
            fonts,
        };
        // a folder that was begun is known again, even after a loss of power
        writer.write_manifest(&writer.earlier)?;
        for file in site::shared_files() {
            writer.write(&file)?;
        }
        Ok(writer)
    }

    /// Writes the pages of a village; the villages come in the order of the plan.
    ///
    /// # Errors
    /// A refusal when a file cannot be written.
    pub(super) fn village(&mut self, part: SitePart) -> Result<(), AppError> {
        self.open_town()?;
        let Some(mut town) = self.town.take() else { return Ok(()) };
        if let Some((id, village)) = town.expected.pop_front() {
            debug_assert_eq!(id, part.village, "the parts come in the order of the plan");
            let place = Place { town: &town.town, village: &village };
            let notices = self.notices_of(place, part)?;
            town.codes.extend(self.code_sheet(place)?);
            self.made.villages += 1;
            town.done.push(TownVillage { village, notices });
        }
        self.town = Some(town);
        Ok(())
    }

    /// Turns to the next township where the villages of this one are done.
    fn open_town(&mut self) -> Result<(), AppError> {
        while self.town.as_ref().is_none_or(|town| town.expected.is_empty()) {
            self.close_town()?;
            let Some(PlannedTown { town, initials, villages, .. }) = self.towns.next() else {
                return Ok(());
            };
            let expected = villages.into();
            self.town =
                Some(OpenTown { town, initials, expected, done: Vec::new(), codes: Vec::new() });
        }
        Ok(())
    }

    fn close_town(&mut self) -> Result<(), AppError> {
        let Some(open) = self.town.take() else { return Ok(()) };
        let OpenTown { town, initials, done, codes, .. } = open;
        self.write_codes(&town, &codes)?;
        for file in site::town_pages(&town, &done, self.plan.on) {
            self.write(&file)?;
        }
        for file in site::month_pages(&town, &done, self.plan.on) {
            self.write(&file)?;
        }
        self.facts.push(TownFacts::of(&town, &done, initials));
        self.all.extend(done.into_iter().map(|it| (town.clone(), it.village)));
        Ok(())
    }

    /// The pages of each notice, then those of the village; what the lists say of them.
    fn notices_of(
        &mut self,
        place: Place<'_>,
        part: SitePart,
    ) -> Result<Vec<SiteNotice>, AppError> {
        let SitePart { notices, .. } = part;
        let corrected: BTreeSet<NoticeId> =
            notices.iter().filter_map(|notice| notice.corrects).collect();
        let of =
            |notice: &Notice| SiteNotice::of(place.village, notice, corrected.contains(&notice.id));
        for notice in &notices {
            let wrong = notice.corrects.and_then(|id| notices.iter().find(|it| it.id == id));
            let right = notices.iter().filter(|it| it.corrects == Some(notice.id));
            let related = Related {
                corrects: wrong.and_then(of),
                corrected_by: right.filter_map(of).collect(),
            };
            for file in site::notice_pages(place, notice, &related) {
                self.write(&file)?;
            }
            self.made.notices += 1;
        }
        let mut listed: Vec<SiteNotice> = notices.iter().filter_map(of).collect();
        listed.sort_by(|a, b| (a.month, &a.path).cmp(&(b.month, &b.path)));
        let code = self.code_of(place.village)?;
        let pages = site::village_pages(place, &listed, self.plan.on, code.is_some());
        for file in pages.iter().chain(&code) {
            self.write(file)?;
        }
        Ok(listed)
    }

    fn code_of(&self, village: &SiteVillage) -> Result<Option<SiteFile>, AppError> {
        let Some(address) = &self.plan.address else { return Ok(None) };
        let path = format!("{}qr.svg", village.folder);
        let code = site::qr_svg(path, &format!("{address}{}", village.index()));
        code.map(Some)
            .ok_or_else(|| AppError::refused("网址太长，做不成二维码", "请换一个短一点的网址。"))
    }

    fn code_sheet(&self, place: Place<'_>) -> Result<Option<Page>, AppError> {
        let Some(address) = &self.plan.address else { return Ok(None) };
        let address = format!("{address}{}", place.village.index());
        Ok(site::code_sheet(place, &address, self.fonts.fonts()?))
    }

    /// The codes of a township as one PDF to print, a sheet for each village.
    fn write_codes(&mut self, town: &SiteTown, codes: &[Page]) -> Result<(), AppError> {
        if codes.is_empty() {
            return Ok(());
        }
        let title = format!("{}各村公开网页二维码", town.name);
        // the same address gives the same sheets on any day
        let info = PdfInfo { title, author: town.name.clone(), created_on: Date::default() };
        let pdf = print::pdf::paint(codes, &info, self.fonts.fonts()?)?;
        self.write_bytes(&format!("{}qr.pdf", town.folder), &pdf)
    }

    /// Writes what covers all townships, and removes what an earlier site left over.
    ///
    /// # Errors
    /// A refusal when a file cannot be written.
    pub(super) fn finish(mut self) -> Result<SiteMade, AppError> {
        self.open_town()?;
        self.close_town()?;
        if self.facts.len() != 1 {
            let pages = site::index_pages(&self.plan.title, &self.facts, &self.all, self.plan.on);
            for file in pages.into_iter().chain(site::letter_pages(&self.all, self.plan.on)) {
                self.write(&file)?;
            }
        }
        self.remove_the_rest();
        self.write_manifest(&self.written)?;
        self.made.files = self.written.len();
        Ok(self.made)
    }

    /// Stops half way: what was written is kept on the list.
    ///
    /// # Errors
    /// A refusal when the list cannot be written.
    pub(super) fn stop(self) -> Result<(), AppError> {
        let all = self.earlier.union(&self.written).cloned().collect();
        self.write_manifest(&all)
    }

    fn write(&mut self, file: &SiteFile) -> Result<(), AppError> {
        self.write_bytes(&file.path, file.contents.as_bytes())
    }

    fn write_bytes(&mut self, name: &str, contents: &[u8]) -> Result<(), AppError> {
        let path = self.plan.folder.join(name);
        if let Some(folder) = path.parent()
            && !folder.is_dir()
        {
            make_folder(folder)?;
        }
        write_file(&path, contents)?;
        self.written.insert(name.to_owned());
        Ok(())
    }

    fn write_manifest(&self, paths: &BTreeSet<String>) -> Result<(), AppError> {
        let mut text = format!("{MANIFEST_HEAD}\n{}\n", self.plan.scope);
        for path in paths {
            text.push_str(path);
            text.push('\n');
        }
        write_file(&self.plan.folder.join(MANIFEST), text.as_bytes())
    }

    fn remove_the_rest(&mut self) {
        for path in self.earlier.difference(&self.written).filter(|path| is_ours(path)) {
            let file = self.plan.folder.join(path);
            // a page that cannot be removed is old, not wrong
            if std::fs::remove_file(&file).is_ok() {
                self.made.removed += 1;
                if let Some(folder) = file.parent() {
                    // only an empty folder goes
                    drop(std::fs::remove_dir(folder));
                }
            }
        }
    }
}

/// Whether a path of the list can have been written by this office.
fn is_ours(path: &str) -> bool {
    let is_plain = |part: &str| {
        let is_good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        !part.is_empty() && !part.starts_with('.') && part.chars().all(is_good)
    };
    path.split('/').all(is_plain)
}

/// What an earlier site wrote there; nothing in a new folder.
fn read_manifest(plan: &SitePlan) -> Result<BTreeSet<String>, AppError> {
    let SitePlan { folder, scope, .. } = plan;
    let text = std::fs::read_to_string(folder.join(MANIFEST)).unwrap_or_default();
    let mut lines = text.lines();
    if lines.next() != Some(MANIFEST_HEAD) {
        return if holds_something(folder) {
            Err(AppError::refused(
                format!("文件夹 {} 里有别的文件", folder.display()),
                "公开网站要放在新的或空的文件夹里，免得盖掉别的文件。",
            ))
        } else {
            Ok(BTreeSet::new())
        };
    }
    if lines.next() != Some(scope.as_str()) {
        return Err(AppError::refused(
            format!("文件夹 {} 里的公开网站包括的村不一样", folder.display()),
            "请换一个文件夹，免得别的村的网页没有了。",
        ));
    }
    Ok(lines.map(str::to_owned).collect())
}

/// Whether there is anything in a folder but hidden files.
fn holds_something(folder: &Path) -> bool {
    let Ok(mut entries) = std::fs::read_dir(folder) else { return true };
    entries.any(|entry| {
        entry.map_or(true, |entry| !entry.file_name().to_string_lossy().starts_with('.'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_the_site_are_removed() {
        assert!(is_ours("v/371502104264/2026-10-F01_2.html"));
        for path in ["../a.html", "/etc/x", "v//x", "v/..", "a b", "村.html", "C:x", "a\\b", ""] {
            assert!(!is_ours(path), "{path}");
        }
    }
}
