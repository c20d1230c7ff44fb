//! A QR code as the path of an SVG, so that it needs no picture of its own and no style.

use crate::services::{Outcome, Trouble};
use app::api::{ApiError, second_factor::Qr};
use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write;

/// Draws the text: a rectangle for each run of dark modules in a row.
pub fn draw(text: &str) -> Outcome<Qr> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(|error| {
        tracing::error!(%error, "a QR code can't be drawn");
        Trouble(ApiError::Internal)
    })?;
    let width = code.width();
    let modules = code.to_colors();
    let mut path = String::new();
    for (y, row) in modules.chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|one, other| one == other) {
            if run[0] == Color::Dark {
                // Writing into a string cannot fail.
                let _ = write!(path, "M{x} {y}h{0}v1h-{0}z", run.len());
            }
            x += run.len();
        }
    }
    Ok(Qr {
        size: u32::try_from(width).unwrap_or_default(),
        path,
    })
}

#[cfg(test)]
mod tests {
    use super::draw;

    #[test]
    fn a_code_has_its_finder_patterns() {
        let qr = draw("otpauth://totp/Shop:ada@example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").unwrap();
        assert!(qr.size >= 21 && (qr.size - 21).is_multiple_of(4), "{}", qr.size);
        let right = qr.size - 7;
        // ISO/IEC 18004 §6.3.3: seven dark modules at the top, left and right, and at the bottom left.
        for corner in [
            "M0 0h7v1h-7z",
            &format!("M{right} 0h7v1h-7z"),
            &format!("M0 {}h7v1h-7z", qr.size - 1),
        ] {
            assert!(qr.path.contains(corner), "{corner}");
        }
        assert!(draw(&"x".repeat(5000)).is_err());
    }
}
