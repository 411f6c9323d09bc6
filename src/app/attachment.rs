//! Source papers of vouchers (凭据照片): each file is copied once, under its SHA-256, into the
//! folder beside the ledger, and checked against it whenever it is shown.
//!
//! ```text
//! 甲村.mbz
//! 甲村.mbz.files/3f/3f5c….jpg
//! ```
//!
//! Invariant: a row in the ledger is written only after its file stands there, whole, under its
//! final name.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::App;
use super::check::Problem;
use super::command::Outcome;
use super::error::AppError;
use super::execute::Done;
use super::import::reason;
use super::output::make_folder;
use super::picture;
use crate::domain::attachment::{
    self, Attachment, AttachmentKind, AttachmentRefusal, Attachments, FileDigest,
};
use crate::domain::ids::{VillageId, VoucherId};
use crate::domain::ledger::Book;
use crate::domain::period::Date;
use crate::store::Writing;

/// What can be done to the source papers of vouchers (凭据的操作).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttachmentCommand {
    /// Adds files to a posted voucher, all or none.
    Add {
        /// Which voucher.
        voucher: VoucherId,
        /// jpg, png, bmp or pdf.
        paths: Vec<PathBuf>,
    },
    /// Takes one off that was added by mistake.
    Remove {
        /// Which voucher.
        voucher: VoucherId,
        /// Which file.
        digest: FileDigest,
    },
}

/// Files that were put into the folder by a command that is not done yet.
#[derive(Debug, Default)]
pub(super) struct Arrivals {
    /// What came, each checked.
    pub(super) attachments: Vec<Attachment>,
    created: Vec<PathBuf>,
}

impl App {
    /// Looks at a file as it would be attached; nothing is copied.
    ///
    /// # Errors
    /// A refusal that says what is wrong with it.
    pub fn check_attachment(&self, path: &Path) -> Result<Attachment, AppError> {
        Ok(read_file(path, self.today())?.0)
    }

    /// Where the file of an attachment lies.
    ///
    /// # Errors
    /// A refusal for a ledger in memory, which has no folder.
    pub fn attachment_path(&self, attachment: &Attachment) -> Result<PathBuf, AppError> {
        Ok(place_of(&self.attachment_folder()?, attachment))
    }

    fn attachment_folder(&self) -> Result<PathBuf, AppError> {
        let path = self.ledger()?.path().ok_or(AttachmentRefusal::NoLedgerFile)?;
        Ok(folder_of(path))
    }

    /// Carries out a command about source papers.
    pub(super) fn attachment(&mut self, village: VillageId, command: AttachmentCommand) -> Done {
        match command {
            AttachmentCommand::Add { voucher, paths } => {
                self.add_attachments(village, voucher, &paths)
            }
            AttachmentCommand::Remove { voucher, digest } => {
                self.remove_attachment(village, voucher, &digest)
            }
        }
    }

    fn add_attachments(
        &mut self,
        village: VillageId,
        voucher: VoucherId,
        paths: &[PathBuf],
    ) -> Done {
        if self.ledger()?.book_of(village)?.voucher(voucher).is_none() {
            return Err(AttachmentRefusal::NoSuchVoucher.into());
        }
        let arrivals = self.receive(paths)?;
        let read = arrivals.attachments.len();
        let at = self.clock.now();
        let checked = self
            .ledger()
            .and_then(|ledger| ledger.book_of(village))
            .and_then(|book| Ok(book.check_attachments(voucher, &arrivals.attachments)?));
        let new = arrivals.keep_if(checked)?;
        let added = new.len();
        if new.is_empty() {
            return Ok(Outcome::AttachmentsAdded { added, already_there: read });
        }
        let ledger = self.ledger_mut()?;
        let written = ledger.store.write(|writing| -> Result<(), AppError> {
            write_attachments(writing, &at, village, voucher, &new)
        });
        arrivals.keep_if(written)?;
        ledger.refresh_papers(village)?;
        Ok(Outcome::AttachmentsAdded { added, already_there: read - added })
    }

    fn remove_attachment(
        &mut self,
        village: VillageId,
        voucher: VoucherId,
        digest: &FileDigest,
    ) -> Done {
        let at = self.clock.now();
        let book = self.ledger()?.book_of(village)?;
        let attachment = book.check_detachment(voucher, digest)?;
        drop(book);
        let ledger = self.ledger_mut()?;
        ledger.store.write(|writing| -> Result<(), AppError> {
            writing.delete_attachment(voucher, digest)?;
            let detail = json!({ "voucher": voucher, "files": [attachment] });
            Ok(writing.insert_audit(&at, Some(village), "remove_attachment", &detail)?)
        })?;
        let is_unused = ledger.store.attachment_uses(digest)? == 0;
        ledger.refresh_papers(village)?;
        if is_unused && let Ok(path) = self.attachment_path(&attachment) {
            // a file that stays behind is in nobody's way; nothing refers to it any more
            drop(std::fs::remove_file(&path));
        }
        Ok(Outcome::AttachmentRemoved { file_name: attachment.file_name })
    }

    /// Copies files into the folder beside the ledger, all or none.
    pub(super) fn receive(&self, paths: &[PathBuf]) -> Result<Arrivals, AppError> {
        if paths.is_empty() {
            return Err(AttachmentRefusal::NothingChosen.into());
        }
        let folder = self.attachment_folder()?;
        let mut arrivals = Arrivals::default();
        for path in paths {
            let arrived = read_file(path, self.today()).and_then(|(attachment, contents)| {
                let place = place_of(&folder, &attachment);
                put(&place, &contents, &attachment).map(|is_new| (attachment, place, is_new))
            });
            let (attachment, place, is_new) = arrivals.keep_if(arrived)?;
            arrivals.attachments.push(attachment);
            if is_new {
                arrivals.created.push(place);
            }
        }
        Ok(arrivals)
    }

    /// Whether the file of an attachment lies beside the ledger, whole.
    ///
    /// # Errors
    /// A refusal that says what is wrong with it.
    pub(super) fn check_attached_file(&self, attachment: &Attachment) -> Result<(), AppError> {
        let place = place_of(&self.attachment_folder()?, attachment);
        read_sound(&place, attachment).map(drop)
    }

    /// What does not hold of the source papers of a book: rows against the audit, files against
    /// their digests.
    pub(super) fn attachment_problems(
        &self,
        book: &Book,
        audit: &[crate::store::AuditRow],
    ) -> Vec<Problem> {
        let village = book.village.id.uuid().simple().to_string();
        let mut kept = KeptAttachments::default();
        for row in audit.iter().filter(|row| row.village == village) {
            kept.follow(&row.command, &serde_json::from_str(&row.detail).unwrap_or_default());
        }
        let mut problems = Vec::new();
        let name = &book.village.profile.name;
        if kept != KeptAttachments::of(&book.attachments) {
            problems.push(Problem {
                code: "attachment_changed",
                place: format!("{name} 凭据"),
                message: "附在凭证上的凭据与操作记录不符".to_owned(),
            });
        }
        let Ok(folder) = self.attachment_folder() else { return problems };
        for (voucher, attachment) in book.attachments.all() {
            let place = place_of(&folder, attachment);
            if let Err(error) = read_sound(&place, attachment) {
                let of = book.voucher(voucher).map_or_else(String::new, |voucher| {
                    format!("{} {}", voucher.month().label(), voucher.number())
                });
                problems.push(Problem {
                    code: "attachment_file",
                    place: format!("{name} {of}"),
                    message: error.to_string(),
                });
            }
        }
        problems
    }
}

/// Writes the rows of source papers and their audit row.
pub(super) fn write_attachments(
    writing: &Writing<'_>,
    at: &str,
    village: VillageId,
    voucher: VoucherId,
    new: &[Attachment],
) -> Result<(), AppError> {
    for attachment in new {
        writing.insert_attachment(voucher, attachment)?;
    }
    let detail = json!({ "voucher": voucher, "files": new });
    Ok(writing.insert_audit(at, Some(village), "add_attachments", &detail)?)
}

impl Arrivals {
    /// Passes a result on; after a refusal, the files that came with the command go again.
    pub(super) fn keep_if<T>(&self, result: Result<T, AppError>) -> Result<T, AppError> {
        if result.is_err() {
            for path in &self.created {
                // what cannot be removed is a file nobody refers to
                drop(std::fs::remove_file(path));
                for folder in path.ancestors().skip(1).take(2) {
                    // only an empty folder goes
                    drop(std::fs::remove_dir(folder));
                }
            }
        }
        result
    }
}

/// The folder beside a ledger: `甲村.mbz` → `甲村.mbz.files`.
fn folder_of(ledger: &Path) -> PathBuf {
    let mut name = ledger.as_os_str().to_owned();
    name.push(".files");
    PathBuf::from(name)
}

fn place_of(folder: &Path, attachment: &Attachment) -> PathBuf {
    let digest = attachment.digest.as_str();
    let ending = attachment.kind().map_or("bin", AttachmentKind::ending);
    folder.join(digest.get(..2).unwrap_or(digest)).join(format!("{digest}.{ending}"))
}

/// Reads a file that a person chose and checks what it holds.
fn read_file(path: &Path, today: Date) -> Result<(Attachment, Vec<u8>), AppError> {
    let name = path
        .file_name()
        .map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    let unreadable = |error: std::io::Error| {
        AppError::refused(
            format!("打不开 {}：{}", path.display(), reason(&error)),
            "请核对文件的位置和名字；照片在手机或 U 盘上的，先拷到电脑上。",
        )
    };
    let metadata = std::fs::metadata(path).map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(AppError::refused(
            format!("{} 是文件夹，不是文件", path.display()),
            "请打开文件夹，选里面的照片或 pdf。",
        ));
    }
    attachment::check_size(&name, metadata.len())?;
    let contents = std::fs::read(path).map_err(unreadable)?;
    let (attachment, kind) = Attachment::check(&name, &contents, today)?;
    if !picture::can_be_shown(kind, &contents) {
        return Err(AttachmentRefusal::Unreadable(name).into());
    }
    Ok((attachment, contents))
}

/// Puts a file in its place, whole or not at all; whether it was not there before. A file that
/// was altered is set right by the one that has its digest.
fn put(place: &Path, contents: &[u8], attachment: &Attachment) -> Result<bool, AppError> {
    let is_there = place.exists();
    if is_there && read_sound(place, attachment).is_ok() {
        return Ok(false);
    }
    if let Some(folder) = place.parent() {
        make_folder(folder)?;
    }
    let part = place.with_extension("part");
    let written = std::fs::File::create(&part)
        .and_then(|mut file| {
            file.write_all(contents)?;
            file.sync_all()
        })
        .and_then(|()| std::fs::rename(&part, place));
    written.map_err(|error| {
        drop(std::fs::remove_file(&part));
        AppError::refused(
            format!("凭据存不进 {}：{}", place.display(), reason(&error)),
            "请看磁盘是不是满了，账簿所在的文件夹能不能写。",
        )
    })?;
    Ok(!is_there)
}

/// The contents of a kept file, if they are what was added.
///
/// # Errors
/// A refusal when the file is gone or altered, with what to do.
pub(super) fn read_sound(place: &Path, attachment: &Attachment) -> Result<Vec<u8>, AppError> {
    let folder = place.ancestors().nth(2).and_then(Path::file_name);
    let folder = folder.unwrap_or_default().to_string_lossy();
    let name = &attachment.file_name;
    let contents = std::fs::read(place).map_err(|error| {
        let why = if error.kind() == std::io::ErrorKind::NotFound {
            "不见了".to_owned()
        } else {
            format!("读不出来：{}", reason(&error))
        };
        AppError::refused(
            format!("凭据“{name}”的文件{why}"),
            format!(
                "请从备份或原来的电脑上，把账簿旁边的“{folder}”文件夹一起拷过来；原件还在的，重新添加一次就补上了。"
            ),
        )
    })?;
    if FileDigest::of(&contents) == attachment.digest {
        return Ok(contents);
    }
    Err(AppError::refused(
        format!("凭据“{name}”的文件被改动过，和添加时不一样"),
        format!("请从备份里把“{folder}”文件夹拷回来；原件还在的，重新添加一次就换回来了。"),
    ))
}

/// The source papers as the audit tells them, to compare with what the ledger holds.
#[derive(Debug, Default, PartialEq, Eq)]
struct KeptAttachments(BTreeMap<(String, String), String>);

impl KeptAttachments {
    fn of(attachments: &Attachments) -> Self {
        let line = |(voucher, one): (VoucherId, &Attachment)| {
            let key = (voucher.to_string(), one.digest.as_str().to_owned());
            (key, one.file_name.clone())
        };
        Self(attachments.all().map(line).collect())
    }

    fn follow(&mut self, command: &str, detail: &Value) {
        let text = |value: &Value, name: &str| {
            value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        let files = detail.get("files").and_then(Value::as_array).into_iter().flatten();
        for file in files {
            let key = (text(detail, "voucher"), text(file, "digest"));
            match command {
                "add_attachments" => {
                    self.0.insert(key, text(file, "file_name"));
                }
                "remove_attachment" => {
                    self.0.remove(&key);
                }
                _ => {}
            }
        }
    }
}
