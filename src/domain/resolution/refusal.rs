//! Why a resolution is not recorded, with the figures and the article.

use super::meeting::{Attendance, MeetingForm, NoQuorum, Share, Whole};
use super::stage::Stage;
use crate::domain::field::FieldFault;
use crate::domain::period::Date;

/// Why a resolution is refused (四议两公开登记不成), in order of precedence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ResolutionRefusal {
    /// It is not in the register of this village.
    #[error("本村没有这一项决议")]
    NotFound,
    /// A field cannot be kept.
    #[error(transparent)]
    Field(#[from] FieldFault),
    /// The number of the year is taken.
    #[error("{year}年第 {number} 号已经用在“{title}”上")]
    NumberTaken {
        /// The year.
        year: i32,
        /// The number.
        number: u32,
        /// The resolution that has it.
        title: String,
    },
    /// A disclosure is fulfilled by publishing its notice.
    #[error("“{label}”不用登记会议，公示张贴以后自动完成", label = .0.label())]
    ByNotice(Stage),
    /// A meeting of another stage.
    #[error("“{stage}”不能由{form}作出", stage = .stage.label(), form = .form.label())]
    WrongForm {
        /// The stage.
        stage: Stage,
        /// The meeting written.
        form: MeetingForm,
    },
    /// A matter of the collective is decided by its members, any other by the villagers.
    #[error(
        "这一项{whose}，不能由{form}决议",
        whose = if *.collective { "是集体经济组织的事项" } else { "不是集体经济组织的事项" },
        form = .form.label()
    )]
    WrongElectorate {
        /// Whether it is a matter of the collective.
        collective: bool,
        /// The meeting written.
        form: MeetingForm,
    },
    /// A stage was skipped, or recorded twice.
    #[error("现在应登记“{expected}”，不能登记“{found}”", expected = .expected.label(), found = .found.label())]
    OutOfOrder {
        /// What comes next.
        expected: Stage,
        /// What was written.
        found: Stage,
    },
    /// The four deliberations are over.
    #[error("四议已经完成（{on} 决议通过），不能再登记会议")]
    AlreadyResolved {
        /// The day of the resolution.
        on: Date,
    },
    /// It was voted down.
    #[error("{on} {stage}没有通过，这一项已经终止", stage = .at.label())]
    Rejected {
        /// Where.
        at: Stage,
        /// When.
        on: Date,
    },
    /// A stage before the one before it.
    #[error("{stage}的日期 {date} 早于{than}的 {limit}", stage = .stage.label(), than = .than.label())]
    DatesReversed {
        /// The stage.
        stage: Stage,
        /// Its day.
        date: Date,
        /// The stage before.
        than: Stage,
        /// Its day.
        limit: Date,
    },
    /// Told too late.
    #[error(
        "{noticed_on} 通知、{held_on} 开会，只提前了 {days} 天，不到 {needed} 天",
        days = (*.held_on - *.noticed_on).num_days()
    )]
    ShortNotice {
        /// The meeting.
        form: MeetingForm,
        /// The day of the notice.
        noticed_on: Date,
        /// The day of the meeting.
        held_on: Date,
        /// How many days it takes.
        needed: u32,
    },
    /// Too few came.
    #[error("{0}，会议无效")]
    NoQuorum(NoQuorum),
    /// Too few of the women came.
    #[error(
        "妇女代表应到 {should} 人，实到 {attended} 人，不到三分之一（{needed} 人），会议无效",
        should = .women.should,
        attended = .women.attended
    )]
    FewWomen {
        /// Who came of them.
        women: Attendance,
        /// What it takes.
        needed: u32,
    },
    /// More votes than persons.
    #[error("同意、反对、弃权合计 {votes}，多于实到 {attended}")]
    MoreVotesThanPresent {
        /// The votes.
        votes: u32,
        /// Who came.
        attended: u32,
    },
    /// Too few agreed.
    #[error(
        "同意 {agreed} {unit}，{of} {whole} {unit}，{missed}（{needed} {unit}），没有通过",
        unit = .form.unit(),
        of = match .of { Whole::Present => "到会", Whole::All => "全体" },
        missed = .share.missed()
    )]
    NotCarried {
        /// The meeting.
        form: MeetingForm,
        /// Who agreed.
        agreed: u32,
        /// Of how many.
        whole: u32,
        /// Of whom.
        of: Whole,
        /// What it takes.
        share: Share,
        /// In figures.
        needed: u32,
    },
    /// Enough agreed, and yet it is written down as voted down.
    #[error("同意 {agreed} {unit}，已经够了（{needed} {unit}），却登记为没有通过", unit = .form.unit())]
    Carried {
        /// The meeting.
        form: MeetingForm,
        /// Who agreed.
        agreed: u32,
        /// What it takes.
        needed: u32,
    },
    /// Nothing was resolved that could be carried out or disclosed.
    #[error("还没有决议通过，不能登记{what}")]
    NotResolved {
        /// What was to be recorded.
        what: &'static str,
    },
    /// The outcome is disclosed once there is one.
    #[error("还没有登记完成日期，不能公开实施结果")]
    NotCompleted,
    /// Not one of the two disclosures.
    #[error("“{label}”不是公开，不能由公示完成", label = .0.label())]
    NotADisclosure(Stage),
    /// What was disclosed does not change.
    #[error("决议已于 {on} 公开，事项、金额和会议不能再改")]
    Disclosed {
        /// The day of publication.
        on: Date,
    },
    /// What was disclosed of the outcome does not change.
    #[error("实施结果已于 {on} 公开，完成日期和结果不能再改")]
    OutcomeDisclosed {
        /// The day of publication.
        on: Date,
    },
    /// It was given up.
    #[error("这一项已于 {on} 终止")]
    Abandoned {
        /// When.
        on: Date,
    },
    /// What was resolved is not given up by those who carry it out.
    #[error("{on} 已经决议通过，不能终止")]
    TooLateToAbandon {
        /// The day of the resolution.
        on: Date,
    },
    /// What was recorded is kept.
    #[error("已经登记了 {0} 次会议，不能删除")]
    HasMeetings(usize),
}

impl ResolutionRefusal {
    /// The next step, with the article where one applies.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::NotFound => "请在四议两公开台账里重新选一项。",
            Self::Field(fault) => fault.hint(),
            Self::NumberTaken { .. } => "请换一个编号，或用程序给的编号。",
            Self::ByNotice(_) => "请到公开页起草并公布这一项的公示。",
            Self::WrongForm { .. } => {
                "提议由村党支部、商议由村“两委”、审议由党员大会、决议由村民会议或村民代表会议作出。"
            }
            Self::WrongElectorate { collective: true, .. } => {
                "依据《农村集体经济组织法》第二十六条至第二十八条：集体经济组织的事项由成员大会或成员代表大会决定；没有设立、由村委会代行的，参照办理。"
            }
            Self::WrongElectorate { collective: false, .. } => {
                "依据《村民委员会组织法》第二十八条：由村民会议决定，或由村民会议授权村民代表会议决定。"
            }
            Self::OutOfOrder { .. } => "四议要依次进行：提议、商议、审议、决议。请先登记前一步。",
            Self::AlreadyResolved { .. } => "下一步是公布决议公开的公示。",
            Self::Rejected { .. } | Self::Abandoned { .. } => {
                "要再办这件事，请新登记一项，从提议开始。"
            }
            Self::DatesReversed { .. } => "后一步不能早于前一步。请照会议记录核对日期。",
            Self::ShortNotice { form, .. } => form.notice_hint(),
            Self::NoQuorum(missed) => missed.form.quorum_hint(),
            Self::NotCarried { form, .. } => form.votes_hint(),
            Self::Carried { .. } => "票数够了就是通过。请照会议记录核对票数，或登记为通过。",
            Self::FewWomen { .. } => {
                "依据《山东省实施〈村民委员会组织法〉办法》第二十四条：妇女代表到会不少于其总数的三分之一。请通知妇女代表，重新召集。"
            }
            Self::MoreVotesThanPresent { .. } => "请照会议记录核对实到人数和票数。",
            Self::NotResolved { .. } => "请先登记四议，决议通过以后再办。",
            Self::NotCompleted => "请先登记完成日期和实施结果。",
            Self::NotADisclosure(_) => "请选“决议公开”或“实施结果公开”。",
            Self::Disclosed { .. } => {
                "公开过的决议有错，请发更正公告；要变更决议，请新登记一项，从提议开始。"
            }
            Self::HasMeetings(_) => "登记错了请改；不办了请登记终止，写明原因。",
            Self::OutcomeDisclosed { .. } => "公开过的实施结果有错，请发更正公告。",
            Self::TooLateToAbandon { .. } => {
                "决议要由作出决议的会议变更：请新登记一项，从提议开始；没有办成的，在实施结果里写明。"
            }
        }
    }

    /// The field to look at, where there is one.
    pub const fn field(&self) -> Option<&'static str> {
        match self {
            Self::Field(fault) => Some(fault.field()),
            Self::NumberTaken { .. } => Some("编号"),
            Self::WrongForm { .. } | Self::WrongElectorate { .. } => Some("会议形式"),
            Self::DatesReversed { .. } => Some("开会日期"),
            Self::ShortNotice { .. } => Some("通知日期"),
            Self::NoQuorum(_) => Some("实到"),
            Self::FewWomen { .. } => Some("妇女代表实到"),
            Self::MoreVotesThanPresent { .. } | Self::NotCarried { .. } | Self::Carried { .. } => {
                Some("表决")
            }
            Self::NotCompleted => Some("完成日期"),
            Self::NotFound
            | Self::ByNotice(_)
            | Self::OutOfOrder { .. }
            | Self::AlreadyResolved { .. }
            | Self::Rejected { .. }
            | Self::NotResolved { .. }
            | Self::NotADisclosure(_)
            | Self::Disclosed { .. }
            | Self::OutcomeDisclosed { .. }
            | Self::Abandoned { .. }
            | Self::TooLateToAbandon { .. }
            | Self::HasMeetings(_) => None,
        }
    }
}
