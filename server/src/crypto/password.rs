//! Password hashes: Argon2id (RFC 9106) on a bounded pool.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Semaphore;

use super::Entropy;
use crate::config;

/// What a 503 for [`PasswordFault::Busy`] says in `Retry-After`, in seconds.
pub const RETRY_AFTER: u32 = 2;

/// Longest wait for a free place.
const LONGEST_WAIT: Duration = Duration::from_secs(2);
/// How many may wait for each place: about what is hashed within the longest wait.
const WAITING_PER_WORKER: usize = 64;
const SALT_LENGTH: usize = 16;

/// Why a password was neither hashed nor compared.
#[derive(Debug, thiserror::Error)]
pub enum PasswordFault {
    /// Too many sign-ins at once: answer 503 with `Retry-After` of [`RETRY_AFTER`] seconds.
    #[error("too many passwords are being checked")]
    Busy,
    /// A stored hash that is not Argon2 in PHC form, or no memory.
    #[error("password hash: {0}")]
    Internal(String),
}

/// What comparing a password gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The password is the one.
    pub matches: bool,
    /// It is, and its hash has other parameters than the configuration: store a new one.
    pub needs_rehash: bool,
}

/// Hashes and compares passwords. As many at once as there are workers, a bounded number wait, the rest are told to
/// come back: a flood of sign-ins cannot exhaust the memory. Cheap to clone; all clones share the pool.
#[derive(Clone)]
pub struct PasswordHasher {
    shared: Arc<Shared>,
}

struct Shared {
    params: Params,
    entropy: Arc<dyn Entropy>,
    /// Places: those that hash and those that wait. Full means busy.
    places: Arc<Semaphore>,
    /// Those that hash.
    workers: Arc<Semaphore>,
    /// Memory of earlier hashes, one for each worker at most: the pages are paid for once.
    memory: Mutex<Vec<Vec<Block>>>,
    work: AtomicU64,
}

impl PasswordHasher {
    /// A pool that hashes `workers` passwords at once; the number of cores is right.
    ///
    /// # Errors
    /// `Internal` when Argon2 refuses the parameters.
    pub fn new(
        config: &config::Passwords,
        workers: usize,
        entropy: Arc<dyn Entropy>,
    ) -> Result<PasswordHasher, PasswordFault> {
        let params =
            Params::new(config.memory_kib, config.iterations, config.parallelism, None).map_err(internal)?;
        let workers = workers.max(1);
        let shared = Shared {
            params,
            entropy,
            places: Arc::new(Semaphore::new(workers * (1 + WAITING_PER_WORKER))),
            workers: Arc::new(Semaphore::new(workers)),
            memory: Mutex::new(Vec::new()),
            work: AtomicU64::new(0),
        };
        Ok(PasswordHasher {
            shared: Arc::new(shared),
        })
    }

    /// Hashes a new password with a new salt. Gives a PHC string.
    ///
    /// # Errors
    /// `Busy` when the queue is full or the wait exceeds two seconds.
    pub async fn hash(&self, password: &SecretString) -> Result<String, PasswordFault> {
        let mut salt = [0; SALT_LENGTH];
        self.shared.entropy.fill(&mut salt);
        self.run(password, move |shared, password| {
            let params = &shared.params;
            let output = shared.argon2id(params, Version::V0x13, password, &salt)?;
            let hash = PasswordHash {
                algorithm: Algorithm::Argon2id.ident(),
                version: Some(Version::V0x13.into()),
                params: ParamsString::try_from(params).map_err(internal)?,
                salt: Some(Salt::new(&salt).map_err(internal)?),
                hash: Some(output),
            };
            Ok(hash.to_string())
        })
        .await
    }

    /// Compares a password with a stored hash, with the parameters that the hash names.
    ///
    /// # Errors
    /// `Busy` as for [`PasswordHasher::hash`]; `Internal` when `phc` is not an Argon2id hash.
    pub async fn verify(&self, password: &SecretString, phc: &str) -> Result<Verdict, PasswordFault> {
        let stored = PasswordHash::new(phc).map_err(internal)?;
        if stored.algorithm != Algorithm::Argon2id.ident() {
            return Err(internal("not Argon2id"));
        }
        let params = Params::try_from(&stored).map_err(internal)?;
        let version = stored
            .version
            .map_or(Ok(Version::V0x10), Version::try_from)
            .map_err(internal)?;
        self.run(password, move |shared, password| {
            let (Some(salt), Some(expected)) = (&stored.salt, &stored.hash) else {
                return Err(internal("salt or hash is missing"));
            };
            // `Output` compares in constant time.
            let matches = shared.argon2id(&params, version, password, salt)? == *expected;
            let current = version == Version::V0x13 && same_cost(&params, &shared.params);
            Ok(Verdict {
                matches,
                needs_rehash: matches && !current,
            })
        })
        .await
    }

    /// Does the work of [`PasswordHasher::verify`] for an address that has no password, so that the time does not tell.
    ///
    /// # Errors
    /// `Busy`, under the same conditions.
    pub async fn verify_dummy(&self, password: &SecretString) -> Result<(), PasswordFault> {
        self.run(password, |shared, password| {
            shared
                .argon2id(&shared.params, Version::V0x13, password, &[0; SALT_LENGTH])
                .map(drop)
        })
        .await
    }

    /// How many hashes were computed so far. Tests compare it: known and unknown addresses must cost the same.
    pub fn work(&self) -> u64 {
        self.shared.work.load(Ordering::Relaxed)
    }

    /// Runs a job on the pool. A caller who goes away leaves the queue; a job that runs keeps its place until its end.
    async fn run<T: Send + 'static>(
        &self,
        password: &SecretString,
        job: impl FnOnce(&Shared, &[u8]) -> Result<T, PasswordFault> + Send + 'static,
    ) -> Result<T, PasswordFault> {
        let shared = Arc::clone(&self.shared);
        let place = Arc::clone(&shared.places)
            .try_acquire_owned()
            .map_err(|_| PasswordFault::Busy)?;
        let worker = tokio::time::timeout(LONGEST_WAIT, Arc::clone(&shared.workers).acquire_owned()).await;
        let worker = worker.map_err(|_| PasswordFault::Busy)?.map_err(internal)?;
        let password = password.clone();
        tokio::task::spawn_blocking(move || {
            let _held = (place, worker);
            job(&shared, password.expose_secret().as_bytes())
        })
        .await
        .map_err(internal)?
    }
}

impl Shared {
    /// The raw hash, in memory that earlier ones left.
    fn argon2id(
        &self,
        params: &Params,
        version: Version,
        password: &[u8],
        salt: &[u8],
    ) -> Result<Output, PasswordFault> {
        self.work.fetch_add(1, Ordering::Relaxed);
        let free = || self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        let mut blocks = free().pop().unwrap_or_default();
        blocks.resize(params.block_count().max(blocks.len()), Block::new());
        let argon2 = Argon2::new(Algorithm::Argon2id, version, params.clone());
        let length = params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN);
        let mut bytes = [0; Output::MAX_LENGTH];
        let out = bytes
            .get_mut(..length)
            .ok_or_else(|| internal("the hash is too long"))?;
        argon2
            .hash_password_into_with_memory(password, salt, out, &mut blocks)
            .map_err(internal)?;
        // Old hashes with larger parameters must not keep their memory.
        blocks.truncate(self.params.block_count());
        blocks.shrink_to_fit();
        free().push(blocks);
        Output::new(out).map_err(internal)
    }
}

fn same_cost(left: &Params, right: &Params) -> bool {
    let cost = |params: &Params| (params.m_cost(), params.t_cost(), params.p_cost());
    cost(left) == cost(right)
}

fn internal(error: impl fmt::Display) -> PasswordFault {
    PasswordFault::Internal(error.to_string())
}
