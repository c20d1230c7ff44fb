//! Files that a browser sends.

use super::{browser::Browser, page::Page};
use axum::http::{Method, header};
use image::{DynamicImage, ImageFormat};
use std::io::Cursor;

/// An empty picture of so many pixels in each direction.
pub fn picture(side: u32, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    DynamicImage::new_rgba8(side, side)
        .write_to(&mut file, format)
        .unwrap();
    file.into_inner()
}

impl Browser {
    /// Uploads the logo of a thing as a browser does (RFC 7578).
    pub async fn upload(&mut self, path: &str, id: &str, file: &[u8]) -> Page {
        let mut body = format!(
            "--cut\r\nContent-Disposition: form-data; name=\"id\"\r\n\r\n{id}\r\n--cut\r\nContent-Disposition: \
             form-data; name=\"logo\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(file);
        body.extend_from_slice(b"\r\n--cut--\r\n");
        let request = self
            .request(Method::POST, path)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=cut");
        self.send(request, body).await
    }
}
