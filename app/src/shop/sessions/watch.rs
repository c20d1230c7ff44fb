use crate::{
    api::{
        frame::Frame,
        sessions::{SessionClock, SessionState, SignedOut, read_session},
    },
    routes::with_next,
    tr,
    ui::{Icon, use_frame},
};
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*, task::spawn_local};
use std::time::Duration;

/// The server is asked again after this long, when it gave no answer.
const RETRY: i64 = 30;
/// No timer runs longer: a browser's own can't be set for a month.
const LONGEST_WAIT: i64 = 24 * 60 * 60;

/// Why nobody is signed in any more, in words.
pub(in crate::shop) fn signed_out_text(why: SignedOut) -> &'static str {
    match why {
        SignedOut::Idle => tr!(sessions.over_idle),
        SignedOut::TooOld => tr!(sessions.over_too_old),
        SignedOut::Elsewhere => tr!(sessions.over_elsewhere),
    }
}

/// What a person is told.
#[derive(Clone, Copy, PartialEq)]
enum Told {
    /// The session ends in so many minutes; whether the person can put that off.
    Soon(i64, bool),
    /// It has ended.
    Over(SignedOut),
}

/// Watches the session for [`SessionWord`]. It keeps no session alive by itself: the server is asked when the end
/// should have come near, in a way that does not count as use.
pub(in crate::shop) fn watch_session(
    // Path and query of the page that is shown, to come back to.
    path: Signal<String>,
) {
    let Frame {
        customer, signed_out, ..
    } = use_frame();
    let watch = Watch {
        told: RwSignal::new(signed_out.map(Told::Over)),
        timer: StoredValue::new(None),
        path,
    };
    provide_context(watch);
    if let Some(customer) = customer {
        watch.begin(customer.clock);
    }
}

/// Says so, quietly, when the session is about to end, and when it has. The page has one, and so has every dialog over
/// it: a modal dialog leaves nothing outside of it within reach.
#[component]
pub(in crate::shop) fn SessionWord() -> impl IntoView {
    let watch = expect_context::<Watch>();
    view! {
        <div class="session-watch" role="status">
            {move || watch.told.get().map(|told| view! { <Word told watch/> })}
        </div>
    }
}

#[component]
fn Word(told: Told, watch: Watch) -> impl IntoView {
    let text = match told {
        Told::Soon(minutes, true) => tr!(sessions.soon_idle, minutes = minutes),
        Told::Soon(minutes, false) => tr!(sessions.soon_too_old, minutes = minutes),
        Told::Over(why) => signed_out_text(why).to_owned(),
    };
    let action = match told {
        Told::Soon(_, true) => Some(
            view! {
                <button class="button small" type="button" on:click=move |_| watch.look(true)>
                    {tr!(sessions.stay)}
                </button>
            }
            .into_any(),
        ),
        Told::Soon(_, false) => None,
        Told::Over(_) => {
            let login = move || with_next("/login", Some(&watch.path.get()));
            let link = view! { <a class="button small" href=login rel="external">{tr!(common.sign_in)}</a> };
            Some(link.into_any())
        }
    };
    view! { <div class="notice info"><Icon name="clock"/><div><p>{text}</p>{action}</div></div> }
}

#[derive(Clone, Copy)]
struct Watch {
    told: RwSignal<Option<Told>>,
    timer: StoredValue<Option<TimeoutHandle>>,
    path: Signal<String>,
}

impl Watch {
    /// Runs in the browser only.
    fn begin(self, clock: SessionClock) {
        Effect::new(move |_| self.heed(SessionState::Runs(clock)));
        Effect::new(move |_| {
            // Timers stand still while a computer sleeps.
            let handle = window_event_listener_untyped("visibilitychange", move |_| {
                if !document().hidden() {
                    self.look(false);
                }
            });
            on_cleanup(move || handle.remove());
        });
    }

    fn heed(self, state: SessionState) {
        match state {
            SessionState::Runs(clock) if clock.left > clock.warn => {
                self.told.set(None);
                self.look_after(clock.left - clock.warn);
            }
            SessionState::Runs(clock) => {
                let minutes = (clock.left + 59) / 60;
                self.told.set(Some(Told::Soon(minutes, clock.extends)));
                self.look_after(clock.left + 1);
            }
            SessionState::Over(why) => self.told.set(Some(Told::Over(why))),
        }
    }

    /// Asks where the session stands. With `stay` the person says that they are there.
    fn look(self, stay: bool) {
        spawn_local(async move {
            match read_session(stay).await {
                Ok(state) => self.heed(state),
                Err(_) => self.look_after(RETRY),
            }
        });
    }

    fn look_after(self, seconds: i64) {
        if let Some(timer) = self.timer.get_value() {
            timer.clear();
        }
        let wait = Duration::from_secs(seconds.clamp(1, LONGEST_WAIT).unsigned_abs());
        // Without a timer nothing is told, and the server ends the session all the same.
        self.timer
            .set_value(set_timeout_with_handle(move || self.look(false), wait).ok());
    }
}
