//! Changing the address (spec 03): the new one proves itself by a link that dies when the address or the password
//! changes.

use crate::values::Fault;

/// What is known when the link in the mail to the new address is followed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct ConfirmChange {
    /// The customer who asked for the change is signed in here. Somebody else who reads that mailbox must not lend
    /// their address to a stranger's account by opening a mail.
    pub owner_here: bool,
    /// Address and password are those of the moment when the change was asked for.
    pub unchanged: bool,
    /// Another customer has the address by now.
    pub taken: bool,
}

/// Decides whether the new address takes the place of the old one.
///
/// # Errors
/// `OtherCustomer`, `LinkSpent`, and `AddressTaken`, which only somebody learns who reads the mails of that address.
pub fn confirm_change(facts: ConfirmChange) -> Result<(), Fault> {
    if !facts.owner_here {
        Err(Fault::OtherCustomer)
    } else if !facts.unchanged {
        Err(Fault::LinkSpent)
    } else if facts.taken {
        Err(Fault::AddressTaken)
    } else {
        Ok(())
    }
}
