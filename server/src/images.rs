//! Pictures that people upload: decoded, scaled down and written anew, so that nothing of the file itself is ever sent
//! to a browser, neither what hides in it nor what a camera wrote about its owner.

use std::io::Cursor;

use domain::values::Fault;
use image::{
    DynamicImage, ImageFormat, ImageReader, Limits, codecs::webp::WebPEncoder, imageops::FilterType,
};

/// The largest file that is taken, in bytes.
pub const LOGO_BYTES: usize = 512 * 1024;
/// The widest and highest picture that is taken, in pixels.
const LOGO_PIXELS: u32 = 2048;
/// What is kept is no wider and no higher than this, in pixels: ample for a button on any screen.
const KEPT_PIXELS: u32 = 256;
/// The most memory that decoding may take, in bytes: a picture of the greatest size, and as much again to work with.
const DECODING: u64 = 2 * 4 * (LOGO_PIXELS as u64) * (LOGO_PIXELS as u64);

/// Reads a logo (PNG or WebP, told by its content) and writes it anew as lossless WebP.
///
/// # Errors
/// `Required` for no bytes at all, `FileTooLarge`, `TooManyPixels` or `NotAPicture`.
pub fn logo(file: &[u8]) -> Result<Vec<u8>, Fault> {
    if file.is_empty() {
        return Err(Fault::Required);
    }
    if file.len() > LOGO_BYTES {
        return Err(Fault::FileTooLarge {
            max: u32::try_from(LOGO_BYTES / 1024).unwrap_or(u32::MAX),
        });
    }
    let picture = decode(file)?;
    let picture = if picture.width().max(picture.height()) > KEPT_PIXELS {
        picture.resize(KEPT_PIXELS, KEPT_PIXELS, FilterType::Lanczos3)
    } else {
        picture
    };
    let pixels = DynamicImage::ImageRgba8(picture.to_rgba8());
    let mut written = Vec::new();
    let encoder = WebPEncoder::new_lossless(&mut written);
    pixels
        .write_with_encoder(encoder)
        .map_err(|_| Fault::NotAPicture)?;
    Ok(written)
}

/// The format is told by the first bytes: neither the file's name nor what the browser says about it counts.
fn decode(file: &[u8]) -> Result<DynamicImage, Fault> {
    let reader = || ImageReader::new(Cursor::new(file)).with_guessed_format();
    let format = reader().ok().and_then(|reader| reader.format());
    if !matches!(format, Some(ImageFormat::Png | ImageFormat::WebP)) {
        return Err(Fault::NotAPicture);
    }
    // The size stands in the first bytes: a small file that would become a huge picture is refused before it does.
    let size = reader().ok().and_then(|reader| reader.into_dimensions().ok());
    let (width, height) = size.ok_or(Fault::NotAPicture)?;
    if width.max(height) > LOGO_PIXELS {
        return Err(Fault::TooManyPixels { max: LOGO_PIXELS });
    }
    let mut reader = reader().map_err(|_| Fault::NotAPicture)?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(LOGO_PIXELS);
    limits.max_image_height = Some(LOGO_PIXELS);
    limits.max_alloc = Some(DECODING);
    reader.limits(limits);
    reader.decode().map_err(|_| Fault::NotAPicture)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture of one colour.
    fn drawn(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let picture = DynamicImage::ImageRgba8(image::RgbaImage::from_pixel(
            width,
            height,
            image::Rgba([0, 90, 180, 128]),
        ));
        let mut file = Cursor::new(Vec::new());
        picture.write_to(&mut file, format).unwrap();
        file.into_inner()
    }

    fn read(file: &[u8]) -> DynamicImage {
        image::load_from_memory_with_format(file, ImageFormat::WebP).unwrap()
    }

    #[test]
    fn both_formats_become_webp() {
        for format in [ImageFormat::Png, ImageFormat::WebP] {
            let kept = read(&logo(&drawn(64, 32, format)).unwrap());
            assert_eq!((kept.width(), kept.height()), (64, 32));
            assert_eq!(kept.to_rgba8().get_pixel(3, 3).0, [0, 90, 180, 128]);
        }
    }

    #[test]
    fn a_large_picture_is_scaled_down_in_proportion() {
        let kept = read(&logo(&drawn(2048, 1024, ImageFormat::Png)).unwrap());
        assert_eq!((kept.width(), kept.height()), (256, 128));
        let wide = logo(&drawn(2049, 1, ImageFormat::Png));
        assert_eq!(wide, Err(Fault::TooManyPixels { max: 2048 }));
        let high = logo(&drawn(1, 2049, ImageFormat::WebP));
        assert_eq!(high, Err(Fault::TooManyPixels { max: 2048 }));
    }

    #[test]
    fn what_is_behind_the_picture_is_gone() {
        let mut file = drawn(8, 8, ImageFormat::Png);
        file.extend_from_slice(b"<script>alert(1)</script>");
        let kept = logo(&file).unwrap();
        assert!(!kept.windows(7).any(|bytes| bytes == b"<script"));
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        assert_eq!(logo(b""), Err(Fault::Required));
        let mut huge = drawn(8, 8, ImageFormat::Png);
        huge.resize(LOGO_BYTES + 1, 0);
        assert_eq!(logo(&huge), Err(Fault::FileTooLarge { max: 512 }));
        let cut = &drawn(64, 64, ImageFormat::Png)[..60];
        let files: [&[u8]; 5] = [
            b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
            b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
            b"\x89PNG\r\n\x1a\n",
            b"RIFF\x04\x00\x00\x00WEBP",
            cut,
        ];
        for file in files {
            assert_eq!(logo(file), Err(Fault::NotAPicture));
        }
    }
}
