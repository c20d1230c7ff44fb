use super::samples::SamplePeople;
use crate::{
    api::{
        consent::ClientFace,
        login::{FindWay, LoginPage as Data, ProviderButton, SignIn, read_login_page},
        sessions::SignedOut,
    },
    frame::posted,
    routes::{password_step, with_next},
    shop::{query, sessions::signed_out_text, wanted},
    tr,
    ui::{
        BesideLogo, Checkbox, Empty, Form, Hidden, Load, NAME, Named, Notice, PasswordField, SubmitButton,
        TextField, Tinted, Title,
    },
};
use leptos::prelude::*;
use server_fn::ServerFn;

/// `/login`: a customer signs in with a password or chooses a provider. `next` is where they go afterwards,
/// `done=password` tells that a new password was set, `finish=1` that an approved registration is to be finished,
/// `factor=1` why a mailed link was not enough.
#[component]
pub(crate) fn LoginPage() -> impl IntoView {
    let next = wanted();
    let page = Resource::new_blocking(move || next.clone(), read_login_page);
    view! {
        <Title text=tr!(login.title)/>
        <div class="page form-width">
            <Load from=page show=|page: Data| view! { <Ways page/> }/>
        </div>
    }
}

/// The ways in, as the settings are now.
#[component]
fn Ways(page: Data) -> impl IntoView {
    let Data {
        local,
        email_first,
        email,
        providers,
        registration,
        client,
        samples,
    } = page;
    if !local && !email_first && providers.is_empty() {
        let (heading, text) = (tr!(login.closed_heading), tr!(login.closed_text));
        return view! { <Empty picture="empty" heading text/> }.into_any();
    }
    let heading = if local {
        tr!(login.heading)
    } else {
        tr!(login.heading_providers)
    };
    let in_flow = client.is_some();
    let password = query("step").is_some_and(|step| step == "password") || posted(SignIn::PATH).is_some();
    let form = match (email_first && !(local && password), local) {
        (true, _) => view! { <EmailForm local email=email.unwrap_or_default()/> }.into_any(),
        (false, true) => view! { <LocalForm email=email.unwrap_or_default()/> }.into_any(),
        (false, false) => ().into_any(),
    };
    let or = ((local || email_first) && !providers.is_empty())
        .then(|| view! { <p class="divider">{tr!(login.or)}</p> });
    view! {
        <Tinted client=client.clone()>
            <div class="page-head"><h1>{heading}</h1><Lead client/></div>
            <div class="card stack">
                <Hints in_flow/>
                {form}
                {or}
                {(!providers.is_empty()).then(|| view! { <Providers providers/> })}
            </div>
            {registration.then(|| view! { <NewHere/> })}
            {samples.map(|samples| view! { <SamplePeople samples/> })}
        </Tinted>
    }
    .into_any()
}

/// What the person came for.
#[component]
fn Lead(client: Option<ClientFace>) -> impl IntoView {
    match client {
        Some(client) => {
            let (sentence, name) = (
                tr!(login.lead_client, client = NAME).to_string(),
                client.name.clone(),
            );
            view! { <BesideLogo client><p class="lead"><Named sentence name/></p></BesideLogo> }.into_any()
        }
        None => {
            let text = wanted().map(|_| tr!(login.lead_offer));
            text.map(|text| view! { <p class="lead">{text}</p> }).into_any()
        }
    }
}

/// What happened before.
#[component]
fn Hints(
    /// The person came from a client, and changes nothing here.
    in_flow: bool,
) -> impl IntoView {
    let changed = query("done").is_some_and(|done| done == "password");
    let changed =
        changed.then(|| view! { <Notice tone="success"><p>{tr!(login.password_changed)}</p></Notice> });
    let finish =
        query("finish").map(|_| view! { <Notice tone="info"><p>{tr!(login.choose_to_finish)}</p></Notice> });
    let again = query("again")
        .filter(|_| !in_flow)
        .map(|_| view! { <Notice tone="info"><p>{tr!(login.again)}</p></Notice> });
    let factor =
        query("factor").map(|_| view! { <Notice tone="info"><p>{tr!(login.factor_stands)}</p></Notice> });
    let ended = query("ended").and_then(|why| SignedOut::parse(&why));
    let ended = ended.map(|why| view! { <Notice tone="info"><p>{signed_out_text(why)}</p></Notice> });
    let over = query("over").map(|_| view! { <Notice tone="warning"><p>{tr!(login.step_over)}</p></Notice> });
    view! { {changed} {finish} {again} {factor} {ended} {over} }
}

/// The address alone, since it may lead to a provider.
#[component]
fn EmailForm(local: bool, email: String) -> impl IntoView {
    let password = local.then(|| {
        let href = password_step(wanted().as_deref());
        view! { <p class="form-foot"><a href=href rel="external">{tr!(login.with_password)}</a></p> }
    });
    view! {
        <Form<FindWay>>
            {wanted().map(|next| view! { <Hidden name="next" value=next/> })}
            <TextField name="email" label=tr!(common.email) kind="email" autocomplete="username"
                hint=tr!(login.email_first_hint) value=email/>
            <SubmitButton label=tr!(login.go_on) class="primary full"/>
        </Form<FindWay>>
        {password}
    }
}

#[component]
fn LocalForm(email: String) -> impl IntoView {
    let forgot = with_next("/forgot", wanted().as_deref());
    view! {
        <Form<SignIn>>
            {wanted().map(|next| view! { <Hidden name="next" value=next/> })}
            <TextField name="email" label=tr!(common.email) kind="email" autocomplete="username" value=email/>
            <PasswordField name="password" label=tr!(common.password) autocomplete="current-password"
                link=(forgot, tr!(login.forgot))/>
            <Checkbox name="keep" hint=tr!(login.keep_hint)>{tr!(login.keep)}</Checkbox>
            <SubmitButton label=tr!(login.submit) class="primary full"/>
        </Form<SignIn>>
    }
}

/// One button for each provider, in the administrator's order.
#[component]
fn Providers(providers: Vec<ProviderButton>) -> impl IntoView {
    let next = wanted();
    let finishing = query("finish").is_some_and(|finish| finish == "1");
    let buttons = providers.into_iter().map(|ProviderButton { slug, label, logo }| {
        let start = format!("/providers/{slug}/start");
        let href = match finishing {
            true => format!("{start}?finish=1"),
            false => with_next(&start, next.as_deref()),
        };
        let logo = match logo {
            Some(logo) => {
                view! { <img class="provider-logo" src=logo alt="" width="28" height="28"/> }.into_any()
            }
            None => view! { <span></span> }.into_any(),
        };
        view! {
            <li>
                <a class="provider-button" href=href rel="external">
                    {logo}
                    <span>{label}</span>
                </a>
            </li>
        }
    });
    view! { <ul class="provider-list" role="list">{buttons.collect_view()}</ul> }
}

#[component]
fn NewHere() -> impl IntoView {
    let href = with_next("/register", wanted().as_deref());
    view! { <p class="form-foot">{tr!(login.new_here)} " " <a href=href>{tr!(login.register)}</a></p> }
}
