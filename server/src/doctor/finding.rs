//! What the doctor says: one line for each thing that was looked at.

use std::fmt;

/// How grave it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// In order.
    Ok,
    /// Works, but somebody should know.
    Warning,
    /// Keeps people or mails from their way.
    Fault,
}

impl Level {
    const fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Fault => "fault",
        }
    }
}

/// One thing that was looked at. Holds no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How grave it is.
    pub level: Level,
    /// What was looked at.
    pub about: String,
    /// What was found, and what to do about it.
    pub text: String,
}

impl Finding {
    fn new(level: Level, about: &str, text: impl Into<String>) -> Self {
        Self {
            level,
            about: about.to_owned(),
            text: text.into(),
        }
    }

    /// In order.
    pub fn ok(about: &str, text: impl Into<String>) -> Self {
        Self::new(Level::Ok, about, text)
    }

    /// Works, but somebody should know.
    pub fn warning(about: &str, text: impl Into<String>) -> Self {
        Self::new(Level::Warning, about, text)
    }

    /// Does not work.
    pub fn fault(about: &str, text: impl Into<String>) -> Self {
        Self::new(Level::Fault, about, text)
    }

    /// The same, at most so grave.
    #[must_use]
    pub fn at_most(self, level: Level) -> Self {
        Self {
            level: self.level.min(level),
            ..self
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.text.lines().collect::<Vec<_>>().join(", ");
        write!(f, "{:<8} {:<16} {text}", self.level.name(), self.about)
    }
}

/// Everything that was looked at, in that order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report(pub Vec<Finding>);

impl Report {
    /// How many findings are of this level.
    pub fn count(&self, level: Level) -> usize {
        self.0.iter().filter(|finding| finding.level == level).count()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for finding in &self.0 {
            writeln!(f, "{finding}")?;
        }
        let (faults, warnings) = (self.count(Level::Fault), self.count(Level::Warning));
        let many = |count: usize, one| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
        write!(f, "{}, {}", many(faults, "fault"), many(warnings, "warning"))
    }
}
