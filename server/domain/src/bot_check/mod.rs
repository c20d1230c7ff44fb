//! Whether a form was sent by a person: proof of work, or reCAPTCHA v3 (spec 01 section 7, document 004).

mod course;
mod score;
mod work;

pub use course::{Course, Proof, course};
pub use score::{Assessment, assess};
pub use work::{EASIEST, HARDEST, difficulty, leading_zeros};
