//! One row of a list turned into a person, with nothing private left.

use super::columns::{Key, needs_amount};
use super::head::Head;
use super::id::IdCard;
use super::{RemarkAction, safe};
use crate::domain::matter::MatterCode;
use crate::domain::money::Money;
use crate::domain::people::Person;
use crate::domain::privacy::{self, Context};
use crate::domain::text::{self, ascii_width};
use crate::exchange::cells::{self, CellFault};
use crate::exchange::fault::{ImportFault, Place};
use crate::exchange::sheet::{Cell, Row};

/// No household gets more at once: a hundred million yuan; a phone in the wrong column does.
const AMOUNT_MAX: Money = Money::from_fen(100_000_000 * 100);

/// A person who was read; the identity card stays here until the list is complete.
pub(super) struct Read {
    pub(super) person: Person,
    pub(super) place: Place,
    /// Which of the sheets that are read.
    pub(super) sheet: usize,
    pub(super) id: IdCard,
}

/// Reads the cells of one row and collects what is wrong with them and what was reduced.
pub(super) struct RowReader<'a> {
    pub(super) head: &'a Head,
    pub(super) row: &'a Row,
    pub(super) matter: MatterCode,
    pub(super) remarks: RemarkAction,
    pub(super) place: Place,
    pub(super) sheet: usize,
    pub(super) faults: Vec<ImportFault>,
    pub(super) notes: Vec<String>,
}

impl RowReader<'_> {
    /// Whether none of the columns that are kept holds anything: a line of numbers 1, 2, 3 only.
    pub(super) fn is_blank(&self) -> bool {
        [Key::Name, Key::Head, Key::Amount, Key::Remark]
            .iter()
            .all(|key| self.head.cell(self.row, *key).is_empty())
    }

    pub(super) fn read(&mut self) -> Option<Read> {
        let name = self.name(Key::Name);
        let group = self.group();
        let category = self.words(Key::Category);
        let amount = self.amount();
        let id = IdCard::read(self.head.cell(self.row, Key::Id));
        if name.as_deref() == Some("") {
            let fault = CellFault {
                reason: "没有姓名".to_owned(),
                hint: "请填上姓名；合并的单元格请拆开，合计行请写“合计”。".to_owned(),
            };
            self.refuse(Key::Name, &fault);
            return None;
        }
        // of a child nothing else is even looked at
        let rest = if self.is_of_children() { Some(Person::default()) } else { self.rest() };
        let person =
            Person { name: name?, group: group?, category: category?, amount: amount?, ..rest? };
        Some(Read { person, place: self.place.clone(), sheet: self.sheet, id })
    }

    /// What a list may say besides.
    fn rest(&mut self) -> Option<Person> {
        let head = self.name(Key::Head);
        let measure = self.figure(Key::Measure);
        let standard = self.figure(Key::Standard);
        let months = self.figure(Key::Months);
        let members = self.members();
        let remark = self.remark();
        Some(Person {
            head: head.unwrap_or_default(),
            measure: measure?,
            standard: standard?,
            members: members.ok()?,
            months: months?,
            remark: remark?,
            ..Person::default()
        })
    }

    fn is_of_children(&self) -> bool {
        privacy::is_about_children(self.matter)
    }

    fn shown(&self, key: Key) -> String {
        self.head.cell(self.row, key).shown()
    }

    fn refuse(&mut self, key: Key, fault: &CellFault) {
        let column = self.column(key);
        let value = safe(&self.shown(key));
        self.faults.push(ImportFault::at(
            &self.place,
            &column,
            &value,
            &safe(&fault.reason),
            &fault.hint,
        ));
    }

    fn column(&self, key: Key) -> String {
        self.head.get(key).map_or_else(|| key.label().to_owned(), |found| found.written.clone())
    }

    fn clean(&mut self, key: Key) -> Option<String> {
        match text::clean_line(&self.shown(key)) {
            Ok(cleaned) => Some(cleaned),
            Err(fault) => {
                let hint = fault.hint().to_owned();
                self.refuse(key, &CellFault { reason: fault.to_string(), hint });
                None
            }
        }
    }

    /// Words that are kept, with everything private masked.
    fn words(&mut self, key: Key) -> Option<String> {
        let written = self.clean(key)?;
        let context = Context::people();
        let kinds: Vec<&str> =
            privacy::scan(&written, &context).iter().map(|hit| hit.kind.label()).collect();
        if kinds.is_empty() {
            return Some(written);
        }
        // on a list of children the kind of child is what is counted
        let counts = key == Key::Category && self.is_of_children();
        if counts && kinds.iter().all(|kind| *kind == privacy::PrivateKind::Minor.label()) {
            return Some(written);
        }
        let masked = safe(&privacy::mask(&written, &context));
        self.note(key, &kinds, &masked, "已遮去");
        Some(masked)
    }

    fn note(&mut self, key: Key, kinds: &[&str], masked: &str, done: &str) {
        let mut kinds = kinds.to_vec();
        kinds.dedup();
        let column = self.column(key);
        self.notes.push(format!(
            "{}“{column}”列的{}{done}：{masked}",
            self.place.in_file(),
            kinds.join("、")
        ));
    }

    /// A name without blanks between Chinese characters and without anything glued to it.
    fn name(&mut self, key: Key) -> Option<String> {
        let written = self.clean(key)?;
        let context = Context::default();
        let hits = privacy::scan(&written, &context);
        let mut name = String::new();
        let mut done = 0;
        for hit in &hits {
            name.push_str(written.get(done..hit.start).unwrap_or_default());
            done = hit.end;
        }
        name.push_str(written.get(done..).unwrap_or_default());
        if name.chars().all(|c| !c.is_ascii() || c == ' ') {
            name.retain(|c| c != ' ');
        }
        let name = name.trim().to_owned();
        if !hits.is_empty() && !self.is_of_children() {
            let kinds: Vec<&str> = hits.iter().map(|hit| hit.kind.label()).collect();
            self.note(key, &kinds, &name, "没有存");
        }
        let digits = name.chars().filter(|c| ascii_width(*c).is_ascii_digit()).count();
        if digits >= 6 {
            let fault = CellFault {
                reason: "姓名里有一串数字".to_owned(),
                hint: "请只写姓名。".to_owned(),
            };
            self.refuse(key, &fault);
            return None;
        }
        Some(name)
    }

    /// The group, or what an address says of it.
    fn group(&mut self) -> Option<String> {
        let written = self.words(Key::Group)?;
        if !written.is_empty() {
            return Some(written);
        }
        Some(group_of(&self.shown(Key::Address)))
    }

    /// A number as it is written; of a workbook's float at most four decimals.
    fn figure(&mut self, key: Key) -> Option<String> {
        let written = self.shown(key);
        let is_long = written.chars().filter(char::is_ascii_digit).count() > 9;
        if let (true, Some((whole, fraction))) = (is_long, written.split_once('.')) {
            return Some(rounded(whole, fraction));
        }
        self.words(key)
    }

    fn members(&mut self) -> Result<Option<u32>, ()> {
        let written: String = self.shown(Key::Members).chars().map(ascii_width).collect();
        let plain = written.trim().trim_end_matches(['人', '口']).trim();
        if plain.is_empty() {
            return Ok(None);
        }
        match plain.parse::<u32>() {
            Ok(count) if count < 1000 => Ok(Some(count)),
            _ => {
                let fault = CellFault {
                    reason: "人数不是数字".to_owned(),
                    hint: "请只写数字，如 3。".to_owned(),
                };
                self.refuse(Key::Members, &fault);
                Err(())
            }
        }
    }

    fn amount(&mut self) -> Option<Money> {
        let cell = self.head.cell(self.row, Key::Amount);
        match cells::signed_amount(&rounded_cell(cell)) {
            Ok(Some(amount)) if amount.is_negative() => {
                let fault = CellFault {
                    reason: "金额是负数".to_owned(),
                    hint: "名单只写发放的；追回的请从表里删掉，钱退回村账的另记凭证，要说明的写进公示内容。"
                        .to_owned(),
                };
                self.refuse(Key::Amount, &fault);
                None
            }
            Ok(Some(amount)) if amount > AMOUNT_MAX => {
                let fault = CellFault {
                    reason: "金额太大，像是号码填进了金额栏".to_owned(),
                    hint: "请核对这一行有没有错位。".to_owned(),
                };
                self.refuse(Key::Amount, &fault);
                None
            }
            Ok(Some(amount)) => Some(amount),
            Ok(None) if !needs_amount(self.matter) => Some(Money::ZERO),
            Ok(None) => {
                let fault = CellFault {
                    reason: "没有金额".to_owned(),
                    hint: "请填上金额；这次没有发的人请从表里删掉。".to_owned(),
                };
                self.refuse(Key::Amount, &fault);
                None
            }
            Err(fault) => {
                self.refuse(Key::Amount, &fault);
                None
            }
        }
    }

    /// The remark, with what the person chose done to what is private in it.
    fn remark(&mut self) -> Option<String> {
        let written = self.clean(Key::Remark)?;
        let context = Context::people();
        let hits = privacy::scan(&written, &context);
        if hits.is_empty() {
            return Some(written);
        }
        let kinds: Vec<&str> = hits.iter().map(|hit| hit.kind.label()).collect();
        let masked = safe(&privacy::mask(&written, &context));
        match self.remarks {
            RemarkAction::Mask => {
                self.note(Key::Remark, &kinds, &masked, "已遮去");
                Some(masked)
            }
            RemarkAction::Drop => {
                self.note(Key::Remark, &kinds, "整条没有存", "");
                Some(String::new())
            }
            RemarkAction::Refuse => {
                let fault = CellFault {
                    reason: format!("备注里有{}，公开会泄露个人信息", kinds.join("、")),
                    hint: "请从表里删掉，或导入时选“遮去”。".to_owned(),
                };
                self.refuse(Key::Remark, &fault);
                None
            }
        }
    }
}

/// `镇明村3组12号` → `3组`.
pub(super) fn group_of(address: &str) -> String {
    let Some((before, _)) = address.split_once('组') else { return String::new() };
    let is_number = |c: &char| {
        ascii_width(*c).is_ascii_digit() || "一二三四五六七八九十第东西南北前后".contains(*c)
    };
    let digits: Vec<char> = before.chars().rev().take_while(is_number).take(4).collect();
    if digits.is_empty() {
        return String::new();
    }
    digits.into_iter().rev().chain(std::iter::once('组')).collect()
}

/// A float of a workbook that was computed: `9.800000000000001` is 9.8.
fn rounded(whole: &str, fraction: &str) -> String {
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || whole.len() > 9 {
        return safe(&format!("{whole}.{fraction}"));
    }
    let kept: String = fraction.chars().take(6).collect();
    let scaled = format!("{whole}{kept:0<6}").parse::<u64>().unwrap_or(0);
    let scaled = (scaled + 50) / 100;
    let (whole, fraction) = (scaled / 10_000, scaled % 10_000);
    let written = format!("{whole}.{fraction:04}");
    written.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The same for an amount: a computed `1232.7399999999998` is 1232.74; what a person typed with
/// three decimals stays and is refused.
fn rounded_cell(cell: &Cell) -> Cell {
    let Cell::Number(written) = cell else { return cell.clone() };
    let Some((whole, fraction)) = written.split_once('.') else { return cell.clone() };
    if fraction.len() < 6 {
        return cell.clone();
    }
    Cell::Number(rounded(whole, fraction))
}
