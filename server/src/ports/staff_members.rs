//! Looking after the people of the back office.

use crate::{
    services::{second_factor, staff},
    state::Portico,
};
use app::api::{
    Answer, Reply, ports,
    staff::{
        ChangeStaffRoles, EndStaffSessions, InviteStaff, ResetStaffFactor, StaffDetail, StaffList,
        SwitchStaff, WithdrawInvitation,
    },
    visit::Visit,
};
use async_trait::async_trait;
use domain::ids::StaffId;

#[async_trait]
impl ports::StaffMembers for Portico {
    async fn list(&self, visit: &Visit) -> Reply<StaffList> {
        Ok(staff::list(self, visit).await?)
    }

    async fn read(&self, visit: &Visit, id: StaffId) -> Reply<StaffDetail> {
        Ok(staff::read(self, visit, id).await?)
    }

    async fn invite(&self, visit: &Visit, form: InviteStaff) -> Reply<Answer> {
        Ok(staff::invite_by_mail(self, visit, form).await?)
    }

    async fn withdraw(&self, visit: &Visit, form: WithdrawInvitation) -> Reply<Answer> {
        Ok(staff::withdraw(self, visit, form).await?)
    }

    async fn change_roles(&self, visit: &Visit, form: ChangeStaffRoles) -> Reply<Answer> {
        Ok(staff::change_roles(self, visit, form).await?)
    }

    async fn switch(&self, visit: &Visit, form: SwitchStaff) -> Reply<Answer> {
        Ok(staff::switch(self, visit, form).await?)
    }

    async fn reset_factor(&self, visit: &Visit, form: ResetStaffFactor) -> Reply<Answer> {
        Ok(second_factor::reset_colleague(self, visit, form).await?)
    }

    async fn end_sessions(&self, visit: &Visit, form: EndStaffSessions) -> Reply<Answer> {
        Ok(staff::end_sessions(self, visit, form).await?)
    }
}
