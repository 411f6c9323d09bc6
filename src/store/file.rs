//! Opening, creating and locking a ledger file.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};

use super::derived::{Pending, SearchLine};
use super::migrate::{self, SCHEMA};
use super::write::Writing;
use crate::domain::law::Law;
use crate::domain::voucher::Voucher;

/// "MBZ1", in the header of every ledger file.
const APPLICATION_ID: i32 = 0x4D42_5A31;
/// The schema this program writes.
const VERSION: i32 = 5;
/// Earlier versions of SQLite could lose commits or corrupt a file.
const SQLITE_VERSION_MIN: i32 = 3_051_003;

/// A ledger file (账簿文件), open.
#[derive(Debug)]
pub struct Store {
    pub(super) connection: Connection,
    path: Option<PathBuf>,
    pub(super) search_line: SearchLine,
    pub(super) law: Option<Law>,
}

/// What a file is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// To look; others may look at the same time.
    Read,
    /// To change; nobody else may have it open.
    Write,
}

/// What happened to the file (账簿文件出了问题).
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such file.
    #[error("找不到账簿文件 {0}")]
    Missing(PathBuf),
    /// A new ledger would overwrite a file.
    #[error("文件 {0} 已经存在")]
    Exists(PathBuf),
    /// Another window or program holds the lock.
    #[error("账簿 {0} 已在另一个窗口里打开")]
    Busy(PathBuf),
    /// Written by a newer version.
    #[error("账簿 {path} 是新版本程序写的（格式 {found}，本程序只认到 {VERSION}）")]
    NewerFile {
        /// The file.
        path: PathBuf,
        /// The version in its header.
        found: i32,
    },
    /// Not a ledger.
    #[error("{0} 不是明白账的账簿文件")]
    NotOurFile(PathBuf),
    /// The file or its folder cannot be written.
    #[error("{0} 所在的文件夹或文件本身是只读的，写不进去")]
    ReadOnly(PathBuf),
    /// The contents contradict themselves.
    #[error("账簿 {path} 已损坏：{detail}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        detail: String,
    },
    /// The disk is full or failing.
    #[error("硬盘空间不足或读写出错，账簿 {path} 没有改动：{detail}")]
    Disk {
        /// The file.
        path: PathBuf,
        /// What the system said.
        detail: String,
    },
    /// Anything else SQLite says.
    #[error("数据库出错：{0}")]
    Sqlite(#[source] rusqlite::Error),
}

impl StoreError {
    /// The next step.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Missing(_) => "请核对路径，或用“新建账簿”建一个。",
            Self::Exists(_) => "请换一个文件名，或直接打开它。",
            Self::Busy(_) => "请先关掉另一个窗口，再试一次。",
            Self::NewerFile { .. } => "请把本程序更新到最新版再打开，文件没有改动。",
            Self::NotOurFile(_) => "请选扩展名为 .mbz 的账簿文件。",
            Self::ReadOnly(_) => "请把账簿复制到“文档”等可以写的文件夹再打开。",
            Self::Damaged { .. } => "请不要再用这个文件，换最近一次的备份打开。",
            Self::Disk { .. } => "请清理硬盘或检查 U 盘后再试。",
            Self::Sqlite(_) => "请再试一次；还不行，请把这句话告诉维护人员。",
        }
    }
}

impl Store {
    /// Makes a new ledger file; the caller writes the first facts into it.
    ///
    /// # Errors
    /// [`StoreError::Exists`] rather than overwrite a file; [`StoreError::ReadOnly`] where no
    /// file can be made. A file that could not be finished is removed again.
    pub fn create(path: &Path) -> Result<Self, StoreError> {
        if path.exists() {
            return Err(StoreError::Exists(path.to_owned()));
        }
        let made = Connection::open_with_flags(
            path,
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
        )
        .and_then(|connection| {
            configure(&connection)?;
            lock(&connection)?;
            connection.execute_batch(&format!("BEGIN; {SCHEMA} COMMIT;"))?;
            Ok(connection)
        });
        match made {
            Ok(connection) => Ok(Self {
                connection,
                path: Some(path.to_owned()),
                search_line: summary_only,
                law: None,
            }),
            Err(error) => {
                let error = read_only_if_unopened(error, path);
                // nothing of ours may stay behind; a failure to remove cannot be helped here
                drop(std::fs::remove_file(path));
                Err(error)
            }
        }
    }

    /// A ledger in memory, for tests and trials.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`] when memory runs out.
    pub fn in_memory() -> Result<Self, StoreError> {
        let open = || -> rusqlite::Result<Connection> {
            let connection = Connection::open_in_memory()?;
            connection
                .execute_batch(&format!("PRAGMA foreign_keys = ON; BEGIN; {SCHEMA} COMMIT;"))?;
            Ok(connection)
        };
        Ok(Self {
            connection: open().map_err(StoreError::Sqlite)?,
            path: None,
            search_line: summary_only,
            law: None,
        })
    }

    /// Opens a ledger file.
    ///
    /// # Errors
    /// [`StoreError`] saying what is wrong with the file; it is left as it was.
    pub fn open(path: &Path, access: Access) -> Result<Self, StoreError> {
        if !path.is_file() {
            return Err(StoreError::Missing(path.to_owned()));
        }
        check_header(path)?;
        if access == Access::Read {
            roll_back_interrupted(path);
        }
        let flags = match access {
            Access::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
            Access::Write => OpenFlags::SQLITE_OPEN_READ_WRITE,
        };
        let connection = Connection::open_with_flags(path, flags)
            .map_err(|error| read_only_if_unopened(error, path))?;
        let mut store =
            Self { connection, path: Some(path.to_owned()), search_line: summary_only, law: None };
        store.set_up(access).map_err(|error| store.explain(error))?;
        if access == Access::Write && store.connection.is_readonly("main").unwrap_or(false) {
            return Err(StoreError::ReadOnly(path.to_owned()));
        }
        store.check_identity(path)?.map_or(Ok(()), |old| store.bring_over(access, old))?;
        Ok(store)
    }

    /// Brings a file of an older version to today's schema.
    fn bring_over(&mut self, access: Access, old: i32) -> Result<(), StoreError> {
        let path = self.path.clone().unwrap_or_default();
        match access {
            Access::Write => {
                keep_old_version(&path, old)?;
                migrate::in_place(&self.connection, old).map_err(|error| self.explain(error))
            }
            Access::Read => {
                let name = path.to_string_lossy();
                self.connection =
                    migrate::into_memory(&name, old).map_err(|error| self.explain(error))?;
                Ok(())
            }
        }
    }

    /// The file; `None` for a ledger in memory.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Something in the file that the caller found out cannot be right.
    pub fn damaged(&self, detail: String) -> StoreError {
        StoreError::Damaged { path: self.path.clone().unwrap_or_default(), detail }
    }

    /// Runs `act` in one transaction: all of it is kept, or nothing.
    ///
    /// # Errors
    /// What `act` refused, or [`StoreError`] when the file could not be written; the file is
    /// then as it was.
    pub fn write<T, E: From<StoreError>>(
        &mut self,
        act: impl FnOnce(&Writing<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let path = self.path.clone();
        let explain = |error| explain(error, path.as_deref());
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(explain)?;
        let pending = Pending::default();
        let law = self.law.as_ref();
        let writing = Writing { transaction: &transaction, path: path.as_deref(), pending, law };
        let done = act(&writing)?;
        writing.pending.flush(&transaction, self.search_line).map_err(explain)?;
        transaction.commit().map_err(explain)?;
        Ok(done)
    }

    /// Runs SQLite's own check of the whole file.
    ///
    /// # Errors
    /// [`StoreError`] when the check itself cannot run.
    pub fn integrity_problems(&self) -> Result<Vec<String>, StoreError> {
        let read = || -> rusqlite::Result<Vec<String>> {
            let mut statement = self.connection.prepare("PRAGMA integrity_check")?;
            let lines = statement.query_map([], |row| row.get::<_, String>(0))?;
            let mut problems: Vec<String> = lines.collect::<rusqlite::Result<_>>()?;
            problems.retain(|line| line != "ok");
            let mut orphans = self.connection.prepare("PRAGMA foreign_key_check")?;
            let orphans = orphans.query_map([], |row| row.get::<_, String>(0))?;
            for table in orphans {
                problems.push(format!("{} 表有一行指向不存在的记录", table?));
            }
            Ok(problems)
        };
        read().map_err(|error| self.explain(error))
    }

    pub(super) fn explain(&self, error: rusqlite::Error) -> StoreError {
        explain(error, self.path.as_deref())
    }

    fn set_up(&self, access: Access) -> rusqlite::Result<()> {
        match access {
            Access::Read => {
                self.connection.busy_timeout(Duration::from_secs(2))?;
                self.connection.pragma_update(None, "foreign_keys", true)
            }
            Access::Write => {
                configure(&self.connection)?;
                lock(&self.connection)
            }
        }
    }

    /// The version of the file, if it is an older one.
    fn check_identity(&self, path: &Path) -> Result<Option<i32>, StoreError> {
        let number = |name| -> rusqlite::Result<i32> {
            self.connection.pragma_query_value(None, name, |row| row.get(0))
        };
        let application_id = number("application_id").map_err(|error| self.explain(error))?;
        if application_id != APPLICATION_ID {
            return Err(StoreError::NotOurFile(path.to_owned()));
        }
        let found = number("user_version").map_err(|error| self.explain(error))?;
        match found {
            VERSION => Ok(None),
            1..VERSION => Ok(Some(found)),
            _ => Err(StoreError::NewerFile { path: path.to_owned(), found }),
        }
    }
}

/// Copies a file beside itself before its format changes, so that the program it came from can
/// still open it: `村账.mbz` → `村账.旧版1.mbz`. A copy that is there already is kept.
fn keep_old_version(path: &Path, old: i32) -> Result<(), StoreError> {
    let kept = path.with_extension(format!("旧版{old}.mbz"));
    if kept.exists() {
        return Ok(());
    }
    std::fs::copy(path, &kept).map(drop).map_err(|error| {
        // a copy cut short is worse than none
        drop(std::fs::remove_file(&kept));
        StoreError::Disk { path: path.to_owned(), detail: error.to_string() }
    })
}

/// What a search looks through where nobody said more.
fn summary_only(voucher: &Voucher) -> String {
    voucher.summary().to_owned()
}

/// Undoes what was half written when the power went: SQLite does that on the first read of a
/// connection that may write, and a connection that may only read refuses the file instead.
/// Where it cannot be done, opening the file says why.
fn roll_back_interrupted(path: &Path) {
    let mut journal = path.as_os_str().to_owned();
    journal.push("-journal");
    if !Path::new(&journal).is_file() {
        return;
    }
    let opened = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE);
    if let Ok(connection) = opened {
        let read = "SELECT count(*) FROM sqlite_schema";
        drop(connection.query_row(read, [], |row| row.get::<_, i64>(0)));
    }
}

/// Looks at the first bytes before SQLite touches the file, so that a wrong file is never
/// mistaken for an empty database.
fn check_header(path: &Path) -> Result<(), StoreError> {
    use std::io::Read as _;
    let mut header = [0_u8; 16];
    let read = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut header));
    match read {
        Ok(()) if header.starts_with(b"SQLite format 3\0") => Ok(()),
        Ok(()) => Err(StoreError::NotOurFile(path.to_owned())),
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            Err(StoreError::NotOurFile(path.to_owned()))
        }
        Err(error) => Err(StoreError::Disk { path: path.to_owned(), detail: error.to_string() }),
    }
}

/// One file to copy: no WAL beside it, each commit flushed to the disk, one window at a time.
fn configure(connection: &Connection) -> rusqlite::Result<()> {
    if rusqlite::version_number() < SQLITE_VERSION_MIN {
        let old = format!("SQLite {} is too old to be trusted", rusqlite::version());
        return Err(rusqlite::Error::SqliteFailure(
            rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_ERROR),
            Some(old),
        ));
    }
    connection.busy_timeout(Duration::from_secs(1))?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.query_row("PRAGMA locking_mode = EXCLUSIVE", [], |_| Ok(()))?;
    connection.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))
}

/// Takes the lock now rather than at the first write, and keeps it.
fn lock(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch("BEGIN EXCLUSIVE; COMMIT;")
}

fn read_only_if_unopened(error: rusqlite::Error, path: &Path) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::CannotOpen) => StoreError::ReadOnly(path.to_owned()),
        _ => explain(error, Some(path)),
    }
}

/// Turns what SQLite says into what happened to the file.
pub(super) fn explain(error: rusqlite::Error, path: Option<&Path>) -> StoreError {
    let path = path.unwrap_or_else(|| Path::new("（内存）")).to_owned();
    let detail = error.to_string();
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy(path),
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
            StoreError::ReadOnly(path)
        }
        Some(ErrorCode::NotADatabase) => StoreError::NotOurFile(path),
        Some(ErrorCode::DatabaseCorrupt) => StoreError::Damaged { path, detail },
        Some(ErrorCode::DiskFull | ErrorCode::SystemIoFailure) => StoreError::Disk { path, detail },
        _ => StoreError::Sqlite(error),
    }
}
