import { FluentResource } from "@fluent/bundle";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig, type HtmlTagDescriptor, type Plugin } from "vite";

/** Takes the files of words apart here, once, and not on every phone. */
const fluent: Plugin = {
  name: "fluent",
  transform(text, id) {
    if (!id.endsWith(".ftl")) return null;
    const { body } = new FluentResource(text);
    return { code: `export default JSON.parse(${JSON.stringify(JSON.stringify({ body }))});`, map: null };
  },
};

/** Names the first view's scripts and styles in the page itself: the browser fetches them at once, and not one after the other. */
const first: Plugin = {
  name: "first-view",
  transformIndexHtml: {
    order: "post",
    handler(_, { bundle }) {
      const chunks = Object.values(bundle ?? {}).filter((output) => output.type === "chunk");
      const files = new Set<string>();
      const styles = new Set<string>();
      const add = (name: string) => {
        const chunk = chunks.find((chunk) => chunk.fileName === name);
        if (!chunk || files.has(name)) return;
        files.add(name);
        chunk.viteMetadata?.importedCss.forEach((style) => styles.add(style));
        chunk.imports.forEach(add);
      };
      const entry = chunks.find((chunk) => chunk.isEntry);
      chunks.filter((chunk) => chunk.facadeModuleId?.endsWith("/src/page.ts")).forEach((chunk) => add(chunk.fileName));
      const own = [entry?.fileName, ...(entry?.imports ?? [])];
      const tags: HtmlTagDescriptor[] = [...files].filter((file) => !own.includes(file)).map((file) => ({ tag: "link", injectTo: "head", attrs: { rel: "modulepreload", crossorigin: true, href: `/${file}` } }));
      // After them, the view that most people go to first, and that must be there when the network is not.
      const post = chunks.find((chunk) => chunk.facadeModuleId?.endsWith("/views/Post.svelte"));
      if (post) tags.push({ tag: "link", injectTo: "head", attrs: { rel: "modulepreload", crossorigin: true, fetchpriority: "low", href: `/${post.fileName}` } });
      for (const style of post?.viteMetadata?.importedCss ?? []) if (!styles.has(style)) tags.push({ tag: "link", injectTo: "head", attrs: { rel: "preload", as: "style", crossorigin: true, fetchpriority: "low", href: `/${style}` } });
      const linked = entry?.viteMetadata?.importedCss ?? new Set();
      for (const style of styles) if (!linked.has(style)) tags.push({ tag: "link", injectTo: "head", attrs: { rel: "stylesheet", crossorigin: true, href: `/${style}` } });
      return tags;
    },
  },
};

export default defineConfig({
  plugins: [svelte(), fluent, first],
  build: {
    target: "es2022",
    // The server forbids what is written into a page: everything is a file of its own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The map is large, and comes when somebody looks at it.
    chunkSizeWarningLimit: 1200,
    // What the first view needs in one file: each further one is another request, and another hop where one names the next.
    rolldownOptions: { output: { codeSplitting: { includeDependenciesRecursively: false, groups: [{ name: "page", test: /node_modules\/(svelte|esm-env|clsx|@fluent)\/|\/src\/(page\.ts|App|lib\/(api|centre|clock|format|paint|queue|words)\.|parts\/(Age|Scroll|Tile)|views\/Overview)/ }] } } },
  },
  server: { proxy: { "/api": "http://127.0.0.1:7878", "/ogc": "http://127.0.0.1:7878" } },
});
