//! Who would lose their last way in.

use crate::{services::lockout, state::Portico};
use app::api::{
    Answer, Reply, ports,
    settings::{LockoutPreview, PlannedChange},
    visit::Visit,
};
use async_trait::async_trait;

#[async_trait]
impl ports::Lockout for Portico {
    async fn preview(
        &self,
        visit: &Visit,
        change: PlannedChange,
        after: Option<String>,
    ) -> Reply<LockoutPreview> {
        Ok(lockout::preview(self, visit, change, after).await?)
    }

    async fn invite(&self, visit: &Visit, change: PlannedChange) -> Reply<Answer> {
        Ok(lockout::invite(self, visit, change).await?)
    }
}
