//! Work off the frame: previews and saved sheets, on one named thread.
//!
//! A preview is latest-wins: whoever turns three pages waits for one. Saving shows its progress
//! and can be stopped between pages; stopping one job stops no other.

use std::mem::discriminant;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};

use super::App;
use super::affair_print::draw_forms;
use super::attachment::read_sound;
use super::batch::save_long;
use super::error::AppError;
use super::font_shelf::FontCell;
use super::listing::{ListingFormat, save_listing};
use super::outlet::{Outlet, SentTo};
use super::output;
use super::picture::{self, Picture, PictureKey};
use super::print_run::{RunProgress, RunReport, RunRequest, carry_out};
use super::sheet::{PrintedSheet, draw, draw_as, sheet_file_name};
use super::site::{SiteMade, SitePart, SitePlan, SiteWriter};
use super::stop::Stop;
use crate::domain::attachment::Attachment;
use crate::domain::ids::NoticeId;
use crate::domain::listing::Listing;
use crate::domain::notice::Notice;
use crate::domain::period::Date;
use crate::domain::resolution::Resolution;
use crate::domain::village::VillageProfile;
use crate::exchange::xlsx_export::write_workbook;
use crate::print::{self, Paper, TilePaper};

/// Something that takes longer than a frame (后台任务).
#[derive(Clone, Debug)]
pub enum Job {
    /// Draw one page for the screen.
    Preview {
        /// The notice.
        notice: Box<Notice>,
        /// The paper.
        paper: Paper,
        /// The page, from 0.
        page: usize,
        /// Dots per inch on the screen.
        dpi: f32,
    },
    /// Save the sheet as a PDF.
    SavePdf {
        /// The notice.
        notice: Box<Notice>,
        /// The paper.
        paper: Paper,
        /// The paper of the tiles that a board is cut into.
        tiles: Option<TilePaper>,
        /// The file.
        path: PathBuf,
    },
    /// Save something that is drawn already as a PDF.
    SaveDrawn {
        /// What was drawn.
        sheet: Box<PrintedSheet>,
        /// The file.
        path: PathBuf,
    },
    /// Save each page as a picture, or all of them as a long one.
    SavePng {
        /// The notice.
        notice: Box<Notice>,
        /// The paper.
        paper: Paper,
        /// Whether all pages go below each other on one picture.
        long: bool,
        /// The folder.
        folder: PathBuf,
    },
    /// Print all sheets of a plan into a folder.
    PrintRun(Box<RunRequest>),
    /// Save the sheet as a PDF in a folder, and send it to the printer.
    PrintOut {
        /// The notice.
        notice: Box<Notice>,
        /// The paper.
        paper: Paper,
        /// The folder.
        folder: PathBuf,
    },
    /// Save something that is drawn already as a PDF, and send it to the printer.
    PrintDrawn {
        /// What was drawn.
        sheet: Box<PrintedSheet>,
        /// The file.
        path: PathBuf,
        /// The paper of its pages.
        paper: Paper,
    },
    /// Send a PDF that is saved already to the printer.
    Send {
        /// The file.
        path: PathBuf,
        /// The paper of its pages, if all are alike.
        paper: Option<Paper>,
    },
    /// Save a table of figures as a file.
    SaveListing {
        /// The table.
        listing: Box<Listing>,
        /// The kind of file.
        format: ListingFormat,
        /// The file.
        path: PathBuf,
        /// The day it is.
        today: Date,
    },
    /// Save the six forms of a resolution as a PDF.
    SaveForms {
        /// The resolution; number 0 for forms to fill in by hand.
        resolution: Box<Resolution>,
        /// The village as printed.
        profile: Box<VillageProfile>,
        /// The file.
        path: PathBuf,
        /// The day it is.
        today: Date,
    },
    /// Save tables of figures as one workbook.
    SaveWorkbook {
        /// The tables.
        listings: Vec<Listing>,
        /// The file.
        path: PathBuf,
    },
    /// Make the public site, part by part.
    Site(SiteJob),
    /// Show a source paper.
    Picture(Box<PictureKey>),
    /// Save a copy of a source paper.
    SaveAttachment {
        /// The attachment.
        attachment: Box<Attachment>,
        /// Where its file lies.
        file: PathBuf,
        /// Where the copy goes.
        path: PathBuf,
    },
}

/// A part of the work on the public site (公开网站的一步).
#[derive(Clone, Debug)]
pub enum SiteJob {
    /// Take the folder.
    Begin(Box<SitePlan>),
    /// Write the pages of a village.
    Village(Box<SitePart>),
    /// Write what covers all villages.
    Finish,
    /// Stop; what is written stays.
    Stop,
}

/// How far the public site has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SiteEvent {
    /// A part was written.
    Written,
    /// All is done.
    Made(SiteMade),
}

/// Which page a preview shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PreviewKey {
    /// The notice.
    pub notice: NoticeId,
    /// The day from which it hangs, where it is shown as published.
    pub published: Option<Date>,
    /// The paper.
    pub paper: Paper,
    /// The page, from 0.
    pub page: usize,
    /// Dots per inch.
    pub dpi: f32,
    /// Which fonts it is drawn with: [`App::font_generation`].
    pub fonts: u64,
}

/// One page for the screen.
#[derive(Clone, Debug, PartialEq)]
pub struct PreviewPage {
    /// What it shows.
    pub key: PreviewKey,
    /// How many pages the sheet has.
    pub pages: usize,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// RGBA, 4 bytes a pixel, from the top left.
    pub pixels: Vec<u8>,
    /// What the layout could not do as it should.
    pub warnings: Vec<String>,
}

/// What came of a job.
#[derive(Debug)]
pub enum JobEvent {
    /// A page to show.
    Preview(PreviewPage),
    /// Why a page cannot be shown.
    PreviewFailed(PreviewKey, AppError),
    /// A source paper to show, or why it cannot be shown.
    Picture(Box<PictureKey>, Result<Picture, AppError>),
    /// A copy of a source paper was saved, or why not.
    AttachmentSaved(Result<PathBuf, AppError>),
    /// The public site goes on.
    Site(SiteEvent),
    /// Files were written.
    Saved(Vec<PathBuf>),
    /// A run prints on.
    RunProgress(RunProgress),
    /// A run came to its end, or was stopped.
    RunDone(Box<RunReport>),
    /// A file went to the printer or to the viewer, or why not.
    Sent(Result<SentTo, AppError>),
    /// It was stopped; files already written stay.
    Cancelled,
    /// It did not work.
    Failed(AppError),
}

/// How far the job that runs has come (进度).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JobProgress {
    /// So many are done.
    pub done: usize,
    /// Of so many.
    pub total: usize,
    /// Whether sheets of a run are counted, and not pages of one sheet.
    pub is_run: bool,
}

/// A job with what stops it.
type Asked = (Job, Stop);

/// The worker and what it reports (后台).
#[derive(Debug)]
pub struct Jobs {
    sender: Option<Sender<Asked>>,
    worker: Arc<Mutex<Worker>>,
    events: Receiver<JobEvent>,
    state: Arc<JobState>,
}

#[derive(Debug, Default)]
struct JobState {
    pending: AtomicUsize,
    done: AtomicUsize,
    total: AtomicUsize,
    is_run: AtomicBool,
    /// Stops the job that runs.
    running: Mutex<Stop>,
}

struct Worker {
    fonts: FontCell,
    outlet: Outlet,
    events: Sender<JobEvent>,
    state: Arc<JobState>,
    /// Stops the job that runs.
    stop: Stop,
    wake: Box<dyn Fn() + Send>,
    drawn: Option<(PreviewKey, PrintedSheet)>,
    site: Option<SiteWriter>,
}

impl std::fmt::Debug for Worker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Worker").field("state", &self.state).finish_non_exhaustive()
    }
}

impl Jobs {
    /// A worker on its own thread; `wake` is called after each event.
    ///
    /// # Errors
    /// A failure when the system gives no thread.
    pub fn on_thread(app: &App, wake: impl Fn() + Send + 'static) -> Result<Self, AppError> {
        let mut jobs = Self::new(app, Box::new(wake));
        let (sender, receiver) = channel();
        let worker = Arc::clone(&jobs.worker);
        let state = Arc::clone(&jobs.state);
        std::thread::Builder::new()
            .name("mingbai-print".to_owned())
            .spawn(move || serve(&receiver, &worker, &state))
            .map_err(|error| AppError::failed("启动打印线程", error))?;
        jobs.sender = Some(sender);
        Ok(jobs)
    }

    /// A worker that does each job at once, for tests.
    pub fn inline(app: &App) -> Self {
        Self::new(app, Box::new(|| {}))
    }

    fn new(app: &App, wake: Box<dyn Fn() + Send>) -> Self {
        let (events, received) = channel();
        let state = Arc::new(JobState::default());
        let worker = Worker {
            fonts: Arc::clone(&app.fonts),
            outlet: app.outlet.clone(),
            events,
            state: Arc::clone(&state),
            stop: Stop::default(),
            wake,
            drawn: None,
            site: None,
        };
        Self { sender: None, worker: Arc::new(Mutex::new(worker)), events: received, state }
    }

    /// Asks for a job.
    pub fn start(&self, job: Job) {
        self.start_with(job, Stop::default());
    }

    /// Asks for a job that `stop` stops.
    pub fn start_with(&self, job: Job, stop: Stop) {
        self.state.pending.fetch_add(1, Ordering::Relaxed);
        if let Some(sender) = &self.sender {
            // the thread lives as long as the sender does
            drop(sender.send((job, stop)));
        } else {
            self.worker.lock().unwrap_or_else(PoisonError::into_inner).run(job, stop);
            self.state.pending.fetch_sub(1, Ordering::Relaxed);
        }
    }

    /// What happened since the last look.
    pub fn poll(&self) -> Vec<JobEvent> {
        self.events.try_iter().collect()
    }

    /// Whether a job is waiting or running.
    pub fn is_busy(&self) -> bool {
        self.state.pending.load(Ordering::Relaxed) > 0
    }

    /// How far the job that runs has come, where it takes more than a moment.
    pub fn progress(&self) -> Option<JobProgress> {
        let total = self.state.total.load(Ordering::Relaxed);
        (total > 0).then(|| JobProgress {
            done: self.state.done.load(Ordering::Relaxed),
            total,
            is_run: self.state.is_run.load(Ordering::Relaxed),
        })
    }

    /// Stops the job that runs at its next page; those that wait are not touched.
    pub fn cancel(&self) {
        self.state.running.lock().unwrap_or_else(PoisonError::into_inner).stop();
    }
}

/// Runs jobs until the window closes; of previews that wait in a row only the last is drawn.
fn serve(receiver: &Receiver<Asked>, worker: &Mutex<Worker>, state: &JobState) {
    let mut next = None;
    loop {
        let Some((mut job, mut stop)) = next.take().or_else(|| receiver.recv().ok()) else {
            return;
        };
        let mut taken = 1;
        while matches!(job, Job::Preview { .. } | Job::Picture(_)) {
            match receiver.try_recv() {
                Ok(later) if discriminant(&later.0) == discriminant(&job) => {
                    (job, stop) = later;
                    taken += 1;
                }
                Ok(other) => {
                    next = Some(other);
                    break;
                }
                Err(_) => break,
            }
        }
        worker.lock().unwrap_or_else(PoisonError::into_inner).run(job, stop);
        state.pending.fetch_sub(taken, Ordering::Relaxed);
    }
}

impl Worker {
    fn run(&mut self, job: Job, stop: Stop) {
        *self.state.running.lock().unwrap_or_else(PoisonError::into_inner) = stop.clone();
        self.stop = stop;
        // one that was stopped while it waited leaves nothing behind
        let event =
            if self.stop.is_stopped() { Ok(JobEvent::Cancelled) } else { self.carry_out(job) };
        self.state.total.store(0, Ordering::Relaxed);
        // nobody listens once the window is closed
        drop(self.events.send(event.unwrap_or_else(JobEvent::Failed)));
        (self.wake)();
    }

    fn carry_out(&mut self, job: Job) -> Result<JobEvent, AppError> {
        match job {
            Job::Preview { notice, paper, page, dpi } => {
                Ok(self.preview(&notice, paper, page, dpi))
            }
            Job::SavePdf { notice, paper, tiles, path } => {
                self.save_pdf(&notice, (paper, tiles), path)
            }
            Job::SaveDrawn { sheet, path } => {
                output::write_file(&path, &sheet.pdf).map(|()| JobEvent::Saved(vec![path]))
            }
            Job::SavePng { notice, paper, long: true, folder } => {
                self.save_long(&notice, paper, &folder)
            }
            Job::SavePng { notice, paper, long: false, folder } => {
                self.save_png(&notice, paper, &folder)
            }
            Job::PrintRun(request) => self.print_run(&request),
            Job::PrintOut { notice, paper, folder } => self.print_out(&notice, paper, &folder),
            Job::PrintDrawn { sheet, path, paper } => output::write_file(&path, &sheet.pdf)
                .map(|()| JobEvent::Sent(self.outlet.print(&path, Some(paper)))),
            Job::Send { path, paper } => Ok(JobEvent::Sent(self.outlet.print(&path, paper))),
            Job::SaveListing { listing, format, path, today } => {
                save_listing(&listing, format, &path, today, &self.fonts)
                    .map(|()| JobEvent::Saved(vec![path]))
            }
            Job::SaveForms { resolution, profile, path, today } => {
                let fonts = self.fonts.fonts();
                let drawn = fonts.and_then(|fonts| draw_forms(&resolution, &profile, today, fonts));
                drawn
                    .and_then(|sheet| output::write_file(&path, &sheet.pdf))
                    .map(|()| JobEvent::Saved(vec![path]))
            }
            Job::SaveWorkbook { listings, path } => write_workbook(&listings)
                .map_err(AppError::from)
                .and_then(|bytes| output::write_file(&path, &bytes))
                .map(|()| JobEvent::Saved(vec![path])),
            Job::Site(job) => self.site(job),
            Job::Picture(key) => {
                let drawn = picture::draw(&key);
                Ok(JobEvent::Picture(key, drawn))
            }
            Job::SaveAttachment { attachment, file, path } => {
                let saved = read_sound(&file, &attachment)
                    .and_then(|contents| output::write_file(&path, &contents))
                    .map(|()| path);
                Ok(JobEvent::AttachmentSaved(saved))
            }
        }
    }

    fn preview(&mut self, notice: &Notice, paper: Paper, page: usize, dpi: f32) -> JobEvent {
        let published = notice.posting().map(|posting| posting.published_on);
        let fonts = self.fonts.generation();
        let key = PreviewKey { notice: notice.id, published, paper, page, dpi, fonts };
        match self.page(notice, key) {
            Ok(page) => JobEvent::Preview(page),
            Err(error) => JobEvent::PreviewFailed(key, error),
        }
    }

    fn page(&mut self, notice: &Notice, key: PreviewKey) -> Result<PreviewPage, AppError> {
        let same =
            |drawn: &PreviewKey| PreviewKey { page: key.page, dpi: key.dpi, ..*drawn } == key;
        let drawn = match self.drawn.take().filter(|(drawn, _)| same(drawn)) {
            Some((_, sheet)) => sheet,
            None => draw(&[notice], key.paper, self.fonts.fonts()?)?,
        };
        let page = key.page.min(drawn.page_count().saturating_sub(1));
        let raster = print::raster::rgba(&drawn.pdf, page, key.dpi)?;
        let (pages, warnings) = (drawn.page_count(), drawn.warnings.clone());
        self.drawn = Some((key, drawn));
        Ok(PreviewPage {
            key,
            pages,
            width: raster.width,
            height: raster.height,
            pixels: raster.pixels,
            warnings,
        })
    }

    /// One part of the site; after a failure there is no site to go on with.
    fn site(&mut self, job: SiteJob) -> Result<JobEvent, AppError> {
        let writer = match (job, self.site.take()) {
            (SiteJob::Begin(plan), _) => SiteWriter::begin(*plan, FontCell::clone(&self.fonts))?,
            (SiteJob::Village(part), Some(mut writer)) => {
                writer.village(*part)?;
                writer
            }
            (SiteJob::Finish, Some(writer)) => {
                return writer.finish().map(|made| JobEvent::Site(SiteEvent::Made(made)));
            }
            (SiteJob::Stop, Some(writer)) => {
                return writer.stop().map(|()| JobEvent::Cancelled);
            }
            // what was read ahead of a stop or a failure
            (SiteJob::Village(_) | SiteJob::Finish, None) => {
                return Ok(JobEvent::Site(SiteEvent::Written));
            }
            (SiteJob::Stop, None) => return Ok(JobEvent::Cancelled),
        };
        self.site = Some(writer);
        Ok(JobEvent::Site(SiteEvent::Written))
    }

    fn save_long(
        &self,
        notice: &Notice,
        paper: Paper,
        folder: &std::path::Path,
    ) -> Result<JobEvent, AppError> {
        let sheet = draw(&[notice], paper, self.fonts.fonts()?)?;
        if self.stop.is_stopped() {
            return Ok(JobEvent::Cancelled);
        }
        output::make_folder(folder)?;
        let path = folder.join(sheet_file_name(notice, "png"));
        save_long(&path, &sheet).map(JobEvent::Saved)
    }

    fn save_pdf(
        &self,
        notice: &Notice,
        paper: (Paper, Option<TilePaper>),
        path: PathBuf,
    ) -> Result<JobEvent, AppError> {
        let sheet = draw_as(&[notice], paper, self.fonts.fonts()?)?;
        if self.stop.is_stopped() {
            return Ok(JobEvent::Cancelled);
        }
        output::write_file(&path, &sheet.pdf)?;
        Ok(JobEvent::Saved(vec![path]))
    }

    fn print_run(&self, request: &RunRequest) -> Result<JobEvent, AppError> {
        let fonts = self.fonts.fonts()?;
        let report = carry_out(request, fonts, &mut |progress| {
            self.state.is_run.store(true, Ordering::Relaxed);
            self.state.done.store(progress.done, Ordering::Relaxed);
            self.state.total.store(progress.total, Ordering::Relaxed);
            // nobody listens once the window is closed
            drop(self.events.send(JobEvent::RunProgress(progress)));
            (self.wake)();
            if self.stop.is_stopped() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        Ok(JobEvent::RunDone(Box::new(report)))
    }

    fn print_out(
        &self,
        notice: &Notice,
        paper: Paper,
        folder: &std::path::Path,
    ) -> Result<JobEvent, AppError> {
        let sheet = draw(&[notice], paper, self.fonts.fonts()?)?;
        output::make_folder(folder)?;
        let path = folder.join(sheet_file_name(notice, "pdf"));
        output::write_file(&path, &sheet.pdf)?;
        Ok(JobEvent::Sent(self.outlet.print(&path, Some(paper))))
    }

    fn save_png(
        &self,
        notice: &Notice,
        paper: Paper,
        folder: &std::path::Path,
    ) -> Result<JobEvent, AppError> {
        let sheet = draw(&[notice], paper, self.fonts.fonts()?)?;
        output::make_folder(folder)?;
        self.state.is_run.store(false, Ordering::Relaxed);
        self.state.done.store(0, Ordering::Relaxed);
        self.state.total.store(sheet.page_count(), Ordering::Relaxed);
        let mut saved = Vec::with_capacity(sheet.page_count());
        for page in 0..sheet.page_count() {
            if self.stop.is_stopped() {
                return Ok(JobEvent::Cancelled);
            }
            let path = folder.join(sheet_file_name(notice, &format!("{}.png", page + 1)));
            output::write_file(&path, &sheet.png(page, PNG_DPI)?)?;
            saved.push(path);
            self.state.done.store(page + 1, Ordering::Relaxed);
            (self.wake)();
        }
        Ok(JobEvent::Saved(saved))
    }
}

/// Sharp enough to read on a phone, small enough to send.
pub(super) const PNG_DPI: f32 = 110.0;
