//! Is this sheet ours (核验)? A code, and what the QR code or the paper says, against the archive.

use super::App;
use super::error::AppError;
use super::sheet::sheet_title;
use crate::domain::ids::{NoticeId, VillageId};
use crate::domain::notice::{
    Notice, ProofDifference, ProofLine, Publication, Step, proof_differences, read_code,
};
use crate::domain::period::Date;
use crate::store::audit_break;

/// What a check of a code found (核验结果).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// The code as it was read.
    pub code: String,
    /// The posting it belongs to, if the archive has one.
    pub found: Option<VerifiedPosting>,
    /// What the paper says otherwise than the archive.
    pub differences: Vec<ProofDifference>,
    /// What is wrong with the archive itself, one Chinese sentence each.
    pub problems: Vec<String>,
}

/// One posting of a notice that has the code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedPosting {
    /// The notice.
    pub notice: NoticeId,
    /// Whose.
    pub village: VillageId,
    /// `示例镇明堌新村2026年10月财务收支逐笔公开`
    pub title: String,
    /// The day it was hung.
    pub published_on: Date,
    /// What the sheet says in its QR code.
    pub lines: Vec<ProofLine>,
}

impl Verification {
    /// Whether the archive has the code and says what the paper says.
    pub fn matches(&self) -> bool {
        self.found.is_some() && self.differences.is_empty() && self.problems.is_empty()
    }

    /// The result for a person, line by line.
    pub fn sentences(&self) -> Vec<String> {
        let mut said = Vec::new();
        match &self.found {
            None => {
                said.push(format!("账簿里没有校验码是 {} 的公示。", self.code));
                said.push("请核对抄写的校验码；送审稿的校验码公布后会变。".to_owned());
            }
            Some(found) if self.matches() => {
                said.push(format!("与存档一致：{}", found.title));
                said.extend(found.lines.iter().skip(2).map(ProofLine::text));
            }
            Some(found) => said.push(format!("与存档不一致：{}", found.title)),
        }
        said.extend(self.differences.iter().map(|it| match &it.archived {
            Some(archived) => format!("{}：存档是 {archived}，所给是 {}", it.label, it.given),
            None => format!("存档里没有这一行：{}", it.given),
        }));
        said.extend(self.problems.iter().cloned());
        said
    }
}

impl App {
    /// Checks a code, and the lines of the QR code or single figures where they are given,
    /// against the archive. Without a code the one in the text is taken.
    ///
    /// # Errors
    /// A refusal when no code is given at all; a failure when the file cannot be read.
    pub fn verify(&self, code: &str, text: Option<&str>) -> Result<Verification, AppError> {
        let in_text =
            || text.and_then(|text| text.lines().find_map(|it| it.strip_prefix("校验码")));
        let written = Some(code).filter(|code| !code.trim().is_empty()).or_else(in_text);
        let Some(code) = written.map(read_code).filter(|code| !code.is_empty()) else {
            return Err(AppError::refused(
                "没有写校验码",
                "请照公示表页脚抄写校验码，它是四组字母和数字，如 7F3K-9QXA-M2TD-5HWE。",
            ));
        };
        let store = &self.ledger()?.store;
        let mut verification =
            Verification { code, found: None, differences: Vec::new(), problems: Vec::new() };
        let code = verification.code.as_str();
        let kept = store.notices_by_code(code)?;
        let candidates = if kept.is_empty() { store.published_notices()? } else { kept.clone() };
        let found = candidates.iter().find_map(|notice| Some((notice, posting_of(notice, code)?)));
        let Some((notice, (publication, lines))) = found else {
            if let Some(notice) = kept.first() {
                let title = sheet_title(notice);
                let problem = format!("{title}的存档内容与公布时的校验码不符，账簿可能被改动过。");
                verification.problems.push(problem);
            }
            return Ok(verification);
        };
        let audit = store.audit_rows()?;
        verification.problems.extend(audit_break(&audit).map(|fault| format!("{fault}。")));
        if let Some(chain) = &publication.chain
            && !audit.iter().any(|row| row.hash == *chain)
        {
            verification.problems.push("操作记录里没有这份公示上的存档链。".to_owned());
        }
        verification.differences =
            text.map(|text| proof_differences(&lines, text)).unwrap_or_default();
        verification.found = Some(VerifiedPosting {
            notice: notice.id,
            village: notice.village,
            title: sheet_title(notice),
            published_on: publication.published_on,
            lines,
        });
        Ok(verification)
    }
}

/// The posting of a notice whose sheet has the code, and what it says.
fn posting_of<'a>(notice: &'a Notice, code: &str) -> Option<(&'a Publication, Vec<ProofLine>)> {
    let again = notice.steps.iter().filter_map(|step| match step {
        Step::Reposted(publication) => Some(publication),
        Step::Reviewed(_)
        | Step::Decided(_)
        | Step::Checked(_)
        | Step::Photographed(_)
        | Step::TakenDown { .. }
        | Step::Archived { .. } => None,
    });
    let postings = notice.publication().into_iter().chain(again);
    postings
        .map(|it| (it, notice.proof(it)))
        .find(|(_, lines)| lines.iter().any(|line| line.label == "校验码" && line.value == code))
}
