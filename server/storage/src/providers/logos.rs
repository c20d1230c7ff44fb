//! The logos of providers.

crate::logos::logos!("provider_logos", provider_id: domain::ids::ProviderId, of "providers" by "slug");
