//! Writes the output folders of the test plans, so that one can look at them:
//! `cargo run -p couloir-publish --example look DIR [VEHICLES]`. With a number of vehicles, one folder in English only.

#![allow(clippy::disallowed_methods, clippy::print_stdout, missing_docs, dead_code)]

#[path = "../tests/it/world.rs"]
mod world;

use couloir_publish::{Language, publish, table};
use std::path::Path;

fn main() {
    let into = std::env::args().nth(1).expect("name a folder");
    let languages = [("en", Language::English), ("fr", Language::French), ("ar", Language::Arabic)];
    match std::env::args().nth(2).and_then(|count| count.parse().ok()) {
        Some(vehicles) => write(&into, "fleet", &world::large_of(vehicles, 6), &languages[..1]),
        None => {
            write(&into, "small", &world::small(), &languages);
            write(&into, "large", &world::large(), &languages);
        }
    }
}

fn write(into: &str, name: &str, world: &world::World, languages: &[(&str, Language)]) {
    for (code, language) in languages {
        let files = publish(&world.input(), *language);
        let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
        println!("{}", table(&world.input(), *language));
        println!("{name}/{code}: {} files, {bytes} bytes\n", files.len());
        for file in files {
            let path = Path::new(into).join(name).join(code).join(&file.path);
            std::fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("folder");
            std::fs::write(path, file.bytes).expect("file");
        }
    }
}
