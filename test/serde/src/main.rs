//! Prints, as lines of JSON, what serde_json makes of the types of `sink.hproc`.
//!
//!     serde-parity cases                   what it writes
//!     serde-parity verdicts < candidates   what it accepts

mod cases;
mod everything;
mod identities;
mod types;
mod verdicts;

use std::process::ExitCode;

fn main() -> ExitCode {
    match std::env::args().nth(1).as_deref() {
        Some("cases") => cases::print(),
        Some("verdicts") => verdicts::print(std::io::stdin().lock()),
        _ => {
            eprintln!("usage: serde-parity cases | verdicts");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}
