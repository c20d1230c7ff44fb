//! Password sign-ins, the whole request over a socket, beside plain Argon2id with the same parameters on the same
//! cores.

use crate::{
    line::Line,
    measure::{Compared, Plan, Slice, compare, now, rate},
    shop::{PASSWORD, Shop},
};
use anyhow::{Context, Result};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use std::{
    net::SocketAddr,
    sync::{Arc, atomic::AtomicU32},
};

/// Measures both in turns.
///
/// # Errors
/// A sign-in that is refused, or parameters that Argon2 refuses.
pub async fn measure(shop: &Shop, plan: &Plan) -> Result<Compared> {
    let address = shop.serve().await?;
    let passwords = &shop.portico.config.passwords;
    let params = Params::new(
        passwords.memory_kib,
        passwords.iterations,
        passwords.parallelism,
        None,
    )
    .map_err(|error| anyhow::anyhow!("{error}"))?;
    let numbers = Arc::new(AtomicU32::new(0));
    Line::open(address).await?.sign_in(&numbers).await?;
    let mut slices = Vec::new();
    for _ in 0..plan.slices {
        // Several wait for each that is hashed, so that no core is idle while answers are written and the disk works.
        let ours = rate(plan.slice, 8 * plan.cores, |slice| {
            again(address, numbers.clone(), slice)
        })
        .await?;
        let yardstick = plain(plan, &params).await?;
        slices.push((ours, yardstick));
    }
    Ok(compare(&slices))
}

async fn again(address: SocketAddr, numbers: Arc<AtomicU32>, slice: Arc<Slice>) -> Result<()> {
    let mut line = Line::open(address).await?;
    while slice.goes_on() {
        line.sign_in(&numbers).await?;
        slice.count();
    }
    Ok(())
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
