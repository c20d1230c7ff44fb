//! The demonstration's two Porticos: the shop signs people in through Partner ID, and each hears of the other's logout.

use crate::support::{Browser, Page, TestApp};
use rstest::rstest;
use server::{demo::partner, services::oidc::back_channel};
use std::net::SocketAddr;
use tokio::net::TcpListener;

const NORA: &str = "nora@partner.example";
const PASSWORD: &str = "boats-and-ropes";

/// Two shops that know each other and answer on addresses of their own.
struct Scene {
    shop: TestApp,
    partner: TestApp,
}

impl Scene {
    async fn new() -> Self {
        let shop = on_the_air("localhost").await;
        let partner = on_the_air("127.0.0.1").await;
        shop.settings(|settings| settings.approval = false).await;
        partner::seed(&partner.portico).await.unwrap();
        partner::introduce(&shop.portico, &partner.portico).await.unwrap();
        Self { shop, partner }
    }

    /// A browser, as far as it talks to the shop and to the partner.
    fn person(&self) -> Person<'_> {
        Person {
            scene: self,
            here: self.shop.visitor().0,
            there: self.partner.visitor().0,
        }
    }

    async fn end(&self) {
        self.shop.mails().await;
        self.partner.mails().await;
    }
}

async fn on_the_air(host: &str) -> TestApp {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let url = format!("http://{host}:{port}");
    let app = TestApp::builder()
        .set("PORTICO_SERVER__PUBLIC_URL", &url)
        .start()
        .await;
    let service = app
        .router
        .clone()
        .into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await });
    app
}

/// The path of an address of this shop.
fn path<'a>(app: &TestApp, url: &'a str) -> &'a str {
    let path = url.strip_prefix(app.portico.config.server.public_url.origin());
    path.unwrap_or_else(|| panic!("leads elsewhere: {url}"))
}

struct Person<'a> {
    scene: &'a Scene,
    here: Browser,
    there: Browser,
}

impl Person<'_> {
    /// Leaves the shop by the partner's button: what the partner answers.
    async fn leave(&mut self) -> Page {
        let login = self.here.get("/login").await;
        assert!(login.text().contains("Partner ID"), "{}", login.text());
        let page = self.here.get("/providers/partner/start").await;
        let asked = path(&self.scene.partner, page.location());
        self.there.get(asked).await
    }

    /// Signs in at the partner, from the page that it answered: where the flow goes on.
    async fn sign_in_there(&mut self, page: &Page) -> Page {
        let page = self.there.follow(page).await;
        let who = [("email", NORA), ("password", PASSWORD)];
        let page = self.there.fill(&page, "/login", &who).await;
        let resume = page.location().replace("continue", "resume");
        self.there.get(&resume).await
    }

    /// Comes back from the partner, whose answer this is: what the shop answers.
    async fn come_back(&mut self, page: &Page) -> Page {
        self.here.get(path(&self.scene.shop, page.location())).await
    }
}

#[tokio::test]
async fn through_the_partner_and_out_of_both() {
    let scene = Scene::new().await;
    let mut nora = scene.person();
    let page = nora.leave().await;
    let page = nora.sign_in_there(&page).await;
    assert!(page.location().starts_with("/oauth2/v1/consent?"));
    let page = nora.there.follow(&page).await;
    assert!(page.text().contains("Tidewater would like"), "{}", page.text());
    let page = nora.there.fill(&page, "/oauth2/v1/consent", &[]).await;
    let resume = page.location().replace("continue", "resume");
    let page = nora.there.get(&resume).await;
    let page = nora.come_back(&page).await;
    assert_eq!(page.location(), "/account/profile");
    let profile = nora.here.follow(&page).await;
    assert!(
        profile.text().contains("Comes from Partner ID"),
        "{}",
        profile.text()
    );

    let page = nora.here.post("/logout", &[("choice", "global")]).await;
    let links = page.all("a");
    let out = links.iter().filter_map(|a| a.get("href"));
    let out = out.map(|href| href.replace("&amp;", "&"));
    let out = out
        .into_iter()
        .find(|href| href.contains("/oauth2/v1/logout?"))
        .expect("a way out through the partner");
    let page = nora.there.get(path(&scene.partner, &out)).await;
    let page = nora.come_back(&page).await;
    let receipt = nora.here.follow(&page).await;
    assert!(
        receipt.text().contains("You came back from Partner ID."),
        "{}",
        receipt.text()
    );
    assert!(!nora.here.is_signed_in().await && !nora.there.is_signed_in().await);
    scene.end().await;
}

#[tokio::test]
async fn who_signs_out_at_the_partner_is_signed_out_here() {
    let scene = Scene::new().await;
    let agreed = "UPDATE clients SET trusted = TRUE";
    scene.partner.database.execute(agreed).await;
    let mut nora = scene.person();
    let page = nora.leave().await;
    let page = nora.sign_in_there(&page).await;
    nora.come_back(&page).await;
    assert!(nora.here.is_signed_in().await);

    let page = nora.there.post("/logout", &[("choice", "local")]).await;
    assert_eq!(page.location(), "/signed-out");
    assert!(nora.here.is_signed_in().await, "nobody has told the shop yet");
    assert_eq!(back_channel::run_once(&scene.partner.portico).await.unwrap(), 1);
    assert!(!nora.here.is_signed_in().await);
    scene.end().await;
}

#[rstest]
#[case::the_shop("Tidewater", "mia@tidewater.example", "nora@partner.example")]
#[case::its_partner("Partner ID", "nora@partner.example", "adam@tidewater.example")]
#[tokio::test]
async fn a_demonstration_tells_who_can_sign_in(#[case] shop: &str, #[case] own: &str, #[case] other: &str) {
    let app = TestApp::builder()
        .set("PORTICO_SHOP__NAME", shop)
        .demo()
        .start()
        .await;
    let page = app.visitor().get("/login").await;
    page.expect(200, "login.samples");
    let text = page.text();
    assert!(text.contains(own) && text.contains(PASSWORD), "{text}");
    assert!(!text.contains(other), "{text}");
    app.settings(|settings| settings.local_sign_in = false).await;
    let _north = app.provider("north").await;
    let page = app.visitor().get("/login").await;
    assert!(!page.says("login.samples"), "of no use: {}", page.text());
}

#[tokio::test]
async fn a_real_shop_tells_nothing_of_samples() {
    let app = TestApp::start().await;
    let page = app.visitor().get("/login").await;
    page.expect(200, "login.submit");
    assert!(!page.body.contains(PASSWORD) && !page.body.contains("tidewater.example"));
}
