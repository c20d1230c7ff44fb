//! Signing in to the back office.

use super::parts::PageHead;
use crate::{
    api::staff::StaffSignIn,
    tr,
    ui::{Form, FormState, Hidden, Notice, PasswordField, SubmitButton, TextField, Title},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// `/office/login`: a member of staff signs in with address and password.
#[component]
pub fn LoginPage() -> impl IntoView {
    let asked = |name: &str| use_query_map().with_untracked(|query| query.get(name).is_some());
    let (again, over) = (asked("again"), asked("over"));
    view! {
        <Title text=tr!(office.login_title)/>
        <PageHead heading=tr!(office.login_heading) lead=tr!(office.login_text)/>
        {again.then(|| view! { <Notice tone="info"><p>{tr!(login.again)}</p></Notice> })}
        {over.then(|| view! { <Notice tone="warning"><p>{tr!(login.step_over)}</p></Notice> })}
        <Form<StaffSignIn> class="card">
            <Next/>
            <TextField name="email" label=tr!(common.email) kind="email" autocomplete="username"/>
            <PasswordField name="password" label=tr!(common.password) autocomplete="current-password"/>
            <SubmitButton label=tr!(office.login_submit) class="primary full"/>
        </Form<StaffSignIn>>
        <p class="form-foot"><a href="/login" rel="external">{tr!(office.login_to_shop)}</a></p>
    }
}

/// Where to go on afterwards: as it was posted, else from the address.
#[component]
fn Next() -> impl IntoView {
    let asked = use_query_map()
        .with_untracked(|query| query.get("next"))
        .unwrap_or_default();
    let next = expect_context::<FormState>().value("next", &asked);
    (!next.is_empty()).then(|| view! { <Hidden name="next" value=next/> })
}
