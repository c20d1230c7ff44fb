//! Spec 04: what becomes of codes and refresh tokens.

use domain::clients::{CodeFacts, Proof, Redemption, RefreshFacts, Renewal, Scope, Scopes, redeem, renew};
use rstest::rstest;

use crate::support::{SWITCH, Table, yes};

const GOOD: CodeFacts = CodeFacts {
    own: true,
    used: false,
    expired: false,
    ended: false,
    redirect_uri: true,
    proof: Proof::Right,
};

#[rstest]
#[case::good(Some(GOOD), Redemption::Redeem)]
#[case::without_proof(Some(CodeFacts { proof: Proof::Neither, ..GOOD }), Redemption::Redeem)]
#[case::unknown(None, Redemption::Refuse)]
#[case::used_before(Some(CodeFacts { used: true, ..GOOD }), Redemption::Revoke)]
#[case::used_before_and_too_late(Some(CodeFacts { used: true, expired: true, ..GOOD }), Redemption::Revoke)]
#[case::used_before_by_another(Some(CodeFacts { used: true, own: false, ..GOOD }), Redemption::Refuse)]
#[case::of_another_client(Some(CodeFacts { own: false, ..GOOD }), Redemption::Burn)]
#[case::another_redirect_uri(Some(CodeFacts { redirect_uri: false, ..GOOD }), Redemption::Burn)]
#[case::wrong_verifier(Some(CodeFacts { proof: Proof::Wrong, ..GOOD }), Redemption::Burn)]
#[case::verifier_without_challenge(Some(CodeFacts { proof: Proof::Unasked, ..GOOD }), Redemption::Burn)]
#[case::too_late(Some(CodeFacts { expired: true, ..GOOD }), Redemption::Refuse)]
#[case::session_ended(Some(CodeFacts { ended: true, ..GOOD }), Redemption::Refuse)]
fn code(#[case] facts: Option<CodeFacts>, #[case] expected: Redemption) {
    assert_eq!(redeem(facts), expected);
}

#[test]
fn code_cross_product() {
    let mut table = Table::new([
        "own",
        "used",
        "expired",
        "ended",
        "redirect URI",
        "proof",
        "becomes",
    ]);
    for own in SWITCH {
        for used in SWITCH {
            for expired in SWITCH {
                for ended in SWITCH {
                    for redirect_uri in SWITCH {
                        for proof in [Proof::Neither, Proof::Right, Proof::Wrong, Proof::Unasked] {
                            let facts = CodeFacts {
                                own,
                                used,
                                expired,
                                ended,
                                redirect_uri,
                                proof,
                            };
                            let becomes = redeem(Some(facts));
                            let good = own && !used && !expired && !ended && redirect_uri;
                            let proven = matches!(proof, Proof::Neither | Proof::Right);
                            assert_eq!(becomes == Redemption::Redeem, good && proven, "{facts:?}");
                            let [own, used, expired, ended, redirect_uri] =
                                [own, used, expired, ended, redirect_uri].map(|fact| yes(fact).to_owned());
                            table.row([
                                own,
                                used,
                                expired,
                                ended,
                                redirect_uri,
                                format!("{proof:?}"),
                                format!("{becomes:?}"),
                            ]);
                        }
                    }
                }
            }
        }
    }
    assert_eq!(table.len(), 128);
    insta::assert_snapshot!(table);
}

#[rstest]
#[case::good(true, false, false, false, None, Renewal::Renew)]
#[case::less_than_agreed(true, false, false, false, Some(&[Scope::Openid][..]), Renewal::Renew)]
#[case::more_than_agreed(true, false, false, false, Some(&[Scope::Phone][..]), Renewal::TooMuch)]
#[case::of_another_client(false, false, false, false, None, Renewal::Refuse)]
#[case::rotated_of_another_client(false, true, false, false, None, Renewal::Refuse)]
#[case::rotated(true, true, false, false, None, Renewal::Revoke)]
#[case::rotated_and_too_late(true, true, true, false, None, Renewal::Revoke)]
#[case::too_late(true, false, true, false, None, Renewal::Refuse)]
#[case::ended(true, false, false, true, None, Renewal::Refuse)]
fn refresh_token(
    #[case] own: bool,
    #[case] rotated: bool,
    #[case] expired: bool,
    #[case] ended: bool,
    #[case] asked: Option<&[Scope]>,
    #[case] expected: Renewal,
) {
    let granted = Scopes::new([Scope::Openid, Scope::Email, Scope::OfflineAccess]);
    let asked = asked.map(|asked| Scopes::new(asked.iter().copied()));
    let facts = RefreshFacts {
        own,
        rotated,
        expired,
        ended,
        granted: &granted,
        asked: asked.as_ref(),
    };
    assert_eq!(renew(Some(facts)), expected);
}

#[test]
fn an_unknown_refresh_token_is_refused() {
    assert_eq!(renew(None), Renewal::Refuse);
}
