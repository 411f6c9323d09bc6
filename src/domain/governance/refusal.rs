//! Why a record of audit, supervision, review, request or small power is refused.

use super::{GovernanceKind, PlanSide};
use crate::domain::account::AccountCode;
use crate::domain::field::FieldFault;
use crate::domain::period::Date;
use crate::domain::resolution::{MeetingForm, NoQuorum};
use crate::domain::village::Office;

/// Why a record is refused (监督台账登记不成), in order of precedence within each register.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GovernanceRefusal {
    /// It is not in the registers of this village.
    #[error("本村的监督台账里没有这一条")]
    NotFound,
    /// A field cannot be kept.
    #[error(transparent)]
    Field(#[from] FieldFault),
    /// A record cannot turn into one of another register.
    #[error("这一条是{was}，不能改成{new}", was = .was.label(), new = .new.label())]
    KindChanged {
        /// What it is.
        was: GovernanceKind,
        /// What it should become.
        new: GovernanceKind,
    },
    /// No supervision committee was entered.
    #[error("村情里还没有登记村务监督委员会成员")]
    NoCommittee,
    /// Nobody of the committee took part.
    #[error("没有写参加的村务监督委员会成员")]
    NobodyPresent,
    /// Somebody signs who does not sit in the committee.
    #[error(
        "{name}{is}不是村务监督委员会成员，不能在这里签字",
        is = .office.map(|office| format!("是{}，", office.label())).unwrap_or_default()
    )]
    NotAMember {
        /// Who.
        name: String,
        /// What office they hold.
        office: Option<Office>,
    },
    /// Fewer than half of the committee vetoed.
    #[error("村务监督委员会 {members} 人，参加 {present} 人，没有过半数（{needed} 人）")]
    FewMembers {
        /// How many there are.
        members: u32,
        /// How many took part.
        present: u32,
        /// How many it takes.
        needed: u32,
    },
    /// The audit is done by those who are audited.
    #[error("“{0}”不能组织审计，审计不能由村里自己组织")]
    OwnAudit(String),
    /// Too few representatives of the villagers took part.
    #[error("参加审计的村民代表 {found} 人，不到 {needed} 人")]
    FewAuditors {
        /// How many there are.
        found: usize,
        /// How many it takes.
        needed: usize,
    },
    /// Somebody audits their own accounts.
    #[error("{name}是{is}，不能参加这次审计", is = .office.map_or("被审计人", Office::label))]
    AuditsOwn {
        /// Who.
        name: String,
        /// The office in the way; `None` for the person audited.
        office: Option<Office>,
    },
    /// Something that is not finished cannot have been disclosed.
    #[error("审计还没有完成，不能登记公开")]
    AuditNotFinished,
    /// Reviews are the villagers' own.
    #[error("民主评议要由村民会议或村民代表会议进行，不能由{form}进行", form = .0.label())]
    NotTheVillagers(MeetingForm),
    /// The review of another year.
    #[error("{year}年度的评议不能在 {held_on} 进行")]
    WrongYear {
        /// The year reviewed.
        year: i32,
        /// The day.
        held_on: Date,
    },
    /// Too few came.
    #[error("{0}，评议无效")]
    NoQuorum(NoQuorum),
    /// Nobody was reviewed.
    #[error("没有写被评议的人")]
    NobodyEvaluated,
    /// More votes than persons.
    #[error("{name}得票合计 {votes}，多于实到 {attended}")]
    MoreVotesThanPresent {
        /// Who was reviewed.
        name: String,
        /// The votes.
        votes: u32,
        /// Who came.
        attended: u32,
    },
    /// Nobody voted about somebody.
    #[error("{0}一票也没有")]
    NoVotes(String),
    /// Somebody leads the review of themselves.
    #[error("{0}主持评议，不能同时被评议")]
    HostEvaluated(String),
    /// Too few signed the request.
    #[error("联名 {signers} 人，{body}共 {whole} 人，不到{share}（{needed} 人）")]
    FewSigners {
        /// How many signed.
        signers: u32,
        /// Of whom.
        body: &'static str,
        /// How many there are.
        whole: u32,
        /// What it takes.
        share: &'static str,
        /// In figures.
        needed: u32,
    },
    /// What was disclosed does not change.
    #[error("这一条已于 {on} 公开，不能再改，也不能删除")]
    Disclosed {
        /// The day of publication.
        on: Date,
    },
    /// A power without steps cannot be checked.
    #[error("权力“{0}”没有写运行步骤")]
    NoSteps(String),
    /// Two powers of one code.
    #[error("编号 {code} 已经用在“{name}”上")]
    CodeTaken {
        /// The code.
        code: String,
        /// The power that has it.
        name: String,
    },
    /// Its uses name its code.
    #[error("{code} 已经登记了 {uses} 次运行，编号不能改，也不能删除")]
    PowerUsed {
        /// The code.
        code: String,
        /// How many uses.
        uses: usize,
    },
    /// A power that is not in the list.
    #[error("小微权力清单里没有编号 {0}")]
    NoSuchPower(String),
    /// A power that was taken off the list.
    #[error("“{0}”已经停用，不能再登记运行")]
    PowerStopped(String),
    /// A step out of its place.
    #[error("第 {number} 步应是“{expected}”，写的是“{found}”")]
    StepOutOfOrder {
        /// Its place, from 1.
        number: usize,
        /// What belongs there.
        expected: String,
        /// What was written.
        found: String,
    },
    /// More steps than the power has.
    #[error("“{power}”只有 {steps} 步，写了 {found} 步")]
    TooManySteps {
        /// The power.
        power: String,
        /// How many it has.
        steps: usize,
        /// How many were written.
        found: usize,
    },
    /// A step before the one before it.
    #[error("“{step}”的日期 {on} 早于“{before}”的 {limit}")]
    StepsReversed {
        /// The step.
        step: String,
        /// Its day.
        on: Date,
        /// The step before.
        before: String,
        /// Its day.
        limit: Date,
    },
    /// A result before the last step.
    #[error("还有 {left} 步没有登记（下一步“{next}”），不能登记结果")]
    StepsLeft {
        /// How many.
        left: usize,
        /// The next.
        next: String,
    },
    /// A plan for a year that no book knows.
    #[error("收支计划的年度 {0} 太早或太晚")]
    PlanYear(i32),
    /// A plan without a line.
    #[error("收支计划里一行也没有写")]
    NothingPlanned,
    /// Money moved between cash and bank is neither income nor expense.
    #[error("库存现金和银行存款之间的转移不是收支，不能列入计划")]
    PlanOfFunds,
    /// One kind in two lines.
    #[error("{side}里科目 {account} 写了两行", side = .side.label())]
    PlannedTwice {
        /// Income or expense.
        side: PlanSide,
        /// The kind.
        account: AccountCode,
    },
    /// Two plans for one year.
    #[error("{0}年的收支计划已经登记过了")]
    YearPlanned(i32),
}

impl GovernanceRefusal {
    /// The next step, with the article where one applies.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::NotFound => "请在监督台账里重新选一条。",
            Self::Field(fault) => fault.hint(),
            Self::KindChanged { .. } => "请在对应的台账里新登记一条。",
            Self::NoCommittee => {
                "依据《山东省村务公开条例》第十四条：村务监督委员会由 3 人或者 5 人组成。请先到村情里登记成员。"
            }
            Self::NobodyPresent => "请至少写一名参加的成员。",
            Self::NotAMember { .. } => {
                "依据《村民委员会组织法》第三十七条：村务监督由村务监督委员会进行，村委会成员及其近亲属不得担任其成员。请改写成员的姓名，成员有变动的先到村情里改。"
            }
            Self::FewMembers { .. } => {
                "否决开支是村务监督委员会的决定（《山东省实施〈村民委员会组织法〉办法》第三十二条），要过半数成员参加。请重新审核。"
            }
            Self::OwnAudit(_) => {
                "依据《村民委员会组织法》第四十条：由县级农业农村部门、财政部门或者乡镇人民政府组织。请写组织审计的单位。"
            }
            Self::FewAuditors { .. } => {
                "依据《山东省实施〈村民委员会组织法〉办法》第三十条：审计应当吸收三名以上村民代表参加。请补齐人选。"
            }
            Self::AuditsOwn { .. } => "被审计人和经管账目的人要回避。请另选村民代表。",
            Self::AuditNotFinished => "请先登记完成日期和审计结果。",
            Self::NotTheVillagers(_) | Self::WrongYear { .. } => {
                "依据《村民委员会组织法》第三十八条：民主评议由村民会议或者村民代表会议进行，每年至少一次。请核对会议形式和年度。"
            }
            Self::NoQuorum(missed) => missed.form.quorum_hint(),
            Self::NobodyEvaluated => "请写上村委会成员和由村集体承担误工补贴的聘用人员。",
            Self::MoreVotesThanPresent { .. } | Self::NoVotes(_) => "请照计票单核对票数。",
            Self::HostEvaluated(_) => {
                "依据《村民委员会组织法》第三十八条：民主评议由村务监督机构主持。请另定主持人。"
            }
            Self::FewSigners { .. } => {
                "依据《山东省村务公开条例》第八条：十分之一以上村民或者五分之一以上村民代表联名要求的，应当公开。人数不够的可以按一般意见答复，也可以主动公开。"
            }
            Self::Disclosed { .. } => "公开过的内容有错，请发更正公告。",
            Self::NoSteps(_) => "请照清单写出每一步，如“申请、审核、公示、办理”。",
            Self::CodeTaken { .. } => "请换一个编号。",
            Self::PowerUsed { .. } => "不再行使的权力请标为停用，以前的运行记录还在。",
            Self::NoSuchPower(_) | Self::PowerStopped(_) => "请在小微权力清单里选一项。",
            Self::StepOutOfOrder { .. } | Self::TooManySteps { .. } => {
                "请照小微权力清单的步骤依次登记；清单有变的先改清单。"
            }
            Self::StepsReversed { .. } => "后一步不能早于前一步。请核对日期。",
            Self::StepsLeft { .. } => "请先登记余下的步骤。",
            Self::PlanYear(_) => "请写计划是哪一年的，如 2026。",
            Self::NothingPlanned => "请至少写一行计划收入或支出的金额；不写金额的行不算。",
            Self::PlanOfFunds => "请选钱从哪里来、花到哪里去的科目。",
            Self::PlannedTwice { .. } => "请把两行合成一行。",
            Self::YearPlanned(_) => "计划有调整的，请打开那一条修改。",
        }
    }

    /// The field to look at, as shown, where there is one.
    pub const fn field(&self) -> Option<&'static str> {
        match self {
            Self::Field(fault) => Some(fault.field()),
            Self::NobodyPresent | Self::NotAMember { .. } | Self::FewMembers { .. } => {
                Some("参加的成员")
            }
            Self::OwnAudit(_) => Some("组织单位"),
            Self::FewAuditors { .. } | Self::AuditsOwn { .. } => Some("村民代表"),
            Self::NotTheVillagers(_) => Some("会议形式"),
            Self::NoQuorum(_) => Some("实到"),
            Self::NobodyEvaluated
            | Self::MoreVotesThanPresent { .. }
            | Self::NoVotes(_)
            | Self::HostEvaluated(_) => Some("被评议人"),
            Self::FewSigners { .. } => Some("联名人数"),
            Self::NoSteps(_) => Some("运行步骤"),
            Self::CodeTaken { .. } => Some("编号"),
            Self::NoSuchPower(_) | Self::PowerStopped(_) => Some("权力"),
            Self::StepOutOfOrder { .. }
            | Self::TooManySteps { .. }
            | Self::StepsReversed { .. } => Some("步骤日期"),
            Self::StepsLeft { .. } => Some("结果"),
            Self::WrongYear { .. } | Self::PlanYear(_) | Self::YearPlanned(_) => Some("年度"),
            Self::NothingPlanned | Self::PlanOfFunds | Self::PlannedTwice { .. } => {
                Some("计划明细")
            }
            Self::NotFound
            | Self::KindChanged { .. }
            | Self::NoCommittee
            | Self::AuditNotFinished
            | Self::Disclosed { .. }
            | Self::PowerUsed { .. } => None,
        }
    }
}
