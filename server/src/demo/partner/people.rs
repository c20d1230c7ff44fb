//! Who can sign in at Partner ID.

use super::super::people::{Employee, PASSWORD, Person, Sample};
use app::api::login::Part;
use domain::{customers::CustomerStatus, staff::Role};

/// Who can sign in there, and what they meet in the shop.
pub(crate) const PEOPLE: &[Person] = &[
    ("Nora Lindgren", "nora@partner.example", PASSWORD, Part::Stranger),
    ("Jonas Reuter", "jonas@partner.example", PASSWORD, Part::Stranger),
    ("Mia Sommer", "mia@tidewater.example", PASSWORD, Part::Namesake),
    (
        "Vera Antoniou",
        "vera@partner.example",
        PASSWORD,
        Part::Administrator,
    ),
];

/// Its staff.
pub(crate) const STAFF: &[Employee] = &[("Vera Antoniou", "vera@partner.example", &[Role::Administrator])];

/// Its customers in the order in which they came.
pub(crate) const CUSTOMERS: &[Sample] = &[
    Sample {
        status: CustomerStatus::Active,
        phone: Some("+46 8 555 0126"),
        ..Sample::new("Nora", "Lindgren", "nora@partner.example")
    },
    Sample {
        status: CustomerStatus::Active,
        phone: Some("+49 40 555 0192"),
        ..Sample::new("Jonas", "Reuter", "jonas@partner.example")
    },
    Sample {
        status: CustomerStatus::Active,
        ..Sample::new("Mia", "Sommer", "mia@tidewater.example")
    },
];
