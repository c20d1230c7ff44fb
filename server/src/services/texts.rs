//! The shop's own texts: their versions, and the draft of the next one. A published version never changes.

use super::{
    Outcome, Trouble,
    audit::{self, Deed},
    dates,
    shop::{blocks, stored_kind},
    staff,
};
use crate::state::Portico;
use app::api::{
    Answer, ApiError, Problems,
    shop::TextKind,
    texts::{DiscardDraft, Draft, DraftText, PublishDraft, SaveDraft, Text, TextVersion},
    visit::Visit,
};
use domain::{
    staff::Permission,
    values::{Fault, Headline, Language, Prose},
};
use serde_json::json;
use storage::{ByLanguage, Conn, legal_drafts, legal_texts};

/// All texts with their versions.
pub async fn list(portico: &Portico, visit: &Visit) -> Outcome<Vec<Text>> {
    staff::needed(portico, visit, Permission::SeeSettings).await?;
    let language = visit.facts().language;
    let mut conn = portico.database.read().await?;
    let mut texts = Vec::new();
    for kind in TextKind::ALL {
        let versions = legal_texts::versions(&mut conn, stored_kind(kind)).await?;
        texts.push(Text {
            kind,
            versions: versions
                .into_iter()
                .map(|version| TextVersion {
                    version: version.version,
                    published: dates::date(version.published_at, language),
                })
                .collect(),
            drafted: legal_drafts::load(&mut conn, stored_kind(kind)).await?.is_some(),
        });
    }
    Ok(texts)
}

/// The draft of a text; the current version where nobody has begun one.
pub async fn draft(portico: &Portico, visit: &Visit, kind: TextKind) -> Outcome<Draft> {
    staff::needed(portico, visit, Permission::SeeSettings).await?;
    let mut conn = portico.database.read().await?;
    let current = legal_texts::current_version(&mut conn, stored_kind(kind)).await?;
    let draft = legal_drafts::load(&mut conn, stored_kind(kind)).await?;
    let version = draft.as_ref().map_or(0, |draft| draft.version);
    let texts = match draft {
        Some(draft) => draft.texts,
        None => published(&mut conn, kind).await?,
    };
    let shown = |language: &Language| {
        let legal_drafts::DraftText { title, body } = texts.get(*language).clone();
        DraftText {
            language: *language,
            blocks: blocks(&body),
            title,
            body,
        }
    };
    Ok(Draft {
        kind,
        version,
        next: current.unwrap_or(0) + 1,
        texts: Language::ALL.iter().map(shown).collect(),
    })
}

/// The current version in every language; empty where there is none.
async fn published(conn: &mut Conn, kind: TextKind) -> Outcome<ByLanguage<legal_drafts::DraftText>> {
    let mut texts = ByLanguage::default();
    for (language, text) in [
        (Language::En, &mut texts.en),
        (Language::De, &mut texts.de),
        (Language::El, &mut texts.el),
    ] {
        if let Some(row) = legal_texts::current(conn, stored_kind(kind), language).await? {
            *text = legal_drafts::DraftText {
                title: row.title,
                body: row.body,
            };
        }
    }
    Ok(texts)
}

/// Saves a draft, once it is written in every language.
pub async fn save(portico: &Portico, visit: &Visit, form: SaveDraft) -> Outcome<Answer> {
    staff::needed(portico, visit, Permission::EditSettings).await?;
    let kind = TextKind::parse(&form.kind).ok_or(Trouble(ApiError::NotFound))?;
    let mut problems = Problems::default();
    let mut text = |title: (&str, &str), body: (&str, &str)| {
        let title = problems.take(title.0, Headline::parse(title.1));
        let body = problems.take(body.0, Prose::parse(body.1));
        Some(legal_drafts::DraftText {
            title: title?.into(),
            body: body?.into(),
        })
    };
    let en = text(("title_en", &form.title_en), ("body_en", &form.body_en));
    let de = text(("title_de", &form.title_de), ("body_de", &form.body_de));
    let el = text(("title_el", &form.title_el), ("body_el", &form.body_el));
    let (Some(en), Some(de), Some(el)) = (en, de, el) else {
        return Ok(Answer::Problems(problems));
    };
    let mut tx = portico.database.begin().await?;
    let texts = ByLanguage { en, de, el };
    if !legal_drafts::save(&mut tx, stored_kind(kind), &texts, form.version).await? {
        return Ok(Answer::form(Fault::Stale));
    }
    tx.commit().await?;
    Ok(Answer::go(format!(
        "/office/settings/texts/{}/preview",
        kind.as_str()
    )))
}

/// Throws a draft away: the next one begins with the current version again.
pub async fn discard(portico: &Portico, visit: &Visit, form: DiscardDraft) -> Outcome<Answer> {
    staff::needed(portico, visit, Permission::EditSettings).await?;
    let kind = TextKind::parse(&form.kind).ok_or(Trouble(ApiError::NotFound))?;
    let mut tx = portico.database.begin().await?;
    if legal_drafts::take(&mut tx, stored_kind(kind), form.version)
        .await?
        .is_none()
    {
        return Ok(Answer::form(Fault::Stale));
    }
    tx.commit().await?;
    Ok(Answer::go("/office/settings/texts?done=discarded"))
}

/// Publishes a draft as the next version. New terms are asked of every customer with the next request.
pub async fn publish(portico: &Portico, visit: &Visit, form: PublishDraft) -> Outcome<Answer> {
    let member = staff::needed(portico, visit, Permission::EditSettings).await?;
    let kind = TextKind::parse(&form.kind).ok_or(Trouble(ApiError::NotFound))?;
    let mut tx = portico.database.begin().await?;
    let Some(draft) = legal_drafts::take(&mut tx, stored_kind(kind), form.version).await? else {
        return Ok(Answer::form(Fault::Stale));
    };
    let current = legal_texts::current_version(&mut tx, stored_kind(kind)).await?;
    let version = current.unwrap_or(0) + 1;
    for language in Language::ALL {
        let text = draft.texts.get(*language);
        let text = legal_texts::LegalText {
            kind: stored_kind(kind),
            version,
            language: *language,
            title: text.title.clone(),
            body: text.body.clone(),
            published_at: portico.now(),
        };
        legal_texts::insert_if_absent(&mut tx, &text).await?;
    }
    let deed = Deed {
        action: "text.published",
        subject_kind: "text",
        subject_id: kind.as_str(),
        old: Some(json!({ "version": current })),
        new: Some(json!({ "version": version })),
    };
    audit::note(portico, &mut tx, visit, member.actor(), deed).await?;
    tx.commit().await?;
    Ok(Answer::go("/office/settings/texts?done=published"))
}
