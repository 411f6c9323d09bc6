//! What of a sheet is private, and what a person decided about it: masked on this sheet, or
//! disclosed for a reason.
//!
//! A posted voucher is final, so a phone in its summary stays in the books; the sheet holds the
//! masked words, and its frozen content says where. The masking is applied again whenever the
//! sheet is compared with the book.

use serde::{Deserialize, Serialize};

use super::content::{Body, Content, FinanceDetail};
use super::fault::{Fault, Level};
use super::refusal::DraftRefusal;
use super::statement::Statement;
use crate::domain::matter::MatterCode;
use crate::domain::people::PeopleField;
use crate::domain::privacy::{self, Context, PrivateKind, Subject};
use crate::domain::text;

/// A text of a sheet (公示里的一处文字).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldPlace {
    /// What it is.
    pub field: SheetField,
    /// The line or paragraph, from 1; 0 where there is one only.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub line: usize,
    /// The column of a table, from 1; 0 outside of tables.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub column: usize,
}

/// The texts of a sheet (公示栏目).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetField {
    /// 乡镇、村名、公开栏、意见箱
    Masthead,
    /// 摘要
    Summary,
    /// 经手人
    Handler,
    /// 证明人
    Witness,
    /// 审批人
    Approver,
    /// 收支项目
    Kind,
    /// 事由
    Occasion,
    /// 公示内容
    Paragraph,
    /// 表名
    TableTitle,
    /// 表头
    TableHead,
    /// 表中
    TableCell,
    /// 更正原因
    Reason,
    /// 更正内容
    Corrected,
    /// 名单
    Person,
}

impl SheetField {
    /// As shown.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Masthead => "版头",
            Self::Summary => "摘要",
            Self::Handler => "经手人",
            Self::Witness => "证明人",
            Self::Approver => "审批人",
            Self::Kind => "收支项目",
            Self::Occasion => "事由",
            Self::Paragraph => "公示内容",
            Self::TableTitle => "表名",
            Self::TableHead => "表头",
            Self::TableCell => "表格",
            Self::Reason => "更正原因",
            Self::Corrected => "更正内容",
            Self::Person => "名单",
        }
    }
}

/// What a person decided about private data on a sheet (遮蔽记录).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redaction {
    /// Where everything private is masked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub masked: Vec<FieldPlace>,
    /// What is disclosed all the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allowed: Vec<Allowance>,
}

/// Private data that is disclosed for a reason (保留公开).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allowance {
    /// Where.
    pub place: FieldPlace,
    /// What.
    pub kind: PrivateKind,
    /// Why; kept with the notice and in the audit.
    pub reason: String,
    /// The text it was given for, masked; the program fills it in when the notice is drafted. It
    /// lets out nothing else that comes to stand at the place later.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

impl Allowance {
    /// Kind `kind` at `place` stays, because of `reason`.
    pub const fn new(place: FieldPlace, kind: PrivateKind, reason: String) -> Self {
        Self { place, kind, reason, text: String::new() }
    }

    /// Whether it was given for a text that is `masked` when masked.
    fn is_for(&self, masked: &str) -> bool {
        self.text.is_empty() || self.text == masked
    }
}

impl Redaction {
    /// Whether nothing was decided.
    pub fn is_empty(&self) -> bool {
        self.masked.is_empty() && self.allowed.is_empty()
    }

    /// Checks what a person decided: a reason for everything that is disclosed, and nothing that
    /// the law never lets out.
    ///
    /// # Errors
    /// [`DraftRefusal::Redaction`].
    pub(super) fn check(mut self) -> Result<Self, DraftRefusal> {
        for allowance in &mut self.allowed {
            if !allowance.kind.may_be_allowed() {
                return Err(DraftRefusal::Redaction { kind: allowance.kind, has_reason: true });
            }
            let fault = |fault| DraftRefusal::Text { field: "保留理由", fault };
            allowance.reason = text::clean_line(&allowance.reason).map_err(fault)?;
            if allowance.reason.chars().count() < 2 {
                return Err(DraftRefusal::Redaction { kind: allowance.kind, has_reason: false });
            }
        }
        Ok(self)
    }

    /// The reason for which a kind is disclosed at a place, in a text that is `masked` when masked.
    fn reason(&self, place: FieldPlace, kind: PrivateKind, masked: &str) -> Option<&str> {
        let at = |it: &&Allowance| it.place == place && it.kind == kind && it.is_for(masked);
        self.allowed.iter().find(at).map(|it| it.reason.as_str())
    }

    /// Notes for which texts of `content` the allowances are, where that is not yet known.
    pub(super) fn bind(&mut self, content: &Content, matter: MatterCode) {
        if self.allowed.iter().all(|it| !it.text.is_empty()) {
            return;
        }
        let scanned_as = content.privacy_context(matter);
        for_each_text(content, &mut |place, text| {
            let unbound = |it: &&mut Allowance| it.place == place && it.text.is_empty();
            for allowance in self.allowed.iter_mut().filter(unbound) {
                allowance.text = privacy::mask(text, &scanned_as);
            }
        });
    }

    /// Masks what is to be masked in `body`, but for what is disclosed at the same place.
    pub(super) fn apply(&self, body: &mut Body, context: &Context) {
        if self.masked.is_empty() {
            return;
        }
        each_text(body, &mut |place, text| {
            if self.masked.contains(&place) {
                let masked = privacy::mask(text, context);
                let kept = self.allowed.iter().filter(|it| it.place == place && it.is_for(&masked));
                let kept: Vec<PrivateKind> = kept.map(|it| it.kind).collect();
                *text = privacy::mask_but(text, context, &kept);
            }
        });
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
const fn is_zero(number: &usize) -> bool {
    *number == 0
}

/// Everything private on a sheet, each place and kind once.
pub(super) fn faults(content: &Content, matter: MatterCode) -> Vec<Fault> {
    let scanned_as = content.privacy_context(matter);
    let redaction = &content.redaction;
    let mut faults = Vec::new();
    let mut look = |place: FieldPlace, text: &str| {
        let mut kinds: Vec<PrivateKind> =
            privacy::scan(text, &scanned_as).into_iter().map(|hit| hit.kind).collect();
        // where a board or a box hangs is public
        kinds.retain(|kind| place.field != SheetField::Masthead || *kind != PrivateKind::Door);
        kinds.sort_unstable();
        kinds.dedup();
        if kinds.is_empty() {
            return;
        }
        let masked = privacy::mask(text, &scanned_as);
        for kind in kinds {
            let reason = redaction.reason(place, kind, &masked).filter(|_| kind.may_be_allowed());
            faults.push(fault(place, kind, &masked, reason));
        }
    };
    for_each_text(content, &mut look);
    let subject = content.subject(matter);
    if let (true, Body::Statement(statement)) = (privacy::is_about_children(subject), &content.body)
    {
        faults.extend(named_children(statement));
    }
    faults
}

fn fault(place: FieldPlace, kind: PrivateKind, masked: &str, reason: Option<&str>) -> Fault {
    let line = match place {
        FieldPlace { line: 0, .. } | FieldPlace { field: SheetField::Masthead, .. } => {
            String::new()
        }
        FieldPlace { line, column: 0, .. } => format!("第 {line} 行"),
        FieldPlace { line, column, .. } => format!("第 {line} 行第 {column} 列"),
    };
    let (field, what) = (place.field.label(), kind.label());
    let shown: String = masked.chars().take(30).collect();
    let (level, code, message) = match reason {
        Some(reason) => (
            Level::Warning,
            "privacy_allowed",
            format!("{line}{field}里的{what}按理由保留公开：{reason}。请再核对一次。"),
        ),
        None if kind.may_be_allowed() => (
            Level::Error,
            "privacy",
            format!(
                "{line}{field}里有{what}，公开会泄露个人信息：“{shown}”。请遮去；确属单位或公共信息的，写明理由保留。"
            ),
        ),
        None => (
            Level::Error,
            "privacy",
            format!(
                "{line}{field}里有{what}，公开会泄露个人信息：“{shown}”。请遮去（《个人信息保护法》第二十五条）。"
            ),
        ),
    };
    let of_line = matches!(
        place.field,
        SheetField::Summary | SheetField::Handler | SheetField::Witness | SheetField::Approver
    );
    Fault {
        level,
        code,
        line: Some(place.line).filter(|_| of_line),
        message,
        private: Some((place, kind)),
    }
}

/// A table of children by name, which no sheet may hold.
fn named_children(statement: &Statement) -> Option<Fault> {
    let is_name = |title: &String| {
        ["姓名", "户主", "儿童姓名", "监护人"].iter().any(|word| title.contains(word))
    };
    let in_tables = statement.tables.iter().any(|table| table.columns.iter().any(is_name));
    let in_list = statement
        .people
        .as_ref()
        .is_some_and(|sheet| sheet.columns.iter().any(|it| it.field == PeopleField::Name));
    (in_tables || in_list).then(|| Fault {
        level: Level::Error,
        code: "children_named",
        line: None,
        message: "困境儿童、留守儿童不公布姓名，只公布人数和金额。请去掉姓名一栏，按类别合计（《个人信息保护法》第二十八条、第三十一条）。".to_owned(),
        private: None,
    })
}

impl Content {
    /// What the texts of the sheet are about.
    pub(super) fn privacy_context(&self, matter: MatterCode) -> Context {
        let masthead = &self.masthead;
        let phones = [masthead.supervision_phone.as_str(), masthead.township_phone.as_str()];
        Context::new(self.subject(matter), phones)
    }

    /// Whose data the sheet discloses, by the code of its matter and what it is called.
    fn subject(&self, matter: MatterCode) -> Subject {
        match &self.body {
            Body::Statement(statement) => Subject::of(matter, &statement.title),
            Body::FinanceDetail(_) | Body::FinanceSummary(_) => Subject::from(matter),
        }
    }
}

/// Every free text of a sheet with its place, in reading order.
fn for_each_text(content: &Content, look: &mut dyn FnMut(FieldPlace, &str)) {
    let masthead = &content.masthead;
    let names = [&masthead.township, &masthead.village, &masthead.opinion_box];
    for (line, text) in (1..).zip(names.into_iter().chain(&masthead.boards)) {
        look(FieldPlace { field: SheetField::Masthead, line, column: 0 }, text);
    }
    let mut body = content.body.clone();
    each_text(&mut body, &mut |place, text| look(place, text));
}

type Look<'a> = &'a mut dyn FnMut(FieldPlace, &mut String);

/// Every free text of a body with its place, in reading order.
fn each_text(body: &mut Body, look: Look<'_>) {
    match body {
        Body::FinanceDetail(detail) => each_of_detail(detail, look),
        Body::FinanceSummary(summary) => {
            let lines = summary.income.iter_mut().chain(&mut summary.expense);
            for (line, it) in (1..).zip(lines) {
                look(FieldPlace { field: SheetField::Kind, line, column: 0 }, &mut it.label);
            }
        }
        Body::Statement(statement) => each_of_statement(statement, look),
    }
}

fn each_of_detail(detail: &mut FinanceDetail, look: Look<'_>) {
    for (line, it) in (1..).zip(&mut detail.lines) {
        let fields = [
            (SheetField::Summary, &mut it.summary),
            (SheetField::Handler, &mut it.handler),
            (SheetField::Witness, &mut it.witness),
            (SheetField::Approver, &mut it.approver),
        ];
        for (field, text) in fields {
            look(FieldPlace { field, line, column: 0 }, text);
        }
    }
}

fn each_of_statement(statement: &mut Statement, look: Look<'_>) {
    let at = |field, line, column| FieldPlace { field, line, column };
    if let Some(occasion) = &mut statement.occasion {
        look(at(SheetField::Occasion, 0, 0), &mut occasion.text);
    }
    for (line, text) in (1..).zip(&mut statement.paragraphs) {
        look(at(SheetField::Paragraph, line, 0), text);
    }
    let mut line = 0;
    for table in &mut statement.tables {
        look(at(SheetField::TableTitle, line, 0), &mut table.title);
        for (column, text) in (1..).zip(&mut table.columns) {
            look(at(SheetField::TableHead, line, column), text);
        }
        for row in &mut table.rows {
            line += 1;
            for (column, text) in (1..).zip(row) {
                look(at(SheetField::TableCell, line, column), text);
            }
        }
    }
    if let Some(sheet) = &mut statement.people {
        for (line, person) in (1..).zip(&mut sheet.people) {
            for (column, text) in (1..).zip(person.texts_mut()) {
                look(at(SheetField::Person, line, column), text);
            }
        }
    }
    if let Some(correction) = &mut statement.correction {
        look(at(SheetField::Reason, 0, 0), &mut correction.reason);
        for (line, it) in (1..).zip(&mut correction.lines) {
            for (column, text) in (1..).zip([&mut it.what, &mut it.was, &mut it.now]) {
                look(at(SheetField::Corrected, line, column), text);
            }
        }
    }
}
