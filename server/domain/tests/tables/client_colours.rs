//! Spec 04: the colour of a client is seen in both themes, and the text on it is read.

use domain::clients::{
    DARK_GROUND, LEAST_CONTRAST, LIGHT_GROUND, client_colour,
    form::{ClientForm, parse},
    stands_out,
};
use domain::values::{Colour, Fault, contrast};
use proptest::prelude::*;
use rstest::rstest;

const WHITE: f64 = 1.0;
const BLACK: f64 = 0.0;

fn colour(text: &str) -> Colour {
    Colour::parse(text).expect("a colour")
}

/// The colour that is this far on the way from one to black (0) or white (255), each channel by itself.
fn mixed(from: [u8; 3], to: u8, part: f64) -> Colour {
    let [red, green, blue] = from.map(|channel| {
        let (from, to) = (f64::from(channel), f64::from(to));
        (from + (to - from) * part).round() as u8
    });
    colour(&format!("#{red:02x}{green:02x}{blue:02x}"))
}

fn of_channels([red, green, blue]: [u8; 3]) -> Colour {
    colour(&format!("#{red:02X}{green:02X}{blue:02X}"))
}

#[rstest]
#[case::small_letters("#0b6e99", Ok("#0b6e99"))]
#[case::capitals_and_blanks(" #1A73E8 ", Ok("#1a73e8"))]
#[case::nothing("", Err(Fault::NotAColour))]
#[case::no_hash("0b6e99", Err(Fault::NotAColour))]
#[case::short("#0b6", Err(Fault::NotAColour))]
#[case::no_digit("#0b6e9g", Err(Fault::NotAColour))]
#[case::transparent("#0b6e99ff", Err(Fault::NotAColour))]
#[case::other_letters("#é6e99", Err(Fault::NotAColour))]
#[case::a_name("red", Err(Fault::NotAColour))]
#[case::more_css("#000;}", Err(Fault::NotAColour))]
fn a_colour_as_css_writes_it(#[case] text: &str, #[case] expected: Result<&str, Fault>) {
    let read = Colour::parse(text);
    assert_eq!(
        read.as_ref().map(Colour::as_str).map_err(|fault| *fault),
        expected
    );
}

/// The figures that every tool for WCAG 2.2 tells.
#[rstest]
#[case::black("#000000", 21.0, 1.0)]
#[case::white("#ffffff", 1.0, 21.0)]
#[case::the_grey_that_is_just_too_light_for_text("#777777", 4.48, 4.69)]
#[case::red("#ff0000", 4.0, 5.25)]
#[case::green("#008000", 5.14, 4.09)]
#[case::blue("#0000ff", 8.59, 2.44)]
fn contrast_with_white_and_black(#[case] text: &str, #[case] with_white: f64, #[case] with_black: f64) {
    let luminance = colour(text).luminance();
    for (found, expected) in [
        (contrast(luminance, WHITE), with_white),
        (contrast(BLACK, luminance), with_black),
    ] {
        assert!((found - expected).abs() < 0.006, "{text}: {found}");
    }
}

#[rstest]
#[case::white("#ffffff", Err(Fault::ColourTooLight))]
#[case::yellow("#ffd400", Err(Fault::ColourTooLight))]
#[case::orange("#ff6600", Err(Fault::ColourTooLight))]
#[case::light_grey("#949494", Err(Fault::ColourTooLight))]
#[case::grey("#909090", Ok("#000000"))]
#[case::green("#00a651", Ok("#000000"))]
#[case::blue("#1a73e8", Ok("#ffffff"))]
#[case::burnt_orange("#c2410c", Ok("#ffffff"))]
#[case::red("#e4002b", Ok("#ffffff"))]
#[case::dark_grey("#6b6b6b", Ok("#ffffff"))]
#[case::darker_grey("#646464", Err(Fault::ColourTooDark))]
#[case::violet("#6b21a8", Err(Fault::ColourTooDark))]
#[case::navy("#003366", Err(Fault::ColourTooDark))]
#[case::black("#000000", Err(Fault::ColourTooDark))]
#[case::nonsense("blue", Err(Fault::NotAColour))]
fn seen_in_both_themes_with_text_on_it(#[case] text: &str, #[case] ink: Result<&str, Fault>) {
    assert_eq!(client_colour(text).map(|colour| colour.ink()), ink);
}

#[rstest]
#[case::none("  ", Ok(None))]
#[case::one("#1A73E8", Ok(Some("#1a73e8")))]
#[case::refused("#ffd400", Err(Fault::ColourTooLight))]
fn the_form_takes_one_or_none(#[case] typed: &str, #[case] expected: Result<Option<&str>, Fault>) {
    let form = ClientForm {
        name: "Harbour Magazine".to_owned(),
        redirect_uris: "https://app.example/callback".to_owned(),
        colour: typed.to_owned(),
        ..ClientForm::fresh()
    };
    match parse(&form) {
        Ok(settings) => {
            assert_eq!(Ok(settings.colour.as_ref().map(Colour::as_str)), expected);
            let again = parse(&ClientForm::of(&settings)).expect("in order");
            assert_eq!(again.colour, settings.colour, "it comes back");
        }
        Err(faults) => assert_eq!(faults, [("colour", expected.expect_err("in order"))]),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn text_is_read_on_every_colour(channels in any::<[u8; 3]>()) {
        let ground = of_channels(channels);
        let ink = colour(ground.ink());
        prop_assert!(contrast(ink.luminance(), ground.luminance()) >= 4.5, "{ground}");
    }

    #[test]
    fn what_is_taken_stands_out_and_a_fault_says_which_way_to_go(channels in any::<[u8; 3]>()) {
        let wanted = of_channels(channels);
        let towards = match stands_out(&wanted) {
            Ok(()) => {
                for ground in [LIGHT_GROUND, DARK_GROUND] {
                    prop_assert!(contrast(wanted.luminance(), ground) >= LEAST_CONTRAST, "{wanted}");
                }
                return Ok(());
            }
            Err(Fault::ColourTooLight) => 0,
            Err(fault) => {
                prop_assert_eq!(fault, Fault::ColourTooDark);
                255
            }
        };
        let mut shades = (1..100).map(|step| mixed(channels, towards, f64::from(step) / 100.0));
        prop_assert!(shades.any(|shade| stands_out(&shade).is_ok()), "no shade of {wanted} will do");
    }
}

/// A ground of the stylesheet in every hue: white, or a colour that takes its hue from the accent.
fn grounds(written: &str) -> Vec<f64> {
    if written == "#fff" {
        return vec![WHITE];
    }
    let parts = written
        .strip_prefix("oklch(from var(--accent) ")
        .and_then(|rest| rest.strip_suffix(" h)"))
        .and_then(|parts| parts.split_once(' '))
        .expect("lightness and chroma, with the accent's hue");
    let number = |text: &str| text.parse::<f64>().expect("a number");
    let (lightness, chroma) = (number(parts.0), number(parts.1));
    (0..360)
        .map(|hue| shown(lightness, chroma, f64::from(hue).to_radians()))
        .collect()
}

/// Relative luminance of an OKLCH colour as screens show it, with 8 bits for each channel (CSS Color 4, `oklch()`).
fn shown(lightness: f64, chroma: f64, hue: f64) -> f64 {
    let (a, b) = (chroma * hue.cos(), chroma * hue.sin());
    let cone = |of_a: f64, of_b: f64| (lightness + of_a * a + of_b * b).powi(3);
    let l = cone(0.396_337_777_4, 0.215_803_757_3);
    let m = cone(-0.105_561_345_8, -0.063_854_172_8);
    let s = cone(-0.089_484_177_5, -1.291_485_548);
    let linear = [
        4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
        -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
        -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701 * s,
    ];
    let channels = linear.map(|value| {
        let value = if value <= 0.003_130_8 {
            12.92 * value
        } else {
            1.055 * value.powf(1.0 / 2.4) - 0.055
        };
        (value.clamp(0.0, 1.0) * 255.0).round() as u8
    });
    of_channels(channels).luminance()
}

#[test]
fn the_grounds_are_those_of_the_stylesheet() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../style/tokens.css");
    let tokens = std::fs::read_to_string(path).expect("the stylesheet");
    let (mut light, mut dark) = (Vec::new(), Vec::new());
    for name in ["--page", "--surface"] {
        let start = format!("  {name}: light-dark(");
        let rest = tokens.lines().find_map(|line| line.strip_prefix(start.as_str()));
        let pair = rest.and_then(|rest| rest.strip_suffix(");")).expect("a pair");
        let (by_day, by_night) = pair.split_once(", ").expect("two colours");
        light.extend(grounds(by_day));
        dark.extend(grounds(by_night));
    }
    let darkest = light.into_iter().fold(WHITE, f64::min);
    let lightest = dark.into_iter().fold(BLACK, f64::max);
    assert!(
        (LIGHT_GROUND..LIGHT_GROUND + 0.005).contains(&darkest),
        "light pages: {darkest}"
    );
    assert!(
        (DARK_GROUND - 0.001..=DARK_GROUND).contains(&lightest),
        "dark pages: {lightest}"
    );
}
