//! Lists of passwords: one to a line, or the SHA-1 of one, as published lists of breached passwords have it.

use super::{Key, filter::Filter, key};
use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read, Seek},
    path::Path,
};

/// Octets of the longest line.
const LONGEST: usize = 1024;

/// Why a list can't be used, with the line (from 1) where there is one.
#[derive(Debug, thiserror::Error)]
pub enum ListFault {
    /// It can't be read.
    #[error("cannot be read: {0}")]
    Io(#[from] io::Error),
    /// There is nothing in it.
    #[error("holds no password")]
    Empty,
    /// A line that is neither a password nor a hash.
    #[error("line {line}: {problem}")]
    Line {
        /// Which one.
        line: u64,
        /// What is wrong with it.
        problem: &'static str,
    },
}

/// Makes a filter of a list, and tells how many different passwords it holds. Empty lines are left out; what is no hash
/// is compared in lower case as well, as `domain::password` asks for it.
///
/// # Errors
/// A file that can't be read, an empty one, the first line that can't be used.
pub fn build(list: &Path) -> Result<(Vec<u8>, u64), ListFault> {
    let mut file = File::open(list)?;
    let mut room = 0;
    each(BufReader::new(&file), |_| room += 1)?;
    if room == 0 {
        return Err(ListFault::Empty);
    }
    let mut filter = Filter::with_room(room);
    file.rewind()?;
    each(BufReader::new(&file), |key| filter.insert(&key))?;
    Ok((filter.to_bytes(), filter.entries()))
}

/// Reads line by line, so that a list may be larger than the memory.
fn each(mut list: impl BufRead, mut take: impl FnMut(Key)) -> Result<(), ListFault> {
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let limit = LONGEST as u64 + 2;
        if list.by_ref().take(limit).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        let fault = |problem| ListFault::Line {
            line: number,
            problem,
        };
        let text = std::str::from_utf8(&line).map_err(|_| fault("not UTF-8"))?;
        let text = text.strip_suffix('\n').unwrap_or(text);
        let text = text.strip_suffix('\r').unwrap_or(text);
        if text.len() > LONGEST {
            return Err(fault("longer than 1024 octets"));
        }
        if text.chars().any(char::is_control) {
            return Err(fault("a control character"));
        }
        match hash(text) {
            Some(Ok(key)) => take(key),
            Some(Err(problem)) => return Err(fault(problem)),
            None if text.is_empty() => {}
            None => take(key(&text.to_lowercase())),
        }
    }
    Ok(())
}

/// The hash that a line holds: forty hexadecimal digits, with a colon and a count behind them or without. None for a
/// line that begins otherwise.
fn hash(line: &str) -> Option<Result<Key, &'static str>> {
    let (digits, rest) = line.split_at_checked(40)?;
    if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let counted = rest
        .strip_prefix(':')
        .is_some_and(|count| !count.is_empty() && count.bytes().all(|b| b.is_ascii_digit()));
    if !rest.is_empty() && !counted {
        return Some(Err("a hash must stand alone or before a colon and a count"));
    }
    let mut key: Key = [0; 20];
    for (octet, pair) in key.iter_mut().zip(digits.as_bytes().chunks_exact(2)) {
        let value = |digit: u8| char::from(digit).to_digit(16).unwrap_or(0) as u8;
        *octet = value(pair[0]) << 4 | value(pair[1]);
    }
    Some(Ok(key))
}
