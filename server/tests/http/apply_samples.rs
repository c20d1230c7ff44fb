//! `docs/apply.md` and `docs/providers/*.toml`: `portico apply` takes every example, and prints what the page says.

use crate::support::{Backend, TestApp};
use rstest::rstest;
use server::apply::{Source, Wishes, apply};
use std::path::Path;

const SECRET: &str = "kept apart from the file";

/// The sample with an issuer that answers.
fn sample(path: &Path, issuer: &str) -> String {
    let text = std::fs::read_to_string(path).unwrap();
    let replaced = text.lines().map(|line| match line.strip_prefix("issuer = ") {
        Some(_) => format!("issuer = \"{issuer}\"\n"),
        None => format!("{line}\n"),
    });
    replaced.collect()
}

#[rstest]
#[case::entra_id("entra-id", "entra", "Microsoft")]
#[case::google("google", "google", "Google")]
#[case::keycloak("keycloak", "keycloak", "your company login")]
#[case::okta("okta", "okta", "Okta")]
#[case::auth0("auth0", "auth0", "Auth0")]
#[case::portico("portico", "portico", "Continue with Portico")]
#[tokio::test]
async fn a_sample_is_applied_and_its_provider_signs_in(
    #[case] file: &str,
    #[case] slug: &str,
    #[case] label: &str,
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let app = TestApp::on(backend).await;
    let north = app.provider("north").await;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../docs/providers/{file}.toml"));
    let text = sample(&path, north.issuer());
    let source = Source {
        path: &path,
        text: &text,
        variable: &|name| name.starts_with("PORTICO_").then(|| SECRET.to_owned()),
    };
    let lines = apply(&app.portico, &source, Wishes::default()).await.unwrap();
    for end in ["name: (none) -> ", "issuer: (none) -> ", "claim_full_name: "] {
        let begin = format!("providers.{slug}: {end}");
        assert!(
            lines.iter().any(|line| line.starts_with(&begin)),
            "{begin}: {lines:#?}"
        );
    }
    assert!(!lines.join("\n").contains(SECRET), "never a secret: {lines:#?}");
    let login = app.visitor().get(&format!("/login?provider={slug}")).await;
    assert!(
        login.code() == 303 || login.text().contains(label),
        "{}",
        login.text()
    );
    let start = app.visitor().get(&format!("/providers/{slug}/start")).await;
    assert!(
        start.location().starts_with(north.issuer()),
        "{}",
        start.location()
    );

    let again = apply(&app.portico, &source, Wishes::default()).await.unwrap();
    assert_eq!(again, Vec::<String>::new(), "applied again, it changes nothing");
}

/// The block of this kind on a page.
fn block<'a>(page: &'a str, kind: &str) -> &'a str {
    let (_, rest) = page.split_once(&format!("\n```{kind}\n")).unwrap();
    rest.split("```").next().unwrap()
}

#[tokio::test]
async fn the_example_of_the_page_is_applied_and_prints_what_the_page_says() {
    let app = TestApp::start().await;
    let north = app.provider("north").await;
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/apply.md");
    let page = std::fs::read_to_string(page).unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("apply_{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("harbour.secret"), format!("{SECRET}\n")).unwrap();
    std::fs::write(folder.join("magazine.secret"), SECRET.repeat(2).replace(' ', "-")).unwrap();
    let issuer = "https://id.harbour.example";
    let text = block(&page, "toml").replace(issuer, north.issuer());
    let source = Source {
        path: &folder.join("shop.toml"),
        text: &text,
        variable: &|_| None,
    };
    let lines = apply(&app.portico, &source, Wishes::default()).await.unwrap();
    let expected = block(&page, "text").replace(issuer, north.issuer());
    assert!(expected.lines().count() > 5);
    for line in expected.lines() {
        assert!(lines.iter().any(|own| own == line), "{line}: {lines:#?}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}
