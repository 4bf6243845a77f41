//! The shell of Couloir: files, clock, terminal, people. The only crate with I/O.
//!
//! Start with [`turn`](turn::turn): the one function in which the pure crates meet. Then [`cli`], one file a command.
//!
//! **Invariant:** commands parse, call and print; a rule of the domain found here belongs in a crate below.

pub mod turn;

mod lines;

mod moment;

pub mod again;

pub mod answer;

mod sentence;

pub mod binds;

pub mod simulation;

pub mod files;

pub mod land;

pub mod new;

pub mod bench;

pub mod cipher;

pub mod networks;

pub mod keys;

pub mod store;

pub mod post;

pub mod wipe;

pub mod carry;

pub mod evidence;

pub mod server;

pub mod cli;
