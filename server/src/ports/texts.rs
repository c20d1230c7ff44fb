use crate::{services, state::Portico};
use app::api::{
    Answer, Reply, ports,
    shop::TextKind,
    texts::{DiscardDraft, Draft, PublishDraft, SaveDraft, Text},
    visit::Visit,
};
use async_trait::async_trait;

#[async_trait]
impl ports::Texts for Portico {
    async fn list(&self, visit: &Visit) -> Reply<Vec<Text>> {
        Ok(services::texts::list(self, visit).await?)
    }

    async fn draft(&self, visit: &Visit, kind: TextKind) -> Reply<Draft> {
        Ok(services::texts::draft(self, visit, kind).await?)
    }

    async fn save(&self, visit: &Visit, form: SaveDraft) -> Reply<Answer> {
        Ok(services::texts::save(self, visit, form).await?)
    }

    async fn discard(&self, visit: &Visit, form: DiscardDraft) -> Reply<Answer> {
        Ok(services::texts::discard(self, visit, form).await?)
    }

    async fn publish(&self, visit: &Visit, form: PublishDraft) -> Reply<Answer> {
        Ok(services::texts::publish(self, visit, form).await?)
    }
}
