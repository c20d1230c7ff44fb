//! In what two people may be alike.

use crate::stored::stored_enum;

stored_enum! {
    /// In what two people are alike, the strongest first.
    pub enum Likeness {
        /// Addresses that lead to the same mailbox or look so: dots, hyphens and what follows a `+` do not count.
        Address = "address",
        /// The same telephone number, with or without the country's code.
        Phone = "phone",
        /// The same name at the same company, or the same name without any.
        Person = "person",
        /// Addresses at one domain, unless everybody can have one there.
        Domain = "domain",
    }
}
