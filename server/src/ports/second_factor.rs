//! The second factor.

use crate::{services::second_factor, state::Portico};
use app::api::{
    Answer, Reply, ports,
    second_factor::{Act, FactorCard, FactorSettings, Place, ResetFactor, SaveFactorSettings, StepPage},
    visit::Visit,
};
use async_trait::async_trait;

#[async_trait]
impl ports::SecondFactor for Portico {
    async fn step(&self, visit: &Visit, place: Place) -> Reply<StepPage> {
        Ok(second_factor::read_step(self, visit, place).await?)
    }

    async fn card(&self, visit: &Visit, place: Place) -> Reply<FactorCard> {
        Ok(second_factor::card(self, visit, place).await?)
    }

    async fn act(&self, visit: &Visit, place: Place, act: Act) -> Reply<Answer> {
        Ok(second_factor::act(self, visit, place, act).await?)
    }

    async fn reset(&self, visit: &Visit, form: ResetFactor) -> Reply<Answer> {
        Ok(second_factor::reset_customer(self, visit, form).await?)
    }

    async fn settings(&self, visit: &Visit) -> Reply<FactorSettings> {
        Ok(second_factor::read_settings(self, visit).await?)
    }

    async fn save_settings(&self, visit: &Visit, form: SaveFactorSettings) -> Reply<Answer> {
        Ok(second_factor::save_settings(self, visit, form).await?)
    }
}
