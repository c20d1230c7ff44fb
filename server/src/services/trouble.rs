//! Why a use case could not be carried out. What a person can mend is an answer of the use case, never trouble.

use crate::crypto::{PasswordFault, SealFault};
use app::api::ApiError;
use storage::StorageError;

/// The result of a use case.
pub type Outcome<T> = Result<T, Trouble>;

/// No answer. The cause is in the log, written where it is turned into this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Trouble(pub ApiError);

impl From<ApiError> for Trouble {
    fn from(error: ApiError) -> Self {
        Self(error)
    }
}

impl From<Trouble> for ApiError {
    fn from(trouble: Trouble) -> Self {
        trouble.0
    }
}

impl From<StorageError> for Trouble {
    fn from(error: StorageError) -> Self {
        if matches!(error, StorageError::Conflict { .. }) {
            tracing::info!(%error, "two requests at the same moment");
            Self(ApiError::Conflict)
        } else if error.is_unavailable() {
            tracing::warn!(%error, "database unavailable");
            Self(ApiError::Unavailable)
        } else {
            tracing::error!(%error, "database error");
            Self(ApiError::Internal)
        }
    }
}

impl From<PasswordFault> for Trouble {
    fn from(fault: PasswordFault) -> Self {
        match fault {
            PasswordFault::Busy => Self(ApiError::Busy),
            fault @ PasswordFault::Internal(_) => {
                tracing::error!(%fault, "password hashing failed");
                Self(ApiError::Internal)
            }
        }
    }
}

impl From<SealFault> for Trouble {
    fn from(fault: SealFault) -> Self {
        tracing::error!(%fault, "a stored secret can't be opened");
        Self(ApiError::Internal)
    }
}
