//! The list of provider types. A new type is one line here and one file beside this one.

/// A kind of foreign provider that an administrator can add.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProviderType {
    /// Stable identifier, as stored and as used in `portico apply` files.
    pub id: &'static str,
    /// The protocol's own name, the same in every language.
    pub name: &'static str,
}

/// Every provider type, in the order in which the back office offers them.
pub const PROVIDER_TYPES: &[ProviderType] = &[ProviderType {
    id: "oidc",
    name: "OpenID Connect",
}];

/// The provider type with this identifier.
pub fn find(id: &str) -> Option<&'static ProviderType> {
    PROVIDER_TYPES.iter().find(|provider_type| provider_type.id == id)
}
