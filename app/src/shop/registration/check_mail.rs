use crate::{
    shop::logins::HaveAccountOffer,
    tr,
    ui::{Empty, Title, use_frame},
};
use leptos::prelude::*;

/// `/register/check-mail`: a link is under way. The same for every address, known or not.
#[component]
pub(crate) fn CheckMailPage() -> impl IntoView {
    let again = use_frame()
        .registration
        .then(|| view! { <a href="/register">{tr!(registration.register_again)}</a> });
    view! {
        <Title text=tr!(registration.check_mail_title)/>
        <div class="page narrow">
            <Empty picture="mail" heading=tr!(registration.check_mail_heading) text=tr!(registration.check_mail_note)>
                <a class="button" href="/">{tr!(common.back_to_shop)}</a>
            </Empty>
            <HaveAccountOffer/>
            <p class="form-foot">{tr!(registration.check_mail_help)} " " {again}</p>
        </div>
    }
}
