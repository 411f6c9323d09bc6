//! The statistical divisions of Shandong, from the province down to 62,000 villages.
//!
//! Invariant: rows are in code order, so that everything below a division lies in one run behind
//! it. Source and edition: `assets/README.md`.

use std::io::Read as _;
use std::sync::OnceLock;

use flate2::read::GzDecoder;
use pinyin::ToPinyin as _;

/// The list as shipped: `code,name`, gzip.
const BUNDLED: &[u8] = include_bytes!("../../assets/divisions_shandong.csv.gz");

/// Lengths of a code at each level: 省 市 县 乡镇 村.
const LEVELS: [usize; 5] = [2, 4, 6, 9, 12];

/// Readings that place names use and the first reading of a dictionary does not give.
const PLACE_READINGS: [(char, char); 14] = [
    ('长', 'c'),
    ('莘', 's'),
    ('单', 's'),
    ('乐', 'l'),
    ('阿', 'e'),
    ('堡', 'p'),
    ('盖', 'g'),
    ('曾', 'z'),
    ('解', 'x'),
    ('仇', 'q'),
    ('重', 'c'),
    ('行', 'h'),
    ('圈', 'j'),
    ('朝', 'c'),
];

/// One division: a prefecture, a county, a town or a village (行政区划).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Division {
    /// 2, 4, 6, 9 or 12 digits; a longer code begins with that of the division above it.
    pub code: String,
    /// The name as listed: `堠堌新村村委会`.
    pub name: String,
}

/// Every division of the province (区划表).
#[derive(Debug)]
pub struct Divisions {
    rows: Vec<Division>,
    search_keys: OnceLock<Vec<SearchKey>>,
}

/// The bundled list cannot be read: the program file is damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("程序自带的区划表读不出来，程序文件可能已损坏。请重新拷贝程序，或手工填写村名")]
pub struct DivisionsFault;

#[derive(Debug)]
struct SearchKey {
    initials: String,
    /// Initials by the readings of place names, where they differ.
    other: Option<String>,
}

impl Divisions {
    /// The list that comes with the program, unpacked once.
    ///
    /// # Errors
    /// [`DivisionsFault`] when the program file is damaged.
    pub fn bundled() -> Result<&'static Self, DivisionsFault> {
        static LIST: OnceLock<Option<Divisions>> = OnceLock::new();
        LIST.get_or_init(|| {
            let mut text = String::new();
            GzDecoder::new(BUNDLED).read_to_string(&mut text).ok()?;
            Some(Self::parse(&text))
        })
        .as_ref()
        .ok_or(DivisionsFault)
    }

    fn parse(text: &str) -> Self {
        let mut rows: Vec<Division> = text
            .lines()
            .filter_map(|line| line.trim_end().split_once(','))
            .filter(|(code, _)| {
                LEVELS.contains(&code.len()) && code.bytes().all(|b| b.is_ascii_digit())
            })
            .map(|(code, name)| Division { code: code.to_owned(), name: name.to_owned() })
            .collect();
        rows.sort_by(|a, b| a.code.cmp(&b.code));
        Self { rows, search_keys: OnceLock::new() }
    }

    /// The division with that code.
    pub fn get(&self, code: &str) -> Option<&Division> {
        self.rows.get(self.index_of(code)?)
    }

    fn index_of(&self, code: &str) -> Option<usize> {
        self.rows.binary_search_by(|row| row.code.as_str().cmp(code)).ok()
    }

    /// The divisions one level below, in code order: 市 → 县 → 乡镇 → 村.
    pub fn children(&self, code: &str) -> Vec<&Division> {
        let Some(level) = LEVELS.iter().copied().find(|length| *length > code.len()) else {
            return Vec::new();
        };
        self.below(code).iter().filter(|row| row.code.len() == level).collect()
    }

    /// The villages of a county, a town, or the village itself, by a code of 6, 9 or 12 digits;
    /// none for any other code.
    pub fn villages_under(&self, code: &str) -> Vec<&Division> {
        if !matches!(code.len(), 4 | 6 | 9 | 12) {
            return Vec::new();
        }
        self.below(code).iter().filter(|row| row.code.len() == 12).collect()
    }

    /// The town that a village code of 12 digits, or a town code, belongs to.
    pub fn town_of(&self, code: &str) -> Option<&Division> {
        self.get(code.get(..9)?)
    }

    /// The names above a division, from the prefecture down: `聊城市 东昌府区 斗虎屯镇`.
    pub fn path(&self, code: &str) -> String {
        self.above(code).map(|above| above.name.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// Divisions by a part of their name, the beginning of their code, or the pinyin initials of
    /// their name, the best first, each with its path. Words before the last narrow it to what
    /// lies below them: `斗虎屯 后吴`.
    pub fn search(&self, text: &str, limit: usize) -> Vec<(&Division, String)> {
        let mut words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        let Some(word) = words.pop() else { return Vec::new() };
        let keys = self.search_keys.get_or_init(|| self.rows.iter().map(SearchKey::of).collect());
        let mut hits: Vec<((u8, usize), &Division)> = self
            .rows
            .iter()
            .zip(keys)
            .filter_map(|(row, key)| Some(((key.rank(row, &word)?, row.code.len()), row)))
            .filter(|(_, row)| words.iter().all(|word| self.lies_below(row, word, keys)))
            .collect();
        hits.sort_by_key(|(rank, _)| *rank);
        hits.into_iter().take(limit).map(|(_, row)| (row, self.path(&row.code))).collect()
    }

    fn lies_below(&self, row: &Division, word: &str, keys: &[SearchKey]) -> bool {
        self.above(&row.code).any(|above| {
            let key = self.index_of(&above.code).and_then(|index| keys.get(index));
            key.is_some_and(|key| key.rank(above, word).is_some())
        })
    }

    fn above<'s>(&'s self, code: &'s str) -> impl Iterator<Item = &'s Division> {
        let lengths = LEVELS.into_iter().skip(1).filter(move |length| *length < code.len());
        lengths.filter_map(move |length| self.get(code.get(..length)?))
    }

    /// The run of rows whose code begins with `code`.
    fn below(&self, code: &str) -> &[Division] {
        let start = self.rows.partition_point(|row| row.code.as_str() < code);
        let rest = self.rows.get(start..).unwrap_or_default();
        let length = rest.partition_point(|row| row.code.starts_with(code));
        rest.get(..length).unwrap_or_default()
    }
}

impl SearchKey {
    fn of(row: &Division) -> Self {
        let plain = initials(&row.name);
        let local = initials_by(&row.name, |c| {
            PLACE_READINGS.iter().find(|(place, _)| *place == c).map(|(_, letter)| *letter)
        });
        let other = (local != plain).then_some(local);
        Self { initials: plain, other }
    }

    /// How well a word fits, 0 the best; `None` when it does not.
    fn rank(&self, row: &Division, word: &str) -> Option<u8> {
        let first = word.chars().next()?;
        if first.is_ascii_digit() && row.code.starts_with(word) {
            return Some(u8::from(row.code.len() != word.len()));
        }
        if !first.is_ascii() || !word.is_ascii() {
            return match row.name.find(word) {
                Some(0) => Some(u8::from(row.name.len() != word.len())),
                Some(_) => Some(2),
                None => None,
            };
        }
        let fit = |key: &String| match key.find(word) {
            Some(0) => Some(u8::from(key.len() != word.len())),
            Some(_) => Some(2),
            None => None,
        };
        let other = self.other.as_ref().and_then(fit);
        fit(&self.initials).into_iter().chain(other).min()
    }
}

/// The pinyin initials of a text: `堠堌新村` → `hgxc`. ASCII letters and digits stay, in lower
/// case; characters without a known reading are left out.
pub fn initials(text: &str) -> String {
    initials_by(text, |_| None)
}

fn initials_by(text: &str, known: impl Fn(char) -> Option<char>) -> String {
    text.chars()
        .filter_map(|c| {
            if c.is_ascii() {
                return c.is_ascii_alphanumeric().then(|| c.to_ascii_lowercase());
            }
            known(c).or_else(|| c.to_pinyin()?.plain().chars().next())
        })
        .map(|letter| if letter == 'ü' { 'v' } else { letter })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list() -> &'static Divisions {
        Divisions::bundled().expect("the bundled list")
    }

    fn names(divisions: &[&Division]) -> String {
        divisions.iter().map(|row| row.name.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_list_is_whole() {
        let list = list();
        assert_eq!(list.rows.len(), 64_095);
        assert_eq!(list.get("37").map(|row| row.name.as_str()), Some("山东省"));
        assert_eq!(list.children("37").len(), 16);
        assert_eq!(names(&list.children("3715")[..2]), "东昌府区 茌平区");
        let villages: usize = list
            .children("37")
            .iter()
            .flat_map(|row| list.below(&row.code))
            .filter(|row| row.code.len() == 12)
            .count();
        assert_eq!(villages, 62_074);
    }

    #[test]
    fn one_walks_down_to_a_village_and_up_again() {
        let list = list();
        let towns = list.children("371502");
        assert!(towns.iter().any(|town| town.name == "斗虎屯镇"));
        assert_eq!(list.children("371502104"), list.villages_under("371502104"));
        let one = list.villages_under("371502104264");
        assert_eq!(names(&one), "堠堌新村村委会");
        assert!(list.villages_under("371502").len() > 100);
        assert_eq!(list.villages_under("3715").len(), 2408);
        assert!(list.villages_under("37").is_empty());
        assert!(list.villages_under("999999").is_empty());
        assert!(list.children("371502104264").is_empty());
        assert_eq!(list.town_of("371502104264").map(|t| t.name.as_str()), Some("斗虎屯镇"));
        assert_eq!(list.town_of("371502"), None);
        assert_eq!(list.path("371502104264"), "聊城市 东昌府区 斗虎屯镇");
    }

    #[test]
    fn a_village_is_found_by_name_code_or_initials() {
        let first = |text: &str| {
            list().search(text, 5).first().map(|(row, path)| format!("{path} {}", row.name))
        };
        let village = Some("聊城市 东昌府区 斗虎屯镇 堠堌新村村委会".to_owned());
        assert_eq!(first("堠堌"), village);
        assert_eq!(first("371502104264"), village);
        assert_eq!(first("斗虎屯 堠堌新村"), village);
        assert_eq!(first("dht hgxc"), village);
        assert_eq!(first("DHTZ"), Some("聊城市 东昌府区 斗虎屯镇".to_owned()));
        assert_eq!(first("斗虎屯镇"), Some("聊城市 东昌府区 斗虎屯镇".to_owned()));
        assert_eq!(first("cqq"), Some("济南市 长清区".to_owned()));
        assert_eq!(first(" "), None);
        assert_eq!(first("没有这个村"), None);
        assert_eq!(list().search("新村", 7).len(), 7);
    }

    #[test]
    fn initials_keep_ascii_and_skip_what_has_no_reading() {
        assert_eq!(initials("堠堌新村"), "hgxc");
        assert_eq!(initials("管理费用A-1"), "glfya1");
        assert_eq!(initials("（东）庄"), "dz");
        assert_eq!(initials(""), "");
    }
}
