//! What the browser does for a proof: some work of its own, in small pieces so that typing stays smooth, or asking
//! reCAPTCHA v3.

use crate::{
    api::bot_check::{BotTask, read_bot_task},
    ui::FormState,
};
use domain::bot_check::leading_zeros;
use js_sys::{Function, Object, Promise, Reflect};
use leptos::{prelude::*, task::spawn_local};
use sha2::{Digest, Sha256};
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Hashes that are made before the browser may do something else.
const AT_ONCE: u64 = 1000;
/// A challenge can be answered for an hour.
const WORK_LASTS: Duration = Duration::from_secs(50 * 60);
/// A token of reCAPTCHA counts for two minutes.
const TOKEN_LASTS: Duration = Duration::from_secs(100);
/// How long to wait for its script before looking again.
const LOAD_WAIT: Duration = Duration::from_millis(300);
/// After how many looks a form does not wait for it any more.
const LOOKS: u32 = 10;
/// Id of the element that loads it.
const SCRIPT: &str = "recaptcha-script";

/// Seeks a proof now, and another one after each answer to the form around.
pub(super) fn keep_seeking(proof: RwSignal<String>) {
    let FormState { pending, busy, .. } = expect_context();
    let seeker = Seeker {
        proof,
        busy,
        turn: StoredValue::new(0),
    };
    Effect::new(move |_| {
        if !pending.get() {
            seeker.begin();
        }
    });
}

#[derive(Clone, Copy)]
struct Seeker {
    proof: RwSignal<String>,
    /// A form that is sent while this holds waits for the proof.
    busy: StoredValue<bool>,
    turn: StoredValue<u32>,
}

impl Seeker {
    /// Seeks another proof; whatever was sought before is over.
    fn begin(self) {
        let turn = self.turn.get_value().wrapping_add(1);
        self.turn.set_value(turn);
        self.proof.set(String::new());
        self.busy.set_value(true);
        spawn_local(async move {
            match read_bot_task().await {
                Ok(BotTask::Work { challenge, bits }) => self.work(turn, challenge, bits, 0),
                Ok(BotTask::Recaptcha { origin, site_key }) => self.ask(turn, origin, site_key, 0),
                // The form goes on without a proof, as it does without scripts.
                Ok(BotTask::Nothing) | Err(_) => self.end(turn),
            }
        });
    }

    /// Whether this is still what is sought, and the page still there.
    fn is_current(self, turn: u32) -> bool {
        self.turn.try_get_value() == Some(turn)
    }

    fn end(self, turn: u32) {
        if self.is_current(turn) {
            self.busy.set_value(false);
        }
    }

    fn found(self, turn: u32, proof: String, lasts: Duration) {
        if !self.is_current(turn) {
            return;
        }
        self.proof.set(proof);
        self.end(turn);
        let again = move || {
            if self.is_current(turn) {
                self.begin();
            }
        };
        set_timeout(again, lasts);
    }

    fn work(self, turn: u32, challenge: String, bits: u8, from: u64) {
        if !self.is_current(turn) {
            return;
        }
        let until = from + AT_ONCE;
        let mut tries = (from..until).map(|number| format!("{challenge}.{number}"));
        let done = |text: &String| leading_zeros(&Sha256::digest(text.as_bytes())) >= u32::from(bits);
        match tries.find(done) {
            Some(proof) => self.found(turn, proof, WORK_LASTS),
            None => set_timeout(move || self.work(turn, challenge, bits, until), Duration::ZERO),
        }
    }

    fn ask(self, turn: u32, origin: String, site_key: String, looks: u32) {
        if !self.is_current(turn) {
            return;
        }
        let Some((service, execute)) = loaded() else {
            load(&origin, &site_key);
            if looks == LOOKS {
                // Something keeps it away: whoever sends the form is not made to wait for it.
                self.end(turn);
            }
            let looks = looks.saturating_add(1);
            set_timeout(move || self.ask(turn, origin, site_key, looks), LOAD_WAIT);
            return;
        };
        spawn_local(async move {
            match token(&service, &execute, &site_key).await {
                Some(token) => self.found(turn, token, TOKEN_LASTS),
                None => self.end(turn),
            }
        });
    }
}

/// Adds the script, once. It is trusted because a script that has the page's nonce adds it.
fn load(origin: &str, site_key: &str) {
    let document = document();
    if document.get_element_by_id(SCRIPT).is_some() {
        return;
    }
    let Ok(script) = document.create_element("script") else {
        return;
    };
    script.set_id(SCRIPT);
    let address = format!("{origin}/recaptcha/api.js?render={site_key}");
    // Where either fails there is no proof, and the form goes on without.
    let _ = script.set_attribute("src", &address);
    let _ = document.body().map(|body| body.append_child(&script));
}

/// The service and its function for tokens, once the script has made them.
fn loaded() -> Option<(JsValue, Function)> {
    let service = Reflect::get(&window(), &"grecaptcha".into()).ok()?;
    let execute = Reflect::get(&service, &"execute".into()).ok()?;
    Some((service, execute.dyn_into().ok()?))
}

async fn token(service: &JsValue, execute: &Function, site_key: &str) -> Option<String> {
    let options = Object::new();
    Reflect::set(&options, &"action".into(), &"register".into()).ok()?;
    let promise = execute.call2(service, &site_key.into(), &options).ok()?;
    let promise = promise.dyn_into::<Promise>().ok()?;
    JsFuture::from(promise).await.ok()?.as_string()
}
