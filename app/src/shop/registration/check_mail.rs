use crate::{
    routes::with_next,
    shop::{logins::HaveAccountOffer, wanted},
    tr,
    ui::{Empty, Notice, Title, use_frame},
};
use domain::values::ReturnTo;
use leptos::prelude::*;

/// `/register/check-mail`: a link is under way. `next` is where the person goes on after it.
#[component]
pub(crate) fn CheckMailPage() -> impl IntoView {
    let next = wanted().and_then(|next| ReturnTo::parse(&next));
    view! { <CheckMail next/> }
}

/// A link is under way. The same for every address, known or not.
#[component]
pub(crate) fn CheckMail(
    /// Where the person goes on after it.
    #[prop(default = None)]
    next: Option<ReturnTo>,
) -> impl IntoView {
    let in_flow = next.as_ref().is_some_and(ReturnTo::is_flow);
    let register = with_next("/register", next.as_ref().map(ReturnTo::as_str));
    let client =
        in_flow.then(|| view! { <Notice tone="info"><p>{tr!(registration.check_mail_client)}</p></Notice> });
    let again = use_frame()
        .registration
        .then(|| view! { <a href=register>{tr!(registration.register_again)}</a> });
    view! {
        <Title text=tr!(registration.check_mail_title)/>
        <div class="page narrow">
            <Empty picture="mail" heading=tr!(registration.check_mail_heading) text=tr!(registration.check_mail_note)>
                <a class="button" href="/">{tr!(common.back_to_shop)}</a>
            </Empty>
            {client}
            <HaveAccountOffer/>
            <p class="form-foot">{tr!(registration.check_mail_help)} " " {again}</p>
        </div>
    }
}
