//! Other paper of a village: banner characters, and the plan of what hangs where on its board.

use std::path::Path;

use super::App;
use super::error::AppError;
use super::output::write_file;
use super::print_run::words;
use super::sheet::PrintedSheet;
use crate::domain::ids::VillageId;
use crate::domain::listing::{ColumnKind, Listing, ListingCell, ListingColumn, ListingRow};
use crate::domain::period::Period;
use crate::print::{self, BoardPlan, Hanging, Paper, PdfInfo, Sheet};

/// Where this month's sheets hang (公开栏布置).
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedBoard {
    /// `示例镇明堌新村`
    pub village: String,
    /// The period.
    pub period: Period,
    /// The paper of the sheets.
    pub paper: Paper,
    /// The places.
    pub plan: BoardPlan,
    /// What a person should know, one sentence each.
    pub remarks: Vec<String>,
}

impl PlannedBoard {
    /// Whether every sheet has a place.
    pub const fn is_complete(&self) -> bool {
        self.plan.left_over.is_empty()
    }

    /// `2026年10月公开栏布置`
    pub fn title(&self) -> String {
        format!("{}{}公开栏布置", self.village, self.period.label())
    }

    /// The places as a table, in centimetres from the top left of the board.
    pub fn listing(&self) -> Listing {
        let (across, down) = self.plan.board_mm;
        let column = |title: &str, kind| ListingColumn { title: title.to_owned(), kind };
        let centimetres = |mm: f32| ListingCell::Text(format!("{:.0}", mm / 10.0));
        let row = |page: &Hanging, place: Option<(f32, f32)>| {
            let size = format!("{:.0}×{:.0}", page.size_mm.0 / 10.0, page.size_mm.1 / 10.0);
            let (left, top) = place.map_or_else(
                || (ListingCell::Text("放不下".to_owned()), ListingCell::Blank),
                |(x, y)| (centimetres(x), centimetres(y)),
            );
            ListingRow::entry(vec![
                ListingCell::Text(page.label.clone()),
                ListingCell::Text(size),
                left,
                top,
            ])
        };
        let hung = self.plan.hung.iter().map(|it| row(&it.page, Some((it.x_mm, it.y_mm))));
        let left_over = self.plan.left_over.iter().map(|page| row(page, None));
        Listing {
            title: "公开栏布置".to_owned(),
            subject: self.village.clone(),
            period: self.period.label(),
            remarks: vec![format!("公开栏 {:.0}×{:.0} 厘米", across / 10.0, down / 10.0)],
            columns: vec![
                column("公示", ColumnKind::Text),
                column("大小（厘米）", ColumnKind::Label),
                column("离左边（厘米）", ColumnKind::Label),
                column("离上边（厘米）", ColumnKind::Label),
            ],
            rows: hung.chain(left_over).collect(),
            notes: self.remarks.clone(),
            ..Listing::default()
        }
    }
}

/// The size of a board in centimetres: `240x120`, each side from 20 to 2000.
pub fn parse_board(text: &str) -> Option<(f32, f32)> {
    let (width, height) = text.trim().split_once(['x', 'X', '×', '*'])?;
    let side = |text: &str| {
        let side = text.trim().parse::<f32>().ok()?;
        (20.0..=2000.0).contains(&side).then_some(side * 10.0)
    };
    Some((side(width)?, side(height)?))
}

impl App {
    /// One large character on each sheet.
    ///
    /// # Errors
    /// A refusal for no text, too much of it, or a character no font has.
    pub fn banner(&self, text: &str, paper: Paper) -> Result<PrintedSheet, AppError> {
        let fonts = self.fonts()?;
        let written: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let count = written.chars().count();
        if count == 0 || count > print::banner::BANNER_MAX {
            return Err(AppError::refused(
                format!("横幅要写 1 到 {} 个字，现在是 {count} 个", print::banner::BANNER_MAX),
                "请写要印的字，每个字一张纸，如 财务公开栏。",
            ));
        }
        if let Some(character) = fonts.missing(&written).first() {
            return Err(AppError::refused(
                format!("字体里没有“{character}”（U+{:04X}）", u32::from(*character)),
                "请换一个写法。",
            ));
        }
        let pages = print::banner(&written, paper, fonts);
        let info = PdfInfo { title: written, author: String::new(), created_on: self.today() };
        let pdf = print::pdf::paint(&pages, &info, fonts)?;
        Ok(PrintedSheet::new(pdf, pages.len(), Vec::new()))
    }

    /// The size of the board of a village in millimetres, as entered.
    ///
    /// # Errors
    /// A refusal where nobody has measured it yet.
    pub fn board_mm(&self, village: VillageId) -> Result<(f32, f32), AppError> {
        let book = self.ledger()?.book_of(village)?;
        let (width, height) = book.village.profile.board_size_cm().ok_or_else(|| {
            let hint = "请写上大小，如 240x120（厘米），或在“村情”里填公开栏的宽和高。";
            AppError::refused("不知道公开栏有多大", hint)
        })?;
        let millimetres = |cm: u32| u16::try_from(cm).map_or(0.0, |cm| f32::from(cm) * 10.0);
        Ok((millimetres(width), millimetres(height)))
    }

    /// Hangs the sheets of a period on a board of a size in millimetres.
    ///
    /// # Errors
    /// A refusal when the village has no sheet for the period.
    pub fn plan_board(
        &self,
        village: VillageId,
        period: Period,
        (board_mm, paper): ((f32, f32), Paper),
    ) -> Result<PlannedBoard, AppError> {
        let notices = self.sheets_of(period, Some(village))?;
        let Some(first) = notices.first() else {
            return Err(AppError::refused(
                format!("{}还没有起草任何公示", period.label()),
                "请先起草公示，再排公开栏。",
            ));
        };
        let masthead = &first.content.masthead;
        let subject = format!("{}{}", masthead.township, masthead.village);
        let fonts = self.fonts()?;
        let pages_on = |paper: Paper| -> Vec<Hanging> {
            let sheets = notices.iter().flat_map(|notice| {
                let (pages, _) = print::lay_out(&print::compose(notice), paper, fonts);
                let (count, title) = (pages.len(), words(notice));
                pages.into_iter().zip(1..).map(move |(page, number)| Hanging {
                    label: match count {
                        1 => title.clone(),
                        _ => format!("{title} 第{number}页"),
                    },
                    size_mm: (page.width_mm, page.height_mm),
                })
            });
            sheets.collect()
        };
        let plan = print::plan_board(board_mm, pages_on(paper));
        let mut remarks = vec![format!(
            "公开栏 {:.0}×{:.0} 厘米，{}，共 {} 张，放得下 {} 张。",
            board_mm.0 / 10.0,
            board_mm.1 / 10.0,
            paper.label(),
            plan.hung.len() + plan.left_over.len(),
            plan.hung.len(),
        )];
        if !plan.left_over.is_empty() {
            let labels: Vec<&str> = plan.left_over.iter().map(|it| it.label.as_str()).collect();
            remarks.push(format!("放不下：{}。", labels.join("、")));
            let smaller = Paper { sheet: Sheet::A4, large: false };
            let fits = print::plan_board(board_mm, pages_on(smaller)).left_over.is_empty();
            remarks.push(if fits && paper != smaller {
                "改用 A4 竖放打印，可以全部放下。".to_owned()
            } else {
                "请另设一块公开栏，或分两次张贴并各贴满期限。".to_owned()
            });
        }
        Ok(PlannedBoard { village: subject, period, paper, plan, remarks })
    }

    /// The plan of a board on A4 as a PDF.
    ///
    /// # Errors
    /// A refusal naming the first character no font has; a failure when the PDF cannot be made.
    pub fn board_pdf(&self, planned: &PlannedBoard) -> Result<PrintedSheet, AppError> {
        let fonts = self.fonts()?;
        let page = print::draw_plan(&planned.plan, &planned.title(), &planned.remarks, fonts);
        let (title, author) = (planned.title(), planned.village.clone());
        let info = PdfInfo { title, author, created_on: self.today() };
        let pdf = print::pdf::paint(&[page], &info, fonts)?;
        Ok(PrintedSheet::new(pdf, 1, Vec::new()))
    }

    /// Saves something drawn as a PDF.
    ///
    /// # Errors
    /// A refusal when the file cannot be written.
    pub fn save_pdf(&self, path: &Path, sheet: &PrintedSheet) -> Result<(), AppError> {
        write_file(path, &sheet.pdf)
    }
}
