//! The logo of something that has one: of a provider, or of an application.

use crate::{
    api::PageForm,
    tr,
    ui::{FileField, FileForm, Form, Hidden, Logo, SubmitButton},
};
use leptos::prelude::*;
use std::marker::PhantomData;

/// Shows the logo; administrators put another in its place, or take it away by the form of server function `F`.
#[component]
pub fn LogoCard<F>(
    /// Nothing to pass: the server function is named as `<LogoCard<RemoveLogo> …/>`.
    #[prop(optional)]
    function: PhantomData<F>,
    /// Where a picture is posted to.
    upload: &'static str,
    /// Whose it is.
    id: String,
    /// Address of the logo.
    logo: Option<String>,
    /// What people see while there is none.
    none: &'static str,
    /// Whether the person may change it.
    administers: bool,
) -> impl IntoView
where
    F: PageForm + server_fn::ServerFn + serde::Serialize + Send + 'static,
{
    let PhantomData = function;
    let own_id = id.clone();
    let remove = logo.is_some().then(|| {
        view! {
            <Form<F>>
                <Hidden name="id" value=own_id/>
                <SubmitButton label=tr!(office.logo_remove) class=""/>
            </Form<F>>
        }
    });
    let shown = match logo {
        Some(logo) => {
            view! { <Logo name=String::new() logo=Some(logo) alt=tr!(office.logo_now)/> }.into_any()
        }
        None => view! { <p>{none}</p> }.into_any(),
    };
    let forms = administers.then(|| {
        view! {
            <FileForm action=upload only=("id", id.clone())>
                <Hidden name="id" value=id/>
                <FileField name="logo" label=tr!(office.logo_file) hint=tr!(office.logo_hint)
                    accept="image/png,image/webp"/>
                <div class="form-actions"><SubmitButton label=tr!(office.logo_upload)/></div>
            </FileForm>
            {remove}
        }
    });
    view! {
        <section class="card stack" aria-labelledby="logo">
            <h2 id="logo">{tr!(office.logo)}</h2>
            {shown}
            {forms}
        </section>
    }
}
