//! How surely a person was recognised (OpenID Connect Core 1.0 §2 `acr`, §5.5.1.1; RFC 8176).

use serde_json::Value;

/// What a person showed: words of RFC 8176 §2, by the kind of factor.
const KNOWN: &[&str] = &["pwd", "pin", "kba"];
const HELD: &[&str] = &["otp", "sms", "tel", "mca", "hwk", "swk", "sc", "pop"];
const BORN: &[&str] = &["face", "fpt", "iris", "retina", "vbm"];

/// A class of `acr`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Acr {
    /// One factor.
    One,
    /// Two factors of different kinds.
    Two,
}

impl Acr {
    /// Every class, the lowest first.
    pub const ALL: &'static [Self] = &[Self::One, Self::Two];

    /// The class of a sign-in with these words of `amr`, with spaces between.
    pub fn of(amr: &str) -> Self {
        let words = || amr.split_whitespace();
        let kinds = [KNOWN, HELD, BORN];
        let shown = kinds
            .iter()
            .filter(|kind| words().any(|word| kind.contains(&word)));
        if words().any(|word| word == "mfa") || shown.count() > 1 {
            Self::Two
        } else {
            Self::One
        }
    }

    /// Its value.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::One => "1",
            Self::Two => "2",
        }
    }

    fn read(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|class| class.as_str() == text)
    }
}

/// Which class a request wants.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum WantedAcr {
    /// None in particular, or that of one factor, which everybody has.
    #[default]
    Any,
    /// That of two factors, for those who have two.
    TwoPreferred,
    /// That of two factors.
    TwoNeeded,
    /// One that nobody can have here.
    Unknown,
}

impl WantedAcr {
    /// Of `acr_values`: the first that there is, since they come in the order of preference. All of them are wishes.
    pub fn preferred(acr_values: Option<&str>) -> Self {
        let words = acr_values.into_iter().flat_map(|text| text.split(' '));
        match words.filter_map(Acr::read).next() {
            Some(Acr::Two) => Self::TwoPreferred,
            Some(Acr::One) | None => Self::Any,
        }
    }

    /// Whether the client wants two factors, as a wish or a need: who has a second one shows it.
    pub const fn is_two(self) -> bool {
        matches!(self, Self::TwoPreferred | Self::TwoNeeded)
    }

    /// Of `acr` among the claims of an ID token (§5.5.1.1): one with a value is a wish, or a need if it is essential.
    pub fn claimed(request: &Value) -> Self {
        let values = match (&request["value"], &request["values"]) {
            (Value::String(one), _) => vec![one.as_str()],
            (_, Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
            _ => return Self::Any,
        };
        let essential = request["essential"] == Value::Bool(true);
        let lowest = values.iter().filter_map(|value| Acr::read(value)).min();
        match (lowest, essential) {
            (Some(Acr::Two), true) => Self::TwoNeeded,
            (Some(Acr::Two), false) => Self::TwoPreferred,
            (None, true) => Self::Unknown,
            (Some(Acr::One), _) | (None, false) => Self::Any,
        }
    }
}
