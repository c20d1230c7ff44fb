//! The second factor as customers and staff see it: the same views at each of its places, every form that of its place.

mod ask;
mod browsers;
mod card;
mod codes;
mod parts;
mod set_up;
mod step;

pub use card::FactorCardOf;
pub use step::StepView;
