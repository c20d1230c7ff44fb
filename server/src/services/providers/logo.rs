//! A provider's logo.

use crate::services::logos::bearer;
use app::api::providers::LOGO_PATH;
use domain::{ids::ProviderId, staff::Permission, values::Slug};
use storage::providers::{self, Provider};

bearer!(Provider, in providers, by ProviderId, named by Slug {
    KIND: "provider",
    PAGES: "/office/providers",
    UPLOAD: LOGO_PATH,
    PICTURE: "/providers/{slug}/logo/{hash}",
    EDIT: Permission::EditProviders,
});
