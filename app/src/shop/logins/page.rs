use crate::{
    api::logins::{
        AskForPassword, ConnectLogin, DisconnectLogin, Login, Logins, PasswordLogin, RemovePassword,
        read_logins,
    },
    frame::posted,
    shop::{account::AccountFrame, query},
    tr,
    ui::{Form, Hidden, Icon, Load, Logo, Notice, PostedFault, SubmitButton, Title},
};
use leptos::prelude::*;
use server_fn::ServerFn;

/// `/account/logins`: the ways in that a customer has and could have. `done` tells what was done a moment ago.
#[component]
pub(crate) fn LoginsPage() -> impl IntoView {
    let logins = Resource::new_blocking(|| (), |()| read_logins());
    view! {
        <Title text=tr!(identities.logins_title)/>
        <AccountFrame current="/account/logins">
            <div class="page-head">
                <h1>{tr!(identities.logins_title)}</h1>
                <p class="lead">{tr!(identities.logins_lead)}</p>
            </div>
            <div class="stack">
                <Done/>
                <Load from=logins show=|logins: Logins| view! { <Ways logins/> }/>
            </div>
        </AccountFrame>
    }
}

#[component]
fn Done() -> impl IntoView {
    let text = query("done").and_then(|done| match done.as_str() {
        "connected" => Some(tr!(identities.logins_connected)),
        "disconnected" => Some(tr!(identities.logins_disconnected)),
        "removed" => Some(tr!(identities.logins_password_removed)),
        "sent" => Some(tr!(identities.logins_password_sent)),
        _ => None,
    });
    text.map(|text| view! { <Notice tone="success"><p>{text}</p></Notice> })
}

#[component]
fn Ways(logins: Logins) -> impl IntoView {
    let faults = view! { <Faults logins=logins.clone()/> };
    let password = logins.password.map(|password| view! { <PasswordRow password/> });
    let rows: Vec<_> = logins
        .providers
        .into_iter()
        .map(|login| view! { <ProviderRow login/> })
        .collect();
    view! {
        {faults}
        <ul class="card flush" role="list">{password}{rows}</ul>
    }
}

/// Faults of forms that were posted without JavaScript and that the page does not show any more.
#[component]
fn Faults(logins: Logins) -> impl IntoView {
    let named = |path: &str, field: &str| {
        let values = posted(path).map(|posted| posted.values).unwrap_or_default();
        values
            .into_iter()
            .find(|(name, _)| name == field)
            .map(|(_, value)| value)
    };
    let identity = named(DisconnectLogin::PATH, "identity");
    let provider = named(ConnectLogin::PATH, "provider");
    let rows = &logins.providers;
    let can_disconnect = rows.iter().any(|row| row.may_go && row.identity == identity);
    let can_connect = rows
        .iter()
        .any(|row| row.identity.is_none() && Some(&row.provider) == provider.as_ref());
    let password = logins.password.as_ref();
    let can_remove = password.is_some_and(|password| password.set && password.may_go);
    let can_ask = password.is_some_and(|password| !password.set);
    view! {
        {(!can_disconnect).then(|| view! { <PostedFault<DisconnectLogin>/> })}
        {(!can_connect).then(|| view! { <PostedFault<ConnectLogin>/> })}
        {(!can_remove).then(|| view! { <PostedFault<RemovePassword>/> })}
        {(!can_ask).then(|| view! { <PostedFault<AskForPassword>/> })}
    }
}

/// One way in: its sign, what it is and how it stands, and what can be done with it.
#[component]
fn Way(sign: AnyView, name: String, state: AnyView, children: Children) -> impl IntoView {
    view! {
        <li class="provider-row">
            {sign}
            <div class="provider-what"><h2 class="way-name">{name}</h2>{state}</div>
            {children()}
        </li>
    }
}

#[component]
fn PasswordRow(password: PasswordLogin) -> impl IntoView {
    let sign =
        view! { <span class="logo-plate letter" aria-hidden="true"><Icon name="key"/></span> }.into_any();
    let state = match (password.set, password.since.clone()) {
        (true, Some(date)) => tr!(identities.logins_password_since, date = date).to_string(),
        (true, None) => tr!(identities.logins_password_set).to_owned(),
        (false, _) => tr!(identities.logins_password_none).to_owned(),
    };
    let state = view! { <p class="small">{state}</p> }.into_any();
    let name = tr!(common.password).to_owned();
    let action = if !password.set {
        let sent_to = password
            .email
            .map(|email| tr!(identities.logins_password_set_text, email = email).to_string());
        sent_to.map(|text| {
            view! {
                <Form<AskForPassword> class="way-form">
                    <p class="small">{text}</p>
                    <SubmitButton label=tr!(identities.logins_password_ask) class="small"/>
                </Form<AskForPassword>>
            }
            .into_any()
        })
    } else if password.may_go {
        let here = password.here;
        Some(
            view! {
                <details class="disclosure">
                    <summary class="button small">{tr!(identities.logins_remove)}</summary>
                    <Form<RemovePassword> class="way-form">
                        <p class="small">{tr!(identities.logins_password_remove_text)}</p>
                        <SignsOut here/>
                        <SubmitButton label=tr!(identities.logins_password_remove) class="small danger"/>
                    </Form<RemovePassword>>
                </details>
            }
            .into_any(),
        )
    } else {
        Some(view! { <LastWay/> }.into_any())
    };
    view! { <Way sign name state><div class="way-actions">{action}</div></Way> }
}

#[component]
fn ProviderRow(login: Login) -> impl IntoView {
    let sign = view! { <Logo name=login.name.clone() logo=login.logo.clone()/> }.into_any();
    let state = state(&login);
    let name = login.name.clone();
    let action = match login.identity.clone() {
        None => view! { <Connect provider=login.provider name=login.name/> }.into_any(),
        Some(identity) if login.may_go => {
            view! { <Disconnect identity name=login.name here=login.here/> }.into_any()
        }
        Some(_) => view! { <LastWay/> }.into_any(),
    };
    view! { <Way sign name state><div class="way-actions">{action}</div></Way> }
}

fn state(login: &Login) -> AnyView {
    if login.identity.is_none() {
        return view! { <p class="small">{tr!(identities.logins_not_connected)}</p> }.into_any();
    }
    let since = tr!(identities.logins_connected_since, date = login.connected.clone()).to_string();
    let email = login
        .email
        .clone()
        .map(|email| view! { <p class="small">{email}</p> });
    let off = (!login.works).then(|| view! { <p class="small">{tr!(identities.logins_off)}</p> });
    let here = login
        .here
        .then(|| view! { <span class="badge accent">{tr!(identities.logins_here)}</span> });
    view! { <p class="small">{since}</p>{email}{off}{here} }.into_any()
}

#[component]
fn Connect(provider: String, name: String) -> impl IntoView {
    let label = tr!(identities.logins_connect, provider = name).to_string();
    view! {
        <Form<ConnectLogin> class="way-form" only=("provider", provider.clone())>
            <Hidden name="provider" value=provider/>
            <SubmitButton label class="small"/>
        </Form<ConnectLogin>>
    }
}

#[component]
fn Disconnect(identity: String, name: String, here: bool) -> impl IntoView {
    let text = tr!(identities.logins_disconnect_text, provider = name.clone()).to_string();
    let label = tr!(identities.logins_disconnect, provider = name).to_string();
    view! {
        <details class="disclosure">
            <summary class="button small">{tr!(identities.logins_disconnect_open)}</summary>
            <Form<DisconnectLogin> class="way-form" only=("identity", identity.clone())>
                <Hidden name="identity" value=identity/>
                <p class="small">{text}</p>
                <SignsOut here/>
                <SubmitButton label class="small danger"/>
            </Form<DisconnectLogin>>
        </details>
    }
}

/// What a person who takes away what they signed in with should know.
#[component]
fn SignsOut(here: bool) -> impl IntoView {
    here.then(|| view! { <p class="small"><strong>{tr!(identities.logins_signs_out)}</strong></p> })
}

#[component]
fn LastWay() -> impl IntoView {
    view! { <p class="small quiet-text">{tr!(identities.logins_last)}</p> }
}
