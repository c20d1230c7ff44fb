use super::parts::{AnotherPerson, OtherWays, person, request};
use crate::{
    api::consent::{ChooseAccount, Question, read_question},
    shop::screens::NotFound,
    tr,
    ui::{BesideLogo, Form, Hidden, Load, NAME, Named, SubmitButton, Tinted, Title, found},
};
use leptos::prelude::*;

/// `/oauth2/v1/account`: a person says with which account to go on to a client that wants it asked. `request` is the
/// token of what it asks.
#[component]
pub(crate) fn AccountPage() -> impl IntoView {
    let question = Resource::new_blocking(request, async |request| found(read_question(request).await));
    view! { <Load from=question show/> }
}

fn show(question: Option<Question>) -> AnyView {
    match question {
        Some(question) => view! { <Choose question/> }.into_any(),
        None => view! { <NotFound/> }.into_any(),
    }
}

#[component]
fn Choose(question: Question) -> impl IntoView {
    let label = tr!(consent.go_on_as, person = person(&question)).to_string();
    let Question {
        request,
        client,
        customer,
        ..
    } = question;
    let ways = request.clone();
    let lead = tr!(consent.account_lead, client = NAME).to_string();
    let name = client.name.clone();
    view! {
        <Title text=tr!(consent.account_title)/>
        <Tinted client=Some(client.clone())>
            <div class="page form-width">
                <AnotherPerson/>
                <div class="page-head">
                    <h1>{tr!(consent.account_heading)}</h1>
                    <BesideLogo client><p class="lead"><Named sentence=lead name/></p></BesideLogo>
                </div>
                <div class="card stack">
                    <Form<ChooseAccount>>
                        <Hidden name="request" value=request/>
                        <Hidden name="customer" value=customer/>
                        <SubmitButton label class="primary full"/>
                    </Form<ChooseAccount>>
                    <OtherWays request=ways/>
                </div>
            </div>
        </Tinted>
    }
}
