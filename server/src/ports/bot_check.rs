use crate::{services::bot_check as service, state::Portico};
use app::api::{
    Answer, Reply,
    bot_check::{BotCheckSettings, BotTask, SaveBotCheck},
    ports,
    visit::Visit,
};
use async_trait::async_trait;

#[async_trait]
impl ports::BotCheck for Portico {
    async fn task(&self, _visit: &Visit) -> Reply<BotTask> {
        Ok(service::task(self).await?)
    }

    async fn read(&self, visit: &Visit) -> Reply<BotCheckSettings> {
        Ok(service::settings::read(self, visit).await?)
    }

    async fn save(&self, visit: &Visit, form: SaveBotCheck) -> Reply<Answer> {
        Ok(service::settings::save(self, visit, form).await?)
    }
}
