//! The list of small powers of a village, and each use of one.

use serde::{Deserialize, Serialize};

use super::Setting;
use super::refusal::GovernanceRefusal;
use crate::domain::field;
use crate::domain::ids::GovernanceId;
use crate::domain::period::Date;

/// A small power of the village (小微权力).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Power {
    /// 编号
    pub code: String,
    /// 权力名称
    pub name: String,
    /// 依据
    pub basis: String,
    /// 运行步骤, in order.
    pub steps: Vec<String>,
    /// 责任人
    pub answers: String,
    /// 公开方式
    pub disclosed_how: String,
    /// Whether it is no longer used (停用).
    #[serde(default)]
    pub stopped: bool,
}

/// One use of a small power (小微权力运行).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PowerUse {
    /// The code of the power.
    pub power: String,
    /// 发起日期
    pub started_on: Date,
    /// 所在组: who it is for, no closer than the group they live in.
    #[serde(default)]
    pub group: String,
    /// 事项
    pub subject: String,
    /// The steps done so far, in order.
    pub steps: Vec<StepDone>,
    /// 结果; empty until the last step is done.
    #[serde(default)]
    pub result: String,
}

/// A step that was done (已办步骤).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepDone {
    /// The step in the words of the list at that time.
    pub step: String,
    /// 日期
    pub on: Date,
    /// 经办人
    pub person: String,
}

impl Power {
    pub(super) fn clean(mut self) -> Result<Self, GovernanceRefusal> {
        field::required("编号", &mut self.code)?;
        field::required("权力名称", &mut self.name)?;
        field::words("依据", &mut self.basis)?;
        field::names("运行步骤", &mut self.steps)?;
        if self.steps.is_empty() {
            return Err(GovernanceRefusal::NoSteps(self.name));
        }
        field::required("责任人", &mut self.answers)?;
        field::words("公开方式", &mut self.disclosed_how)?;
        Ok(self)
    }
}

/// A code stands once, and that of a power in use stays.
pub(super) fn check_code(
    id: GovernanceId,
    power: &Power,
    setting: &Setting<'_>,
) -> Result<(), GovernanceRefusal> {
    for (other, known) in setting.powers() {
        if other != id && known.code == power.code {
            let (code, name) = (power.code.clone(), known.name.clone());
            return Err(GovernanceRefusal::CodeTaken { code, name });
        }
        let uses = setting.uses_of(&known.code);
        if other == id && known.code != power.code && uses > 0 {
            return Err(GovernanceRefusal::PowerUsed { code: known.code.clone(), uses });
        }
    }
    Ok(())
}

impl PowerUse {
    pub(super) fn clean(mut self, today: Date) -> Result<Self, GovernanceRefusal> {
        field::required("权力编号", &mut self.power)?;
        field::past("发起日期", self.started_on, today)?;
        field::words("所在组", &mut self.group)?;
        field::required("事项", &mut self.subject)?;
        let mut before = ("发起".to_owned(), self.started_on);
        for done in &mut self.steps {
            field::required("步骤", &mut done.step)?;
            field::past("步骤日期", done.on, today)?;
            field::required("经办人", &mut done.person)?;
            if done.on < before.1 {
                let (step, on) = (done.step.clone(), done.on);
                let (before, limit) = before;
                return Err(GovernanceRefusal::StepsReversed { step, on, before, limit });
            }
            before = (done.step.clone(), done.on);
        }
        field::long_words("结果", &mut self.result)?;
        Ok(self)
    }

    /// Checks it against the list of powers; a step that `old` had already was checked by the
    /// list of its day.
    pub(super) fn check(
        &self,
        old: Option<&Self>,
        setting: &Setting<'_>,
    ) -> Result<(), GovernanceRefusal> {
        let old = old.filter(|old| old.power == self.power);
        let found = setting.powers().find(|(_, power)| power.code == self.power);
        let (_, power) = found.ok_or_else(|| GovernanceRefusal::NoSuchPower(self.power.clone()))?;
        if power.stopped && old.is_none() {
            return Err(GovernanceRefusal::PowerStopped(power.name.clone()));
        }
        let (steps, found) = (power.steps.len(), self.steps.len());
        if found > steps {
            let power = power.name.clone();
            return Err(GovernanceRefusal::TooManySteps { power, steps, found });
        }
        for (number, (expected, done)) in (1..).zip(power.steps.iter().zip(&self.steps)) {
            let stood = old.and_then(|old| old.steps.get(number - 1)) == Some(done);
            if *expected != done.step && !stood {
                let (expected, found) = (expected.clone(), done.step.clone());
                return Err(GovernanceRefusal::StepOutOfOrder { number, expected, found });
            }
        }
        match power.steps.get(found) {
            Some(next) if !self.result.is_empty() => {
                Err(GovernanceRefusal::StepsLeft { left: steps - found, next: next.clone() })
            }
            Some(_) | None => Ok(()),
        }
    }

    /// The step that comes next by the list; `None` once all are done.
    pub fn next_step<'p>(&self, power: &'p Power) -> Option<&'p str> {
        power.steps.get(self.steps.len()).map(String::as_str)
    }
}

/// A power as it stands in the default list: code, name, basis, steps, who answers, how it is
/// disclosed.
type Line = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

/// The usual small powers of a village, as lists of counties have them (待核: each county has its
/// own list; every line can be edited, and the words of its steps are usage, not law).
const USUAL: [Line; 13] = [
    (
        "Q01",
        "重大事项决策",
        "村民委员会组织法第二十八条",
        "村党支部会议提议、村“两委”会议商议、党员大会审议、村民会议或村民代表会议决议、决议公开、实施结果公开",
        "村党组织书记、村委会主任",
        "公开栏公示，决议和结果各公开一次",
    ),
    (
        "Q02",
        "村级工程项目",
        "村民委员会组织法第二十八条、第四十条",
        "立项决议、编制预算、确定招标方式、公开招标、签订合同、施工监督、竣工验收、决算付款、结果公开",
        "村委会主任",
        "公开栏公示招标、进度、验收和决算",
    ),
    (
        "Q03",
        "村级财务管理",
        "山东省村务公开条例第十二条",
        "经手人签字、证明人签字、村务监督委员会审核、负责人审批、报账记账、逐笔公开",
        "村委会主任、报账员",
        "每月逐项逐笔公开",
    ),
    (
        "Q04",
        "物资服务采购",
        "村民委员会组织法第二十八条",
        "提出采购计划、村“两委”集体研究、询价或招标、签订合同、验收入库、付款公开",
        "村委会主任",
        "公开栏公示采购结果",
    ),
    (
        "Q05",
        "集体资产资源处置",
        "农村集体经济组织法第二十六条、第四十五条",
        "清产评估、拟定方案、成员大会或成员代表大会决议、公开竞价、签订合同、登记台账、结果公开",
        "集体经济组织负责人",
        "公开栏公示方案和结果",
    ),
    (
        "Q06",
        "集体土地征收补偿",
        "农村集体经济组织法第二十六条",
        "公布征收公告、核实面积和地上物、公示核实结果、拟定分配方案、成员大会决议、发放补偿、结果公开",
        "村委会主任、集体经济组织负责人",
        "公开栏公示面积、标准和分配",
    ),
    (
        "Q07",
        "误工补贴发放",
        "村民委员会组织法第二十八条",
        "登记误工、村务监督委员会核实、村民代表会议确定的标准核算、审批、转账发放、逐笔公开",
        "村委会主任",
        "每月随财务公开",
    ),
    (
        "Q08",
        "低保和特困供养申请",
        "社会救助暂行办法第十一条",
        "受理申请、协助入户调查、民主评议、公示评议结果、上报乡镇审核、公布批准结果",
        "村委会分管委员",
        "公开栏公示，不写病情和证件号码",
    ),
    (
        "Q09",
        "救灾救助款物发放",
        "自然灾害救助条例第二十条、第二十六条",
        "统计受灾情况、民主评议、公示名单和数额、上报乡镇、发放签收、公开使用情况",
        "村委会主任",
        "公开栏公示对象与数额",
    ),
    (
        "Q10",
        "宅基地申请审查",
        "土地管理法第六十二条",
        "受理申请、村民小组会议讨论、现场核查、村级审查公示、上报乡镇审批、公布审批结果",
        "村委会主任",
        "公开栏公示申请和审批结果",
    ),
    (
        "Q11",
        "印章管理使用",
        "本村印章管理制度",
        "提出用章事由、负责人审批、登记用章、加盖印章",
        "印章保管人",
        "每季公开用章登记",
    ),
    (
        "Q12",
        "发展党员",
        "中国共产党发展党员工作细则",
        "递交入党申请、推荐入党积极分子、培养考察、确定发展对象、政治审查和公示、支部大会接收、上级党委审批、预备期考察、转正",
        "村党组织书记",
        "党务公开栏公示",
    ),
    (
        "Q13",
        "惠农补贴申报",
        "山东省村务公开条例第七条",
        "宣传政策、农户申报、核实登记、公示名单、上报乡镇、公布发放结果",
        "村委会分管委员",
        "公开栏公示户主、面积和金额",
    ),
];

/// The usual small powers of a village, to start the list with; every line can be edited.
pub fn default_powers() -> Vec<Power> {
    let power = |(code, name, basis, steps, answers, how): Line| Power {
        code: code.to_owned(),
        name: name.to_owned(),
        basis: basis.to_owned(),
        steps: steps.split('、').map(str::to_owned).collect(),
        answers: answers.to_owned(),
        disclosed_how: how.to_owned(),
        stopped: false,
    };
    USUAL.into_iter().map(power).collect()
}
