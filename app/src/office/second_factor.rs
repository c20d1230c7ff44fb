//! The second factor of staff: asked for while they sign in, and set up by them.

use super::parts::{BackLink, PageHead};
use crate::{
    api::second_factor::{ChangeStaffFactor, Place, StaffSecondStep},
    second_factor::{FactorCardOf, StepView},
    tr,
    ui::Title,
};
use leptos::prelude::*;

/// `/office/login/second-factor`: the second step of a staff member's sign-in.
#[component]
pub fn SecondStepPage() -> impl IntoView {
    view! { <StepView<StaffSecondStep> place=Place::OfficeLogin/> }
}

/// `/office/security`: a member of staff looks after their own sign-in.
#[component]
pub fn SecurityPage() -> impl IntoView {
    view! {
        <Title text=tr!(second_factor.office_title)/>
        <PageHead heading=tr!(second_factor.office_heading) lead=tr!(second_factor.office_lead)/>
        <div class="stack form-width"><FactorCardOf<ChangeStaffFactor> place=Place::Office/></div>
    }
}

/// `/office/security/second-factor`: a member of staff sets up a method, or notes new recovery codes.
#[component]
pub fn SetUpPage() -> impl IntoView {
    view! {
        <BackLink href=Place::Office.home() label=tr!(second_factor.office_heading)/>
        <div class="form-width"><StepView<ChangeStaffFactor> place=Place::Office/></div>
    }
}
