//! Passphrases: asked for on the terminal without showing them, or taken from the environment where a program calls.

use super::Stop;
use std::io::{self, IsTerminal as _};

/// The variable that holds the passphrase of a device.
const VARIABLE: &str = "COULOIR_PASSPHRASE";

/// The passphrase of a device.
pub(super) fn ask() -> io::Result<String> {
    if let Some(said) = std::env::var_os(VARIABLE) {
        return said.into_string().map_err(|_| io::Error::new(io::ErrorKind::PermissionDenied, "it is no text"));
    }
    if !io::stdin().is_terminal() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "nobody is there to give it"));
    }
    rpassword::prompt_password("passphrase: ")
}

/// A new passphrase: from `variable`, or typed twice. Nothing where it may be left out and is.
pub(super) fn new(what: &str, variable: &str, chars_min: usize) -> Result<String, Stop> {
    let unusable = |error: &dyn std::fmt::Display| {
        Stop::unusable(format!("no {what}: {error}\n  help: type it on a terminal, or set `{variable}`"))
    };
    let said = match std::env::var(variable) {
        Ok(said) => said,
        Err(_) if io::stdin().is_terminal() => {
            let one = rpassword::prompt_password(format!("new {what}: ")).map_err(|error| unusable(&error))?;
            let two = rpassword::prompt_password("the same again: ").map_err(|error| unusable(&error))?;
            if one != two {
                return Err(Stop::unusable("the two differ\n  help: try again; nothing was changed"));
            }
            one
        }
        Err(_) => return Err(unusable(&"nobody is there to type it")),
    };
    if said.chars().count() < chars_min {
        return Err(Stop::unusable(format!(
            "the {what} is too short: it has fewer than {chars_min} characters\n  help: take four or five words that have nothing to do with each other"
        )));
    }
    Ok(said)
}
