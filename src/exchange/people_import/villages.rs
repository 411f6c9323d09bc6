//! Whose list it is: a town's list names the village of each row.

use crate::domain::text::ascii_width;

/// The villages that a column names, with their rows (各村户数).
#[derive(Clone, Debug, Default)]
pub(super) struct Villages {
    column: String,
    seen: Vec<(String, usize)>,
    last: String,
}

impl Villages {
    /// Another sheet, another column; a merged cell does not reach over.
    pub(super) fn begin(&mut self, column: &str) {
        column.clone_into(&mut self.column);
        self.last.clear();
    }

    /// A row with a person; an empty cell stands below a merged one.
    pub(super) fn see(&mut self, written: &str) {
        if !written.is_empty() {
            written.clone_into(&mut self.last);
        }
        if self.last.is_empty() {
            return;
        }
        match self.seen.iter_mut().find(|(name, _)| *name == self.last) {
            Some((_, count)) => *count += 1,
            None => self.seen.push((self.last.clone(), 1)),
        }
    }

    /// Why a list of other villages may not come in, and what to do.
    pub(super) fn fault(&self, village: &str) -> Option<(String, String)> {
        const SHOWN: usize = 3;
        let (own, others): (Vec<_>, Vec<_>) =
            self.seen.iter().partition(|(name, _)| is_same(name, village));
        if others.is_empty() {
            return None;
        }
        let counts: Vec<String> = others
            .iter()
            .take(SHOWN)
            .map(|(name, count)| format!("{} {count} 户", super::safe(name)))
            .collect();
        let more = match others.len() {
            few if few <= SHOWN => String::new(),
            many => format!("等 {many} 个村"),
        };
        let counts = format!("{}{more}", counts.join("、"));
        let column = &self.column;
        let reason = if own.is_empty() {
            format!("“{column}”一栏里没有{village}，写的是：{counts}")
        } else {
            format!("“{column}”一栏里除了{village}还有别的村：{counts}")
        };
        let hint = format!(
            "请只留{village}的行（筛选后复制到新表，或把别村的行删掉）再导入；是本村自然村的，请把这一栏的栏名改成“组别”。"
        );
        Some((reason, hint))
    }
}

/// Whether two ways of writing mean one village: `镇明镇甲村村委会` is 甲村.
fn is_same(written: &str, village: &str) -> bool {
    let (written, village) = (stem(written), stem(village));
    written == village
        || written.strip_suffix(village.as_str()).is_some_and(|before| {
            ["镇", "乡", "街道", "办事处", "区", "县", "市"].iter().any(|end| before.ends_with(end))
        })
}

fn stem(name: &str) -> String {
    const ENDS: [&str; 7] =
        ["村民委员会", "居民委员会", "村委会", "居委会", "行政村", "社区", "村"];
    let mut name: String = name.chars().map(ascii_width).filter(|c| c.is_alphanumeric()).collect();
    // 甲村3组
    if let Some(before) = name.strip_suffix('组') {
        let is_number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十第".contains(c);
        let bare = before.trim_end_matches(is_number);
        if bare.len() < before.len() && !bare.is_empty() {
            name = bare.to_owned();
        }
    }
    while let Some(shorter) =
        ENDS.iter().find_map(|end| name.strip_suffix(end).filter(|it| !it.is_empty()))
    {
        name = shorter.to_owned();
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_village_is_written_in_many_ways() {
        for (written, village, same) in [
            ("甲村", "甲村", true),
            ("甲 村", "甲村", true),
            ("甲村村委会", "甲村", true),
            ("甲", "甲村", true),
            ("镇明镇甲村", "甲村", true),
            ("甲村3组", "甲村", true),
            ("站前社区", "站前社区", true),
            ("乙村", "甲村", false),
            // 东王庄 is another village than 王庄
            ("东王庄", "王庄村", false),
            ("村", "甲村", false),
        ] {
            assert_eq!(is_same(written, village), same, "{written} {village}");
        }
    }
}
