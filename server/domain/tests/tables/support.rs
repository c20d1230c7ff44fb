//! What the tables have in common.

use domain::ids::{AccountId, CustomerId, ProviderId, StaffId};
use domain::settings::ShopSettings;
use domain::time::Timestamp;

/// Every setting of a switch.
pub const SWITCH: [bool; 2] = [true, false];

/// The moment at which the tests play: 2026-03-01T09:00:00Z.
pub const NOW: Timestamp = Timestamp::from_millis(1_772_355_600_000);

pub fn on(switch: bool) -> &'static str {
    if switch { "on" } else { "off" }
}

pub fn yes(fact: bool) -> &'static str {
    if fact { "yes" } else { "no" }
}

pub fn settings(l: bool, r: bool, a: bool) -> ShopSettings {
    ShopSettings {
        local_sign_in: l,
        local_registration: r,
        approval: a,
        ..ShopSettings::default()
    }
}

pub fn account(n: u8) -> AccountId {
    AccountId::new(NOW, [n; 10])
}

pub fn customer(n: u8) -> CustomerId {
    CustomerId::new(NOW, [n; 10])
}

pub fn provider_id(n: u8) -> ProviderId {
    ProviderId::new(NOW, [n; 10])
}

pub fn staff(n: u8) -> StaffId {
    StaffId::new(NOW, [n; 10])
}

/// A text table with aligned columns, for snapshots.
pub struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    pub fn new<const N: usize>(head: [&str; N]) -> Self {
        Self {
            rows: vec![head.map(str::to_owned).to_vec()],
        }
    }

    pub fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(cells.to_vec());
    }

    pub fn len(&self) -> usize {
        self.rows.len() - 1
    }
}

impl std::fmt::Display for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let width = |column: usize| {
            self.rows
                .iter()
                .map(|row| row[column].chars().count())
                .max()
                .unwrap_or(0)
        };
        let widths: Vec<usize> = (0..self.rows[0].len()).map(width).collect();
        for row in &self.rows {
            let cells: Vec<String> = row
                .iter()
                .zip(&widths)
                .map(|(cell, width)| format!("{cell:<width$}"))
                .collect();
            writeln!(f, "{}", cells.join("  ").trim_end())?;
        }
        Ok(())
    }
}
