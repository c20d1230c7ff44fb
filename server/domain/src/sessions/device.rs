//! What a browser calls itself, in two words that its owner recognises.

/// A browser and the system that it runs on, by names that need no translation. Whatever a browser sends, the answer
/// is made of our own words only; a browser can lie, so nothing is decided by it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Device {
    /// The browser, if it is a known one.
    pub browser: Option<&'static str>,
    /// The system, if it is a known one.
    pub system: Option<&'static str>,
}

/// Marks of browsers. The more special come first: nearly all say that they are Chrome and Safari, too.
const BROWSERS: &[(&str, &str)] = &[
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("OPR/", "Opera"),
    ("Vivaldi/", "Vivaldi"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("YaBrowser/", "Yandex Browser"),
    ("DuckDuckGo/", "DuckDuckGo"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Version/", "Safari"),
];

/// Marks of systems; Android says that it is Linux, iOS that it is like Mac OS X.
const SYSTEMS: &[(&str, &str)] = &[
    ("Windows NT", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

impl Device {
    /// Reads a `User-Agent` (RFC 9110 §10.1.5).
    pub fn of(user_agent: &str) -> Self {
        let first = |marks: &[(&str, &'static str)]| {
            marks
                .iter()
                .find(|(mark, _)| user_agent.contains(mark))
                .map(|(_, name)| *name)
        };
        // Safari is the only one of them whose own name others bear as well.
        let browser = first(BROWSERS).filter(|name| *name != "Safari" || user_agent.contains("Safari/"));
        Self {
            browser,
            system: first(SYSTEMS),
        }
    }

    /// `Firefox, Linux`, or the half that is known.
    pub fn name(&self) -> Option<String> {
        match (self.browser, self.system) {
            (Some(browser), Some(system)) => Some(format!("{browser}, {system}")),
            (known, other) => known.or(other).map(str::to_owned),
        }
    }
}

/// What is known when a customer signs in with a browser.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct DeviceFacts {
    /// This customer has signed in with this browser before: it still bears the mark that it got then.
    pub known: bool,
    /// This customer has signed in with another one before.
    pub others: bool,
    /// There is an address that mails are known to reach.
    pub address_proven: bool,
}

/// Whether the customer is told of the sign-in by mail: with a browser that is new to them, but not at the very first
/// sign-in.
pub fn tell_of_device(facts: DeviceFacts) -> bool {
    !facts.known && facts.others && facts.address_proven
}
