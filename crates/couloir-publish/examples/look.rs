//! Writes the output folders of the test plans, so that one can look at them: `cargo run -p couloir-publish --example look DIR`.

#![allow(clippy::disallowed_methods, clippy::print_stdout, missing_docs, dead_code)]

#[path = "../tests/it/world.rs"]
mod world;

use couloir_publish::{Language, publish, table};
use std::path::Path;

fn main() {
    let into = std::env::args().nth(1).expect("name a folder");
    let large: u32 = std::env::args().nth(2).and_then(|count| count.parse().ok()).unwrap_or(150);
    let worlds = [("small", world::small()), ("large", world::large_of(large, 6))];
    for (name, world) in &worlds {
        for (code, language) in [("en", Language::English), ("fr", Language::French), ("ar", Language::Arabic)] {
            let files = publish(&world.input(), language);
            let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
            for file in files {
                let path = Path::new(&into).join(name).join(code).join(&file.path);
                std::fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("folder");
                std::fs::write(path, file.bytes).expect("file");
            }
            println!("{}", table(&world.input(), language));
            println!("{name}/{code}: {bytes} bytes\n");
        }
    }
}
