#[test]
fn tmp_examples() {
    for name in ["baghouz", "baghouz-later", "flood-town", "island"] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name);
        let loaded = couloir::files::load(&path);
        for f in &loaded.findings { println!("{f}"); }
        println!("=== {name}\n{}", couloir_model::format::operation::describe(&loaded.operation.unwrap()));
    }
}
