//! Source papers of vouchers: kept once by their digest, checked whenever they are shown, and
//! refused with a reason.

use std::path::{Path, PathBuf};

use expect_test::{Expect, expect};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use mingbai::app::{
    App, AppError, AttachmentCommand, Command, Job, JobEvent, Jobs, Outcome, Picture, PictureKey,
    Posting,
};
use mingbai::domain::attachment::{Attachment, FileDigest};
use mingbai::domain::ids::{VillageId, VoucherId};
use mingbai::domain::ledger::Book;
use mingbai::domain::matter::MatterCode;
use mingbai::domain::notice::NoticeDraft;
use mingbai::store::{Access, Store};
use tempfile::TempDir;

use super::support::{day, on_disk, period, simple, typed};

/// A photo of a paper: a bright field with a dark corner at the top left.
pub(crate) fn photo(folder: &Path, name: &str, width: u32, height: u32) -> PathBuf {
    let dark = |x: u32, y: u32| x < width / 4 && y < height / 4;
    let picture = RgbImage::from_fn(width, height, |x, y| {
        if dark(x, y) { Rgb([90, 20, 20]) } else { Rgb([235, 230, 220]) }
    });
    let path = folder.join(name);
    let format = ImageFormat::from_path(&path).expect("a known ending");
    DynamicImage::ImageRgb8(picture).save_with_format(&path, format).expect("a picture");
    path
}

/// A scan of two pages.
pub(crate) fn scan(folder: &Path, name: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, two_pages()).expect("written");
    path
}

/// A PDF of two empty pages, one upright, one lying.
fn two_pages() -> Vec<u8> {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 842 595] >>",
    ];
    let mut pdf = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (object, number) in objects.iter().zip(1..) {
        places.push(pdf.len());
        pdf.extend(format!("{number} 0 obj\n{object}\nendobj\n").as_bytes());
    }
    let table = pdf.len();
    pdf.extend(b"xref\n0 5\n0000000000 65535 f \n");
    for place in places {
        pdf.extend(format!("{place:010} 00000 n \n").as_bytes());
    }
    let trailer = format!("trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
    pdf.extend(trailer.as_bytes());
    pdf
}

struct Desk {
    folder: TempDir,
    app: App,
    ledger: PathBuf,
    village: VillageId,
}

impl Desk {
    fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        let (app, ledger, village) = on_disk(&folder, "2026-11-05");
        Self { folder, app, ledger, village }
    }

    fn post(&mut self, date: &str, summary: &str) -> VoucherId {
        let draft = simple(date, summary, "513", "102", "268.00");
        let village = self.village;
        match self.app.execute(Command::PostVoucher { village, draft }) {
            Ok(Outcome::VoucherPosted { voucher, .. }) => voucher,
            other => panic!("{other:?}"),
        }
    }

    fn photo(&self, name: &str, width: u32) -> PathBuf {
        photo(self.folder.path(), name, width, 30)
    }

    fn run(&mut self, command: AttachmentCommand) -> Result<Outcome, AppError> {
        self.app.execute(Command::Attachment { village: self.village, command })
    }

    fn add(&mut self, voucher: VoucherId, paths: &[PathBuf]) -> Result<Outcome, AppError> {
        self.run(AttachmentCommand::Add { voucher, paths: paths.to_vec() })
    }

    fn book(&self) -> &Book {
        self.app.ledger().expect("open").book().expect("a book")
    }

    fn papers(&self, voucher: VoucherId) -> Vec<Attachment> {
        self.book().attachments.of(voucher).to_vec()
    }

    fn place(&self, attachment: &Attachment) -> PathBuf {
        self.app.attachment_path(attachment).expect("a place")
    }

    /// Every file beside the ledger, below its folder of papers.
    fn kept(&self) -> Vec<PathBuf> {
        let mut folders = vec![self.folder.path().join("甲村.mbz.files")];
        let mut files = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten() {
                let path = entry.expect("an entry").path();
                if path.is_dir() { folders.push(path) } else { files.push(path) }
            }
        }
        files.sort();
        files
    }

    fn problems(&self) -> Vec<String> {
        let problems = self.app.check().expect("a check");
        problems.iter().map(|found| format!("{} {}", found.place, found.message)).collect()
    }

    /// A command that is refused: these words, this next step, and the ledger byte for byte as
    /// it was.
    #[track_caller]
    fn refuses(&mut self, command: AttachmentCommand, expected: Expect) {
        let (before, kept) = (std::fs::read(&self.ledger).expect("bytes"), self.kept());
        let Err(AppError::Refused(refusal)) = self.run(command) else { panic!("not refused") };
        expected.assert_eq(&format!("{}\n{}\n", refusal.message, refusal.hint));
        assert!(before == std::fs::read(&self.ledger).expect("bytes"), "the ledger was changed");
        assert_eq!(self.kept(), kept, "no file stays behind");
    }

    fn draw(&self, attachment: &Attachment, page: usize, side: u32) -> Result<Picture, String> {
        let jobs = Jobs::inline(&self.app);
        let file = self.place(attachment);
        let attachment = attachment.clone();
        jobs.start(Job::Picture(Box::new(PictureKey { attachment, file, page, side, turns: 0 })));
        match jobs.poll().pop() {
            Some(JobEvent::Picture(_, drawn)) => drawn.map_err(|error| error.to_string()),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_photo_is_kept_once_by_its_digest_and_read_back() {
    let mut desk = Desk::new();
    let voucher = desk.post("2026-11-03", "购办公用纸");
    let other = desk.post("2026-11-04", "购打印机墨盒");
    let (first, second) = (desk.photo("发票.jpg", 40), desk.photo("签字单.png", 41));
    let done = desk.add(voucher, &[first.clone(), second]).expect("added");
    assert_eq!(done.message(), "已附上 2 份凭据");
    let again = desk.add(voucher, std::slice::from_ref(&first)).expect("nothing to do");
    assert_eq!(again.message(), "这 1 份凭据已经附过了，没有重复添加");
    desk.add(other, &[first]).expect("the same invoice for another voucher");
    assert_eq!(desk.kept().len(), 2, "each file lies there once");
    let papers = desk.papers(voucher);
    let names: Vec<&str> = papers.iter().map(|paper| paper.file_name.as_str()).collect();
    assert_eq!(names, ["发票.jpg", "签字单.png"]);
    let digest = papers[0].digest.as_str();
    let place = desk.place(&papers[0]);
    assert!(place.ends_with(format!("甲村.mbz.files/{}/{digest}.jpg", &digest[..2])));
    assert_eq!(FileDigest::of(&std::fs::read(&place).expect("the file")), papers[0].digest);
    assert_eq!(desk.problems(), Vec::<String>::new());
    let memory = desk.book().clone();
    desk.app.execute(Command::OpenLedger { path: desk.ledger.clone() }).expect("opened again");
    assert_eq!(desk.book(), &memory, "what was read back is what is there");
}

#[test]
fn a_voucher_and_its_photos_are_posted_together_or_not_at_all() {
    let mut desk = Desk::new();
    let good = desk.photo("发票.jpg", 40);
    let bad = desk.folder.path().join("表格.xlsx");
    std::fs::write(&bad, "PK").expect("written");
    let posting = |attachments: Vec<PathBuf>, amount: &str| Posting {
        attachments,
        ..Posting::of(simple("2026-11-03", "购办公用纸", "513", "102", amount))
    };
    let village = desk.village;
    let post = |desk: &mut Desk, posting: Posting| {
        let before = std::fs::read(&desk.ledger).expect("bytes");
        let posting = Box::new(posting);
        let done = desk.app.execute(Command::PostForm { village, posting });
        let changed = before != std::fs::read(&desk.ledger).expect("bytes");
        assert_eq!(done.is_ok(), changed);
        done
    };
    let refused = post(&mut desk, posting(vec![good.clone(), bad], "268.00"));
    assert!(refused.is_err_and(|error| error.to_string().contains("“表格.xlsx”不是 jpg")));
    assert_eq!((desk.book().vouchers.len(), desk.kept().len()), (0, 0));
    let refused = post(&mut desk, posting(vec![good.clone()], "0"));
    assert!(refused.is_err_and(|error| error.to_string().contains("金额是 0")));
    assert_eq!(desk.kept().len(), 0, "a voucher that is refused leaves no file behind");
    post(&mut desk, posting(vec![good], "268.00")).expect("posted");
    let voucher = desk.book().vouchers[0].id();
    assert_eq!(desk.papers(voucher).len(), 1);
    // the right voucher takes over the papers of the wrong one
    let more = desk.photo("更正说明.png", 42);
    let corrects = Some((voucher, day("2026-11-05")));
    let right = Posting { corrects, ..posting(vec![more], "286.00") };
    post(&mut desk, right).expect("corrected");
    let right = desk.book().vouchers.last().expect("a voucher").id();
    assert_eq!(desk.papers(right).len(), 2);
    assert_eq!(desk.kept().len(), 2);
    assert_eq!(desk.problems(), Vec::<String>::new());
}

#[test]
fn what_cannot_be_attached_is_refused_with_its_reason() {
    let mut desk = Desk::new();
    let voucher = desk.post("2026-11-03", "购办公用纸");
    let file = |name: &str, contents: &[u8]| {
        let path = desk.folder.path().join(name);
        std::fs::write(&path, contents).expect("written");
        path
    };
    let empty = file("空.jpg", b"");
    let word = file("合同.jpg", b"PK\x03\x04 a document");
    let broken = file("坏.png", b"\x89PNG\r\n\x1a\n and nothing");
    let torn = file("断.pdf", b"%PDF-1.7\nno object");
    let mut large = vec![0_u8; 20 * 1024 * 1024 + 1];
    large[..3].copy_from_slice(&[0xFF, 0xD8, 0xFF]);
    let large = file("大.jpg", &large);
    let good = desk.photo("好.jpg", 40);
    let add = |paths: Vec<PathBuf>| AttachmentCommand::Add { voucher, paths };
    desk.refuses(
        add(vec![good, empty]),
        expect![[r#"
            “空.jpg”是空文件
            请重新拍照或扫描。
        "#]],
    );
    desk.refuses(
        add(vec![word]),
        expect![[r#"
            “合同.jpg”不是 jpg、png、bmp 图片，也不是 pdf
            请把凭据拍成照片，或扫描成 pdf 再添加。
        "#]],
    );
    desk.refuses(
        add(vec![broken]),
        expect![[r#"
            “坏.png”打不开，文件可能坏了
            请在电脑上打开看一下；打不开就重新拍照或扫描。
        "#]],
    );
    desk.refuses(
        add(vec![torn]),
        expect![[r#"
            “断.pdf”打不开，文件可能坏了
            请在电脑上打开看一下；打不开就重新拍照或扫描。
        "#]],
    );
    desk.refuses(
        add(vec![large]),
        expect![[r#"
            “大.jpg”有 20.1 MB，一份凭据最大 20 MB
            请把照片调小一些再添加：手机拍照选“标准”，扫描选 200 dpi。
        "#]],
    );
}

#[test]
fn what_is_not_there_cannot_be_attached_or_taken_off() {
    let mut desk = Desk::new();
    let voucher = desk.post("2026-11-03", "购办公用纸");
    let good = desk.photo("好.jpg", 40);
    let gone = desk.folder.path().join("没有.jpg");
    let folder = desk.folder.path().to_owned();
    let add = |paths: Vec<PathBuf>| AttachmentCommand::Add { voucher, paths };
    desk.refuses(
        add(Vec::new()),
        expect![[r#"
            一份凭据也没有选
            请点“浏览…”选照片，或把照片拖到窗口里。
        "#]],
    );
    let stranger = VoucherId::new(uuid::Uuid::nil());
    desk.refuses(
        AttachmentCommand::Add { voucher: stranger, paths: vec![good.clone()] },
        expect![[r#"
            账里没有这张凭证
            请在凭证列表里选中凭证，再添加凭据。
        "#]],
    );
    let refusal = desk.add(voucher, &[gone]).expect_err("gone").to_string();
    assert!(refusal.contains("没有这个文件或文件夹"), "{refusal}");
    let refusal = desk.add(voucher, &[folder]).expect_err("a folder").to_string();
    assert!(refusal.contains("是文件夹，不是文件"), "{refusal}");
    let many: Vec<PathBuf> =
        (0..51).map(|at| desk.photo(&format!("第{at}张.bmp"), 20 + at)).collect();
    desk.refuses(
        add(many),
        expect![[r#"
            一张凭证最多附 50 份凭据，现在要附 51 份
            请把几张票据扫描成一个 pdf 再添加。
        "#]],
    );
    let not_attached = desk.app.check_attachment(&good).expect("a photo").digest;
    desk.refuses(
        AttachmentCommand::Remove { voucher, digest: not_attached },
        expect![[r#"
            这张凭证没有附这份凭据
            请重新打开这张凭证的凭据看一下。
        "#]],
    );
}

#[test]
fn a_ledger_in_memory_has_no_place_for_photos() {
    let clock = mingbai::app::Clock::Fixed(day("2026-11-05"));
    let mut app = App::in_memory(clock, vec![typed("甲村")]).expect("a ledger in memory");
    let village = super::support::first(&app);
    let draft = simple("2026-11-03", "购办公用纸", "513", "102", "268.00");
    let posted = app.execute(Command::PostVoucher { village, draft }).expect("posted");
    let Outcome::VoucherPosted { voucher, .. } = posted else { panic!("{posted:?}") };
    let folder = TempDir::new().expect("a folder");
    let paths = vec![photo(folder.path(), "发票.jpg", 40, 30)];
    let command = AttachmentCommand::Add { voucher, paths };
    let refused = app.execute(Command::Attachment { village, command }).expect_err("refused");
    let words = "这个账簿还没有存成文件，凭据没有地方放。请先新建或打开一个账簿文件，再添加凭据。";
    assert_eq!(refused.to_string(), words);
    assert_eq!(app.check().expect("a check"), Vec::new());
}

#[test]
fn a_paper_is_added_to_a_closed_month_and_taken_off_only_from_an_open_one() {
    let mut desk = Desk::new();
    let (old, new) = (desk.post("2026-10-20", "付路灯电费"), desk.post("2026-11-03", "购纸"));
    let opening = vec![
        (super::support::account("102"), super::support::yuan("5000")),
        (super::support::account("301"), super::support::yuan("-5000")),
    ];
    let village = desk.village;
    desk.app
        .execute(Command::SetOpening {
            village,
            entity: mingbai::domain::entity::Entity::Village,
            lines: opening,
        })
        .expect("opening");
    let (matter, october) = (MatterCode::FINANCE_DETAIL, period("2026-10"));
    let draft =
        crate::support::draft(village, matter, mingbai::domain::entity::Entity::Village, october);
    let Ok(Outcome::NoticeDrafted { notice, .. }) = desk.app.execute(draft) else {
        panic!("not drafted")
    };
    let boards = vec!["村委会门口".to_owned()];
    let publish = Command::PublishNotice { notice, on: day("2026-11-05"), days: 15, boards };
    crate::support::agree(&mut desk.app, notice, day("2026-11-05")).expect("agreed");
    desk.app.execute(publish).expect("published");
    let (a, b) = (desk.photo("电费单.jpg", 40), desk.photo("纸.jpg", 41));
    desk.add(old, &[a]).expect("added later");
    desk.add(new, &[b]).expect("added");
    let digest = desk.papers(old)[0].digest.clone();
    desk.refuses(
        AttachmentCommand::Remove { voucher: old, digest: digest.clone() },
        expect![[r#"
            2026年10月的财务已经公布，账已结，凭据不能再取下
            已公布的凭据要留着备查；附错了请补上正确的一份，并在备注里说明。
        "#]],
    );
    let wrong = desk.papers(new)[0].clone();
    let place = desk.place(&wrong);
    let remove = AttachmentCommand::Remove { voucher: new, digest: wrong.digest };
    assert_eq!(desk.run(remove).expect("taken off").message(), "已取下凭据“纸.jpg”");
    assert!(!place.exists(), "a file nobody refers to is not kept");
    assert_eq!(desk.papers(new), Vec::new());
    assert_eq!(desk.problems(), Vec::<String>::new());
    // the third net
    desk.app = App::new(mingbai::app::Clock::Fixed(day("2026-11-05")));
    let mut store = Store::open(&desk.ledger, Access::Write).expect("the file");
    let deleted = store.write(|writing| writing.delete_attachment(old, &digest));
    let said = deleted.expect_err("the trigger says no").to_string();
    assert!(said.contains("the month is closed"), "{said}");
}

#[test]
fn a_missing_or_altered_file_is_found_and_set_right_by_adding_it_again() {
    let mut desk = Desk::new();
    let voucher = desk.post("2026-11-03", "购办公用纸");
    let (first, second) = (desk.photo("发票.jpg", 40), desk.photo("签字单.png", 41));
    desk.add(voucher, &[first.clone(), second.clone()]).expect("added");
    let papers = desk.papers(voucher);
    std::fs::remove_file(desk.place(&papers[0])).expect("removed");
    let mut bytes = std::fs::read(desk.place(&papers[1])).expect("bytes");
    bytes.push(0);
    std::fs::write(desk.place(&papers[1]), bytes).expect("altered");
    expect![[r#"
        甲村 2026年11月 记-001 凭据“发票.jpg”的文件不见了。请从备份或原来的电脑上，把账簿旁边的“甲村.mbz.files”文件夹一起拷过来；原件还在的，重新添加一次就补上了。
        甲村 2026年11月 记-001 凭据“签字单.png”的文件被改动过，和添加时不一样。请从备份里把“甲村.mbz.files”文件夹拷回来；原件还在的，重新添加一次就换回来了。"#]]
    .assert_eq(&desk.problems().join("\n"));
    assert!(desk.draw(&papers[0], 0, 500).is_err_and(|why| why.contains("不见了")));
    assert!(desk.draw(&papers[1], 0, 500).is_err_and(|why| why.contains("被改动过")));
    desk.add(voucher, &[first, second]).expect("added again");
    assert_eq!(desk.problems(), Vec::<String>::new());
    assert!(desk.draw(&papers[1], 0, 500).is_ok());
}

#[test]
fn a_row_changed_by_another_program_is_found() {
    let mut desk = Desk::new();
    let voucher = desk.post("2026-11-03", "购办公用纸");
    let photo = desk.photo("发票.jpg", 40);
    desk.add(voucher, &[photo]).expect("added");
    let digest = desk.papers(voucher)[0].digest.clone();
    desk.app = App::new(mingbai::app::Clock::Fixed(day("2026-11-05")));
    let mut store = Store::open(&desk.ledger, Access::Write).expect("the file");
    let deleted: Result<(), mingbai::store::StoreError> =
        store.write(|writing| writing.delete_attachment(voucher, &digest));
    deleted.expect("the month is open");
    drop(store);
    desk.app.execute(Command::OpenLedger { path: desk.ledger.clone() }).expect("opened");
    assert_eq!(desk.problems(), ["甲村 凭据 附在凭证上的凭据与操作记录不符"]);
}

#[test]
fn photos_stand_upright_and_pages_of_a_scan_are_drawn() {
    let mut desk = Desk::new();
    let voucher = desk.post("2026-11-03", "购办公用纸");
    let paths =
        [photo(desk.folder.path(), "横.jpg", 400, 200), scan(desk.folder.path(), "合同.pdf")];
    desk.add(voucher, &paths).expect("added");
    let papers = desk.papers(voucher);
    let of = |name: &str| papers.iter().find(|paper| paper.file_name == name).expect("a paper");
    let drawn = desk.draw(of("横.jpg"), 0, 100).expect("a picture");
    assert_eq!((drawn.pages, drawn.width, drawn.height), (1, 100, 50));
    assert!(drawn.pixels[0] < 140, "the dark corner is at the top left");
    let first = desk.draw(of("合同.pdf"), 0, 842).expect("a page");
    assert_eq!((first.pages, first.width, first.height), (2, 595, 842));
    let second = desk.draw(of("合同.pdf"), 1, 421).expect("a page");
    assert_eq!((second.pages, second.width), (2, 421));
    let jobs = Jobs::inline(&desk.app);
    let attachment = Box::new(of("合同.pdf").clone());
    let (file, path) = (desk.place(&attachment), desk.folder.path().join("副本.pdf"));
    jobs.start(Job::SaveAttachment { attachment, file, path: path.clone() });
    assert!(matches!(jobs.poll().pop(), Some(JobEvent::AttachmentSaved(Ok(_)))));
    assert_eq!(std::fs::read(&path).expect("a copy"), two_pages());
}

#[test]
fn attachments_leave_no_trace_on_what_is_handed_out() {
    let mut desk = Desk::new();
    let voucher = desk.post("2026-10-20", "付路灯电费");
    let (matter, october) = (MatterCode::FINANCE_DETAIL, period("2026-10"));
    let candidate = |desk: &Desk| {
        let (notice, _) = desk
            .app
            .candidate_notice(
                desk.village,
                &NoticeDraft::new(matter, mingbai::domain::entity::Entity::Village, october),
            )
            .expect("a candidate");
        let journal = desk.folder.path().join("账.journal");
        desk.app.export_journal(None, october, &journal).expect("a journal");
        (notice.content, std::fs::read(journal).expect("the journal"))
    };
    let before = candidate(&desk);
    let photo = desk.photo("电费单.jpg", 40);
    desk.add(voucher, &[photo]).expect("added");
    assert_eq!(candidate(&desk), before, "sheets and exports say the same with and without");
}
