//! What was typed and masked and is not drafted, of every village and notice: it stays until it
//! is drafted or given up, wherever a person looks meanwhile.

use super::content::ContentForm;
use super::selection::Selection;
use crate::domain::ids::VillageId;
use crate::domain::notice::Redaction;

/// Of which village, and which notice of it.
pub type Of = (VillageId, Selection);

/// What is kept (没有起草的修改).
#[derive(Debug, Default)]
pub struct Typed {
    contents: Vec<(Of, ContentForm)>,
    redactions: Vec<(Of, Redaction)>,
}

impl Typed {
    /// The words of a notice.
    pub fn content(&self, of: Of) -> Option<&ContentForm> {
        self.contents.iter().find(|(kept, _)| *kept == of).map(|(_, form)| form)
    }

    /// What is masked of a notice or allowed, beyond its draft.
    pub fn redaction(&self, of: Of) -> Option<&Redaction> {
        self.redactions.iter().find(|(kept, _)| *kept == of).map(|(_, it)| it)
    }

    /// Keeps the words of a notice. The places of what was masked are those of the words before.
    pub fn keep(&mut self, of: Of, form: ContentForm) {
        self.forget(of);
        self.contents.push((of, form));
    }

    /// Masks or allows more of a notice.
    pub fn redact(&mut self, of: Of, change: impl FnOnce(&mut Redaction)) {
        let at = self.redactions.iter().position(|(kept, _)| *kept == of);
        let mut kept =
            at.map_or_else(|| (of, Redaction::default()), |at| self.redactions.swap_remove(at));
        change(&mut kept.1);
        self.redactions.push(kept);
    }

    /// Forgets what is kept of a notice.
    pub fn forget(&mut self, of: Of) {
        self.contents.retain(|(kept, _)| *kept != of);
        self.redactions.retain(|(kept, _)| *kept != of);
    }

    /// How many notices something is kept of.
    pub fn count(&self) -> usize {
        let masked = self.redactions.iter().filter(|(of, _)| self.content(*of).is_none());
        self.contents.len() + masked.count()
    }
}
