//! The colour that a client has on the pages of its flows. It is a ground for text and an edge, in both themes alike.

use crate::values::{Colour, Fault, contrast};

/// Relative luminance of the darkest ground that light pages have (`--page` and `--surface` in `style/tokens.css`),
/// whatever the shop's accent is.
pub const LIGHT_GROUND: f64 = 0.96;

/// The same of the lightest ground that dark pages have.
pub const DARK_GROUND: f64 = 0.012;

/// The least contrast with the ground, so that people see where a button is (WCAG 2.2 §1.4.11).
pub const LEAST_CONTRAST: f64 = 3.0;

/// Reads the colour of a client.
///
/// # Errors
/// `NotAColour`, or [`stands_out`]'s.
pub fn client_colour(text: &str) -> Result<Colour, Fault> {
    let colour = Colour::parse(text)?;
    stands_out(&colour)?;
    Ok(colour)
}

/// Whether people see the colour on light and on dark pages.
///
/// # Errors
/// `ColourTooLight` for light pages, `ColourTooDark` for dark ones; no colour is both.
pub fn stands_out(colour: &Colour) -> Result<(), Fault> {
    let luminance = colour.luminance();
    if contrast(luminance, LIGHT_GROUND) < LEAST_CONTRAST {
        Err(Fault::ColourTooLight)
    } else if contrast(luminance, DARK_GROUND) < LEAST_CONTRAST {
        Err(Fault::ColourTooDark)
    } else {
        Ok(())
    }
}
