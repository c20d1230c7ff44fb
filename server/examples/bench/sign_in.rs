//! Password sign-ins, the whole request over a socket, beside plain Argon2id with the same parameters on the same cores.

use crate::{
    measure::{Compared, Plan, Slice, compare, now, rate},
    shop::{EMAIL, PASSWORD, Shop},
};
use anyhow::{Context, Result, ensure};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};
use tokio::net::TcpListener;

/// Measures both in turns.
///
/// # Errors
/// A sign-in that is refused, or parameters that Argon2 refuses.
pub async fn measure(shop: &Shop, plan: &Plan) -> Result<Compared> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/login", listener.local_addr()?);
    let service = shop
        .router
        .clone()
        .into_make_service_with_connect_info::<SocketAddr>();
    let server = tokio::spawn(async move { axum::serve(listener, service).await });

    let passwords = &shop.portico.config.passwords;
    let params = Params::new(
        passwords.memory_kib,
        passwords.iterations,
        passwords.parallelism,
        None,
    )
    .map_err(|error| anyhow::anyhow!("{error}"))?;
    let browser = Browser {
        client: client()?,
        url,
        number: Arc::default(),
    };
    browser.sign_in().await?;
    let mut slices = Vec::new();
    for _ in 0..plan.slices {
        // One waits for each that is hashed, so that no core is idle while an answer is written.
        let ours = rate(plan, 2 * plan.cores, |slice| browser.clone().again(slice)).await?;
        let yardstick = plain(plan, &params).await?;
        slices.push((ours, yardstick));
    }
    server.abort();
    Ok(compare(&slices))
}

#[expect(clippy::disallowed_methods, reason = "talks to this process alone")]
fn client() -> Result<reqwest::Client> {
    // Fails when it is installed already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Ok(reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()?)
}

#[derive(Clone)]
struct Browser {
    client: reqwest::Client,
    url: String,
    number: Arc<AtomicU32>,
}

impl Browser {
    async fn again(self, slice: Arc<Slice>) -> Result<()> {
        while slice.goes_on() {
            self.sign_in().await?;
            slice.count();
        }
        Ok(())
    }

    async fn sign_in(&self) -> Result<()> {
        let [_, b, c, d] = self.number.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        let request = self
            .client
            .post(&self.url)
            .header("x-forwarded-for", format!("10.{b}.{c}.{d}"));
        let response = request
            .form(&[("email", EMAIL), ("password", PASSWORD)])
            .send()
            .await?;
        let status = response.status();
        let text = response.text().await?;
        ensure!(
            status.is_success() && text.contains("go"),
            "the sign-in answers {status}: {text}"
        );
        Ok(())
    }
}

/// Argon2id alone: a thread for each core, each with memory of its own that it keeps.
async fn plain(plan: &Plan, params: &Params) -> Result<f64> {
    let slice = Arc::new(Slice::default());
    let started = now();
    let threads: Vec<_> = (0..plan.cores)
        .map(|_| {
            let (slice, params) = (slice.clone(), params.clone());
            std::thread::spawn(move || hash_again(&slice, params))
        })
        .collect();
    tokio::time::sleep(plan.slice).await;
    slice.end();
    for thread in threads {
        thread.join().ok().context("a thread ended early")??;
    }
    Ok(slice.rate(started))
}

fn hash_again(slice: &Slice, params: Params) -> Result<()> {
    let mut memory = vec![Block::new(); params.block_count()];
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let mut out = [0; Params::DEFAULT_OUTPUT_LEN];
    while slice.goes_on() {
        argon2
            .hash_password_into_with_memory(PASSWORD.as_bytes(), &[7; 16], &mut out, &mut memory)
            .map_err(|error| anyhow::anyhow!("{error}"))?;
        slice.count();
    }
    Ok(())
}
