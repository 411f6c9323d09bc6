//! Text of a web page: what the program wrote itself goes in as it is, everything else escaped.
//!
//! Invariant: tags can only be literals of this program, so no word of a ledger can become one.

/// A piece of a page being written (网页的一段).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Markup(String);

impl Markup {
    /// Tags and words of the program itself.
    pub(super) fn raw(&mut self, tags: &'static str) -> &mut Self {
        self.0.push_str(tags);
        self
    }

    /// Words from anywhere.
    pub(super) fn text(&mut self, words: &str) -> &mut Self {
        for c in words.chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                '\n' => self.0.push_str("<br>"),
                other => self.0.push(other),
            }
        }
        self
    }

    /// Words in the value of an attribute: no tags there, so a new line is a space.
    pub(super) fn value(&mut self, words: &str) -> &mut Self {
        self.text(&words.replace('\n', " "))
    }

    /// Words between two tags.
    pub(super) fn within(
        &mut self,
        open: &'static str,
        words: &str,
        close: &'static str,
    ) -> &mut Self {
        self.raw(open).text(words).raw(close)
    }

    /// A link.
    pub(super) fn link(&mut self, href: &str, words: &str) -> &mut Self {
        self.raw("<a href=\"").value(href).raw("\">").text(words).raw("</a>")
    }

    /// What was written before.
    pub(super) fn add(&mut self, other: &Self) -> &mut Self {
        self.0.push_str(&other.0);
        self
    }

    /// Its length in bytes.
    pub(super) const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing was written.
    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text.
    pub(super) fn finish(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_never_become_tags() {
        let mut markup = Markup::default();
        markup.raw("<p>").text("<script>'\"&\n</p>").raw("</p>").link("a\"b\nc", "<i>");
        assert_eq!(
            markup.finish(),
            "<p>&lt;script&gt;&#39;&quot;&amp;<br>&lt;/p&gt;</p>\
             <a href=\"a&quot;b c\">&lt;i&gt;</a>"
        );
    }
}
