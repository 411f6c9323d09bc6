//! A village: its name on the sheet, who holds which office, where its boards hang.

use serde::{Deserialize, Serialize};

use super::entity::Bookkeeping;
use super::ids::VillageId;
use super::period::{Date, Month};
use super::text::{self, TextFault};

/// A village and the facts that its sheets carry (村).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Village {
    /// Its identity in this ledger.
    pub id: VillageId,
    /// Statistical division code of 12 digits; `None` for a village typed by hand.
    pub code: Option<String>,
    /// What can be changed in the settings.
    pub profile: VillageProfile,
    /// The day the village joined this ledger.
    pub joined_on: Date,
}

impl Village {
    /// The first month the village answers for, `first` being that of its first voucher: it owes
    /// from its joining, and from the older months that it entered.
    pub fn first_month(&self, first: Option<Month>) -> Month {
        let joined = Month::of(self.joined_on);
        first.map_or(joined, |first| first.min(joined))
    }
}

/// The facts of a village that its committee may change (村情).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VillageProfile {
    /// The name as printed, without `村民委员会`: `堠堌新村`.
    pub name: String,
    /// The township as printed: `斗虎屯镇`.
    pub township: String,
    /// Members of the villagers' committee and other office holders.
    pub officers: Vec<Officer>,
    /// The village affairs supervision committee.
    pub supervision: SupervisionCommittee,
    /// Where the sheets are hung; each natural village may have its own (条例第十三条).
    pub boards: Vec<Board>,
    /// Phone of the supervision committee, as printed.
    pub supervision_phone: String,
    /// Phone of the township's agency, as printed.
    pub township_phone: String,
    /// Where the opinion box (意见箱) hangs.
    pub opinion_box: String,
    /// One set of books or two; chosen before anything is entered.
    #[serde(default, skip_serializing_if = "Bookkeeping::is_unified")]
    pub bookkeeping: Bookkeeping,
    /// How many people live there, for figures per head; `None` leaves them out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub population: Option<u32>,
    /// Whether income and expense are drawn as bars on the sheets that sum them up.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub draws_bars: bool,
    /// Whether the last page of a table is filled up with blank rows, so that nobody writes a line
    /// in later.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub fills_rows: bool,
}

/// A public board (公开栏).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Board {
    /// Where it stands: `村委会大门东侧`.
    pub place: String,
    /// Its width in centimetres, once somebody has measured it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width_cm: Option<u32>,
    /// Its height in centimetres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height_cm: Option<u32>,
}

impl Board {
    /// A board that nobody has measured yet.
    pub fn at(place: impl Into<String>) -> Self {
        Self { place: place.into(), ..Self::default() }
    }

    /// Its width and height in centimetres, once both were measured.
    pub fn size_cm(&self) -> Option<(u32, u32)> {
        self.width_cm.zip(self.height_cm)
    }
}

/// The sides a board may have, in centimetres: as the boards that sheets are laid out for.
pub const BOARD_CM: std::ops::RangeInclusive<u32> = 20..=2000;
/// More people live in no village.
pub const POPULATION_MAX: u32 = 100_000;

/// A person who holds an office (任职).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Officer {
    /// Full name.
    pub name: String,
    /// The office.
    pub office: Office,
}

/// The offices of a village (职务).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Office {
    /// 村党组织书记
    PartySecretary,
    /// 村委会主任
    CommitteeDirector,
    /// 村委会副主任
    CommitteeDeputy,
    /// 村委会委员
    CommitteeMember,
    /// 村会计（报账员）
    Accountant,
    /// 村出纳
    Cashier,
    /// 村文书
    Clerk,
    /// 村集体经济组织负责人
    CollectiveHead,
}

/// The posts in the supervision committee (村监委职务).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum SupervisionPost {
    /// 主任
    Director,
    /// 副主任
    Deputy,
    /// 委员
    Member,
}

/// One member of the supervision committee (村监委成员).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupervisionMember {
    /// Full name.
    pub name: String,
    /// The post.
    pub post: SupervisionPost,
    /// The office holder whose near relative (近亲属) the member is, if any; declared by hand,
    /// because no register of families is kept.
    pub relative_of: Option<String>,
}

/// The village affairs supervision committee (村务监督委员会); empty until it is entered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupervisionCommittee {
    /// Its members, the director first.
    pub members: Vec<SupervisionMember>,
}

/// Why the facts of a village are refused, in order of precedence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VillageRefusal {
    /// A field holds a character that cannot be kept.
    #[error("“{field}”里{fault}")]
    Text {
        /// The field as shown.
        field: &'static str,
        /// What is wrong.
        fault: TextFault,
    },
    /// No name to print.
    #[error("村名没有填")]
    NoName,
    /// No township to print.
    #[error("乡镇名没有填")]
    NoTownship,
    /// Nobody lives there, or a whole county.
    #[error("人口是 {0}，要在 1 到 {POPULATION_MAX} 之间")]
    Population(u32),
    /// A board of no size, or larger than a house.
    #[error("公开栏“{place}”写的是 {width}×{height} 厘米，每边要在 {} 到 {} 之间", BOARD_CM.start(), BOARD_CM.end())]
    BoardSize {
        /// Where it stands.
        place: String,
        /// Across.
        width: u32,
        /// Down.
        height: u32,
    },
    /// Another village of this ledger has the name.
    #[error("本账簿里已有“{0}”")]
    SameName(String),
    /// The way of bookkeeping is fixed once something was entered.
    #[error(
        "本村已经按{now}记账（凭证 {vouchers} 张，期初余额{opening}），核算方式不能再改",
        now = .now.label(),
        opening = if *.opening { "已录" } else { "未录" }
    )]
    BooksBegun {
        /// How the books are kept.
        now: Bookkeeping,
        /// How many vouchers there are.
        vouchers: usize,
        /// Whether there are opening balances.
        opening: bool,
    },
    /// The supervision committee has 3 or 5 members (条例第十四条).
    #[error("村务监督委员会由 3 人或 5 人组成，现在是 {0} 人")]
    WrongCount(usize),
    /// One name twice in the supervision committee.
    #[error("村务监督委员会里“{0}”出现了两次")]
    NamedTwice(String),
    /// Not exactly one director.
    #[error("村务监督委员会要有 1 名主任，现在有 {0} 名")]
    NotOneDirector(usize),
    /// The member holds an office that may not sit in it (条例第十四条).
    #[error("{name}是{office}，不得任村务监督委员会成员", office = .office.label())]
    Incompatible {
        /// The member.
        name: String,
        /// The office in the way.
        office: Office,
    },
    /// The member is a near relative of a committee member (条例第十四条).
    #[error("{name}是村委会成员{relative}的近亲属，不得任村务监督委员会成员")]
    Relative {
        /// The member.
        name: String,
        /// The member of the villagers' committee.
        relative: String,
    },
}

impl VillageRefusal {
    /// The next step, with the article where one applies.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Text { fault, .. } => fault.hint(),
            Self::NoName | Self::NoTownship => "请填写公示上要印的名称。",
            Self::Population(_) => "请写全村现有的人数；不写，公示上就不印人均数。",
            Self::BoardSize { .. } => "请量一下公开栏里能贴纸的地方，宽和高都写厘米。",
            Self::SameName(_) => "同名的村请在村名里加以区别，如“东李庄村”“西李庄村”。",
            Self::BooksBegun { .. } => {
                "核算方式要在记账以前定；要改请另建一个账簿，按新的方式从期初余额开始记。"
            }
            Self::WrongCount(_) | Self::NotOneDirector(_) => {
                "依据《山东省村务公开条例》第十四条：村务监督委员会由 3 人或者 5 人组成，设主任、副主任和委员。"
            }
            Self::NamedTwice(_) => "请删掉重复的一行；同名的两个人请在姓名后加以区别。",
            Self::Incompatible { .. } | Self::Relative { .. } => {
                "依据《山东省村务公开条例》第十四条：村委会成员及其近亲属、村财会人员、文书、集体经济组织负责人不得任村务监督委员会成员。请另推选人选。"
            }
        }
    }
}

impl Office {
    /// All offices, in the order they are shown.
    pub const ALL: [Self; 8] = [
        Self::PartySecretary,
        Self::CommitteeDirector,
        Self::CommitteeDeputy,
        Self::CommitteeMember,
        Self::Accountant,
        Self::Cashier,
        Self::Clerk,
        Self::CollectiveHead,
    ];

    /// The office as printed.
    pub const fn label(self) -> &'static str {
        match self {
            Self::PartySecretary => "村党组织书记",
            Self::CommitteeDirector => "村委会主任",
            Self::CommitteeDeputy => "村委会副主任",
            Self::CommitteeMember => "村委会委员",
            Self::Accountant => "会计（报账员）",
            Self::Cashier => "出纳",
            Self::Clerk => "文书",
            Self::CollectiveHead => "集体经济组织负责人",
        }
    }

    /// Whether the holder sits in the villagers' committee.
    pub const fn in_committee(self) -> bool {
        matches!(self, Self::CommitteeDirector | Self::CommitteeDeputy | Self::CommitteeMember)
    }

    /// Whether the holder may not sit in the supervision committee (条例第十四条).
    pub const fn bars_supervision(self) -> bool {
        match self {
            Self::PartySecretary => false,
            Self::CommitteeDirector
            | Self::CommitteeDeputy
            | Self::CommitteeMember
            | Self::Accountant
            | Self::Cashier
            | Self::Clerk
            | Self::CollectiveHead => true,
        }
    }
}

impl SupervisionPost {
    /// All posts, in the order they are shown.
    pub const ALL: [Self; 3] = [Self::Director, Self::Deputy, Self::Member];

    /// The post as printed.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Director => "主任",
            Self::Deputy => "副主任",
            Self::Member => "委员",
        }
    }
}

impl VillageProfile {
    /// Cleans every text and checks the supervision committee against 条例第十四条.
    ///
    /// An empty supervision committee is allowed: it has not been entered yet, and the draft of
    /// a notice says so.
    ///
    /// # Errors
    /// [`VillageRefusal`], in the order its variants are declared.
    pub fn check(mut self) -> Result<Self, VillageRefusal> {
        self.clean()?;
        if self.name.is_empty() {
            return Err(VillageRefusal::NoName);
        }
        if self.township.is_empty() {
            return Err(VillageRefusal::NoTownship);
        }
        if let Some(count) = self.population.filter(|it| !(1..=POPULATION_MAX).contains(it)) {
            return Err(VillageRefusal::Population(count));
        }
        for board in &self.boards {
            let sides = [board.width_cm, board.height_cm];
            let is_measured = sides.iter().all(|it| it.is_some_and(|it| BOARD_CM.contains(&it)));
            if sides != [None, None] && !is_measured {
                let [width, height] = sides.map(Option::unwrap_or_default);
                let place = board.place.clone();
                return Err(VillageRefusal::BoardSize { place, width, height });
            }
        }
        self.supervision.check(&self.officers)?;
        Ok(self)
    }

    /// The size of the first board that was measured, in centimetres.
    pub fn board_size_cm(&self) -> Option<(u32, u32)> {
        self.boards.iter().find_map(Board::size_cm)
    }

    /// The heading of its sheets: township and village.
    pub fn full_name(&self) -> String {
        format!("{}{}", self.township, self.name)
    }

    fn clean(&mut self) -> Result<(), VillageRefusal> {
        let clean = |field: &'static str, text: &mut String| {
            *text =
                text::clean_line(text).map_err(|fault| VillageRefusal::Text { field, fault })?;
            Ok(())
        };
        clean("村名", &mut self.name)?;
        clean("乡镇", &mut self.township)?;
        clean("村监委电话", &mut self.supervision_phone)?;
        clean("镇监督电话", &mut self.township_phone)?;
        clean("意见箱位置", &mut self.opinion_box)?;
        for board in &mut self.boards {
            clean("公开栏位置", &mut board.place)?;
        }
        for officer in &mut self.officers {
            clean("姓名", &mut officer.name)?;
        }
        for member in &mut self.supervision.members {
            clean("姓名", &mut member.name)?;
            if let Some(relative) = &mut member.relative_of {
                clean("近亲属", relative)?;
            }
            member.relative_of = member.relative_of.take().filter(|name| !name.is_empty());
        }
        self.boards.retain(|board| !board.place.is_empty());
        self.officers.retain(|officer| !officer.name.is_empty());
        self.supervision.members.retain(|member| !member.name.is_empty());
        self.supervision.members.sort_by_key(|member| member.post);
        Ok(())
    }
}

impl SupervisionCommittee {
    /// Its director, once entered.
    pub fn director(&self) -> Option<&SupervisionMember> {
        self.members.iter().find(|member| member.post == SupervisionPost::Director)
    }

    fn check(&self, officers: &[Officer]) -> Result<(), VillageRefusal> {
        let count = self.members.len();
        if count == 0 {
            return Ok(());
        }
        if !matches!(count, 3 | 5) {
            return Err(VillageRefusal::WrongCount(count));
        }
        for (index, member) in self.members.iter().enumerate() {
            if self.members.iter().skip(index + 1).any(|other| other.name == member.name) {
                return Err(VillageRefusal::NamedTwice(member.name.clone()));
            }
        }
        let directors =
            self.members.iter().filter(|member| member.post == SupervisionPost::Director).count();
        if directors != 1 {
            return Err(VillageRefusal::NotOneDirector(directors));
        }
        self.members.iter().try_for_each(|member| check_member(member, officers))
    }
}

fn check_member(member: &SupervisionMember, officers: &[Officer]) -> Result<(), VillageRefusal> {
    let barred = officers
        .iter()
        .find(|officer| officer.name == member.name && officer.office.bars_supervision());
    if let Some(officer) = barred {
        return Err(VillageRefusal::Incompatible {
            name: member.name.clone(),
            office: officer.office,
        });
    }
    let related = member.relative_of.as_ref().filter(|relative| {
        officers.iter().any(|officer| officer.name == **relative && officer.office.in_committee())
    });
    match related {
        Some(relative) => {
            Err(VillageRefusal::Relative { name: member.name.clone(), relative: relative.clone() })
        }
        None => Ok(()),
    }
}

/// The printed name of a village from its name in the division list:
/// `堠堌新村村委会` → `堠堌新村`, `后街村民委员会` → `后街村`, `站前社区居委会` → `站前社区`.
pub fn printed_name(listed: &str) -> String {
    for suffix in ["村村民委员会", "村民委员会", "村村委会", "村委会"] {
        if let Some(stem) = listed.strip_suffix(suffix).filter(|stem| !stem.is_empty()) {
            return format!("{stem}村");
        }
    }
    for suffix in ["社区居民委员会", "社区居委会"] {
        if let Some(stem) = listed.strip_suffix(suffix).filter(|stem| !stem.is_empty()) {
            return format!("{stem}社区");
        }
    }
    for suffix in ["居民委员会", "居委会"] {
        if let Some(stem) = listed.strip_suffix(suffix).filter(|stem| !stem.is_empty()) {
            return stem.to_owned();
        }
    }
    listed.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(members: &[(&str, SupervisionPost, Option<&str>)]) -> VillageProfile {
        let officer = |name: &str, office| Officer { name: name.to_owned(), office };
        VillageProfile {
            name: "明堌新村".to_owned(),
            township: "示例镇".to_owned(),
            officers: vec![
                officer("朱春梅", Office::PartySecretary),
                officer("高𬭊", Office::CommitteeDirector),
                officer("周敏", Office::Accountant),
                officer("李来福", Office::CollectiveHead),
            ],
            supervision: SupervisionCommittee {
                members: members
                    .iter()
                    .map(|(name, post, relative)| SupervisionMember {
                        name: (*name).to_owned(),
                        post: *post,
                        relative_of: relative.map(str::to_owned),
                    })
                    .collect(),
            },
            ..VillageProfile::default()
        }
    }

    fn check(members: &[(&str, SupervisionPost, Option<&str>)], expect: Result<(), &str>) {
        let got = profile(members).check().map(|_| ()).map_err(|refusal| refusal.to_string());
        assert_eq!(got, expect.map_err(str::to_owned));
    }

    use SupervisionPost::{Deputy, Director, Member};

    #[test]
    fn three_or_five_members_with_one_director() {
        check(&[], Ok(()));
        check(&[("甲", Member, None), ("乙", Director, None), ("丙", Deputy, None)], Ok(()));
        check(
            &[("甲", Director, None), ("乙", Member, None)],
            Err("村务监督委员会由 3 人或 5 人组成，现在是 2 人"),
        );
        check(
            &[("甲", Director, None), ("乙", Member, None), ("乙", Member, None)],
            Err("村务监督委员会里“乙”出现了两次"),
        );
        check(
            &[("甲", Director, None), ("乙", Director, None), ("丙", Member, None)],
            Err("村务监督委员会要有 1 名主任，现在有 2 名"),
        );
    }

    #[test]
    fn the_incompatible_persons_of_article_14_are_refused() {
        let with = |name, relative| {
            [("甲", Director, None), ("乙", Member, None), (name, Member, relative)]
        };
        check(&with("高𬭊", None), Err("高𬭊是村委会主任，不得任村务监督委员会成员"));
        check(&with("周敏", None), Err("周敏是会计（报账员），不得任村务监督委员会成员"));
        check(&with("李来福", None), Err("李来福是集体经济组织负责人，不得任村务监督委员会成员"));
        check(
            &with("丙", Some("高𬭊")),
            Err("丙是村委会成员高𬭊的近亲属，不得任村务监督委员会成员"),
        );
        // article 14 does not name the Party secretary or relatives of the accountant
        check(&with("朱春梅", None), Ok(()));
        check(&with("丙", Some("周敏")), Ok(()));
    }

    #[test]
    fn the_printed_name_drops_the_committee() {
        for (listed, printed) in [
            ("堠堌新村村委会", "堠堌新村"),
            ("王庄村村民委员会", "王庄村"),
            ("后街村民委员会", "后街村"),
            ("后街村委会", "后街村"),
            ("站前社区居委会", "站前社区"),
            ("站前社区居民委员会", "站前社区"),
            ("生活区", "生活区"),
            ("村委会", "村委会"),
        ] {
            assert_eq!(printed_name(listed), printed);
        }
    }
}
