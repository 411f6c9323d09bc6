//! The work of a run: sheets are laid out and painted on a few threads, files are written by one.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use super::checklist;
use super::plan::{VillagePlan, words};
use super::progress::{Progress, content_of};
use super::report::{RunFault, RunProgress, RunReport, SheetReport, VillageReport};
use super::volume::Volumes;
use super::{RunRequest, Tray};
use crate::app::error::AppError;
use crate::app::listing::file_name_part;
use crate::app::output::{make_folder, write_file};
use crate::app::sheet::{glyph_faults, pdf_info};
use crate::domain::notice::{Notice, NoticeState};
use crate::domain::period::day_label;
use crate::print::{self, Fonts, Page};

/// The folder of the files of single villages.
const EACH: &str = "各村";
/// More threads would only hold more pages.
const THREADS_MAX: usize = 4;

/// The sheets of one village from one tray.
pub(super) struct Drawn {
    pub(super) tray: Tray,
    /// What the file is drawn of.
    pub(super) content: String,
    pub(super) sheets: Vec<SheetReport>,
    pub(super) pages: Vec<Page>,
    /// The file, unless the one that stands there says the same.
    pdf: Option<Vec<u8>>,
}

/// Hears of each sheet done, and says whether to go on.
pub(in crate::app) type Tell<'a> = &'a mut dyn FnMut(RunProgress) -> ControlFlow<()>;

/// What a worker tells.
enum Told {
    /// A sheet of a village is laid out.
    Sheet(usize),
    /// A village is drawn, or something stopped it.
    Village(usize, Result<Vec<Drawn>, AppError>),
}

/// What the workers share.
struct Shop<'a> {
    request: &'a RunRequest,
    fonts: &'a Fonts,
    /// What was known when the run began.
    known: Progress,
    next: AtomicUsize,
    cancel: AtomicBool,
}

/// Prints a request into its folder, until `tell` says to stop.
///
/// # Errors
/// As [`crate::app::App::print_run`].
pub(in crate::app) fn carry_out(
    request: &RunRequest,
    fonts: &Fonts,
    tell: Tell<'_>,
) -> Result<RunReport, AppError> {
    if request.plan.count() == 0 {
        let period = request.plan.period.label();
        return Err(AppError::refused(
            format!("{period}选中的村没有可以打印的公示"),
            "请先起草，或者多选几个村、换一个期间。",
        ));
    }
    make_folder(&request.folder.join(EACH))?;
    let known = Progress::of(&request.folder);
    let progress = known.clone();
    let (next, cancel) = (AtomicUsize::new(0), AtomicBool::new(false));
    let shop = Shop { request, fonts, known, next, cancel };
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let threads = threads.min(THREADS_MAX).min(request.plan.villages.len()).max(1);
    let mut desk = Desk::new(request, fonts, progress);
    std::thread::scope(|scope| {
        // a few villages wait at most: pages are large
        let (sender, receiver) = sync_channel(threads);
        for number in 1..=threads {
            let (shop, sender) = (&shop, sender.clone());
            std::thread::Builder::new()
                .name(format!("mingbai-print-{number}"))
                .spawn_scoped(scope, move || work(shop, &sender))
                .map_err(|error| AppError::failed("启动打印线程", error))?;
        }
        drop(sender);
        desk.listen(&receiver, &shop.cancel, tell);
        Ok::<(), AppError>(())
    })?;
    Ok(desk.finish())
}

/// Draws one village after the other until none is left, or nobody listens.
fn work(shop: &Shop<'_>, sender: &SyncSender<Told>) {
    loop {
        let at = shop.next.fetch_add(1, Ordering::Relaxed);
        let Some(village) = shop.request.plan.villages.get(at) else { return };
        let drawn = match draw(shop, village, || sender.send(Told::Sheet(at)).is_ok()) {
            Ok(Some(drawn)) => Ok(drawn),
            Ok(None) => return,
            Err(error) => Err(error),
        };
        if sender.send(Told::Village(at, drawn)).is_err() {
            return;
        }
    }
}

/// Lays out and paints the sheets of a village; nothing where the run was stopped between two.
fn draw(
    shop: &Shop<'_>,
    village: &VillagePlan,
    mut told: impl FnMut() -> bool,
) -> Result<Option<Vec<Drawn>>, AppError> {
    let mut all = Vec::new();
    for (tray, notices) in by_tray(shop.request, village) {
        let paper = shop.request.paper_of(tray);
        let content = content_of(&notices, &paper.label());
        let file = file_of(village, tray);
        let is_current = shop.known.is_current(&file, &content);
        let (mut sheets, mut pages) = (Vec::new(), Vec::new());
        for notice in &notices {
            if shop.cancel.load(Ordering::Relaxed) {
                return Ok(None);
            }
            let title = words(notice);
            if let Some(fault) = glyph_faults(notice, shop.fonts).into_iter().next() {
                let next = "请改好以后重新起草，再打印一次；已打好的不重做。";
                return Err(AppError::refused(format!("{title}：{}", fault.message), next));
            }
            let document = print::compose(notice);
            let (laid_out, found) = print::lay_out(&document, paper, shop.fonts);
            sheets.push(SheetReport {
                matter: notice.matter,
                title,
                tray,
                pages: laid_out.len(),
                merged: None,
                check_code: notice.posted_code(),
                state: state_of(notice),
                warnings: found.into_iter().map(|warning| warning.to_string()).collect(),
            });
            pages.extend(laid_out);
            if !told() {
                return Ok(None);
            }
        }
        let pdf = if is_current {
            None
        } else {
            Some(print::pdf::paint(&pages, &pdf_info(&notices), shop.fonts)?)
        };
        all.push(Drawn { tray, content, sheets, pages, pdf });
    }
    Ok(Some(all))
}

/// The sheets of each tray that has some.
fn by_tray<'a>(request: &RunRequest, village: &'a VillagePlan) -> Vec<(Tray, Vec<&'a Notice>)> {
    let of = |tray: Tray| -> Vec<&Notice> {
        village.sheets.iter().filter(|notice| request.paper.tray(notice) == tray).collect()
    };
    let trays = Tray::ALL.into_iter().map(|tray| (tray, of(tray)));
    trays.filter(|(_, notices)| !notices.is_empty()).collect()
}

/// `各村/001-甲村-A3.pdf`
fn file_of(village: &VillagePlan, tray: Tray) -> String {
    let name = file_name_part(&village.name);
    format!("{EACH}/{:03}-{name}-{}.pdf", village.place, tray.label())
}

fn state_of(notice: &Notice) -> String {
    match (&notice.state, notice.posting()) {
        (NoticeState::Published(_), Some(posting)) => {
            format!("公示到 {}", day_label(posting.posted_until))
        }
        (NoticeState::Published(_) | NoticeState::Drafted, _) => "送审稿".to_owned(),
        (NoticeState::Withdrawn { .. }, _) => "作废稿".to_owned(),
    }
}

/// Where what was drawn comes together, in print order.
struct Desk<'a> {
    request: &'a RunRequest,
    fonts: &'a Fonts,
    progress: Progress,
    report: RunReport,
    volumes: Volumes,
    /// Villages that were drawn before one that comes before them.
    early: BTreeMap<usize, Result<Vec<Drawn>, AppError>>,
}

impl<'a> Desk<'a> {
    fn new(request: &'a RunRequest, fonts: &'a Fonts, progress: Progress) -> Self {
        let report = RunReport {
            period: request.plan.period,
            subject: request.plan.subject.clone(),
            folder: request.folder.clone(),
            villages: Vec::with_capacity(request.plan.villages.len()),
            merged: Vec::new(),
            checklist: None,
            made: 0,
            kept: 0,
            cancelled: false,
            faults: Vec::new(),
        };
        let (volumes, early) = (Volumes::default(), BTreeMap::new());
        Self { request, fonts, progress, report, volumes, early }
    }

    fn listen(&mut self, told: &Receiver<Told>, cancel: &AtomicBool, tell: Tell<'_>) {
        let (mut done, total) = (0, self.request.plan.count());
        for told in told {
            match told {
                Told::Sheet(at) => {
                    done += 1;
                    let village = self.request.plan.villages.get(at);
                    let village = village.map(|village| village.name.clone()).unwrap_or_default();
                    if tell(RunProgress { done, total, village }).is_break() {
                        cancel.store(true, Ordering::Relaxed);
                    }
                }
                Told::Village(at, drawn) => {
                    self.early.insert(at, drawn);
                    while let Some(drawn) = self.early.remove(&self.report.villages.len()) {
                        self.take(drawn);
                    }
                }
            }
        }
    }

    /// Takes the next village in print order: its files, its pages for the volumes.
    fn take(&mut self, drawn: Result<Vec<Drawn>, AppError>) {
        let at = self.report.villages.len();
        let Some(village) = self.request.plan.villages.get(at) else { return };
        let mut told = VillageReport {
            place: village.place,
            name: village.name.clone(),
            missing: village.missing.clone(),
            left_out: village.left_out.clone(),
            ..VillageReport::default()
        };
        let written =
            drawn.and_then(|drawn| self.write(village, &drawn, &mut told).map(|()| drawn));
        let drawn = match written {
            Ok(drawn) => drawn,
            Err(error) => {
                self.report.faults.push(RunFault::of(&village.name, &error));
                // what of it was written is no whole village
                told.files.clear();
                Vec::new()
            }
        };
        let kept = self.current_files(village);
        self.progress.forget_others(Some(village.village), &kept);
        if let Err(error) = self.progress.save() {
            self.report.faults.push(RunFault::of("", &error));
        }
        told.sheets = drawn.iter().flat_map(|drawn| drawn.sheets.iter().cloned()).collect();
        self.report.villages.push(told);
        let mut first = 0;
        for drawn in drawn {
            let count = drawn.sheets.len();
            let full = self.volumes.add(at, first, drawn);
            first += count;
            if let Some(full) = full {
                full.write(&mut self.report, (&mut self.progress, self.fonts));
            }
        }
    }

    fn write(
        &mut self,
        village: &VillagePlan,
        drawn: &[Drawn],
        told: &mut VillageReport,
    ) -> Result<(), AppError> {
        for drawn in drawn {
            let file = file_of(village, drawn.tray);
            let path = self.request.folder.join(Path::new(&file));
            match &drawn.pdf {
                None => self.report.kept += 1,
                Some(pdf) => {
                    write_file(&path, pdf)?;
                    self.report.made += 1;
                    let village = Some(village.village);
                    self.progress.remember(&file, village, &drawn.content, pdf);
                }
            }
            told.files.push(path);
        }
        Ok(())
    }

    /// The files of a village that say what it would be printed as now.
    fn current_files(&self, village: &VillagePlan) -> Vec<String> {
        let trays = by_tray(self.request, village).into_iter();
        let files = trays.map(|(tray, notices)| {
            let content = content_of(&notices, &self.request.paper_of(tray).label());
            (file_of(village, tray), content)
        });
        let is_current =
            |(file, content): &(String, String)| self.progress.is_current(file, content);
        files.filter(is_current).map(|(file, _)| file).collect()
    }

    /// The files of all villages and the checklist; none of them where the run was stopped.
    fn finish(mut self) -> RunReport {
        self.report.cancelled = self.report.villages.len() < self.request.plan.villages.len();
        if self.report.cancelled {
            return self.report;
        }
        for last in self.volumes.close() {
            last.write(&mut self.report, (&mut self.progress, self.fonts));
        }
        let mut kept = self.volumes.files().to_vec();
        kept.push(checklist::FILE.to_owned());
        self.progress.forget_others(None, &kept);
        checklist::write(&mut self.report, (&mut self.progress, self.fonts));
        if let Err(error) = self.progress.save() {
            self.report.faults.push(RunFault::of("", &error));
        }
        self.report
    }
}
