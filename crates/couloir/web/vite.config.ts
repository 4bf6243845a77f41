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

/** Names in the page itself the view that most people go to first, and that must be there when the network is not. */
const next: Plugin = {
  name: "next-view",
  transformIndexHtml: {
    order: "post",
    handler(_, { bundle }) {
      const chunks = Object.values(bundle ?? {}).filter((output) => output.type === "chunk");
      const post = chunks.find((chunk) => chunk.facadeModuleId?.endsWith("/views/Post.svelte"));
      if (!post) return [];
      const later = (attrs: Record<string, string>): HtmlTagDescriptor => ({ tag: "link", injectTo: "head", attrs: { crossorigin: true, fetchpriority: "low", ...attrs } });
      const styles = [...(post.viteMetadata?.importedCss ?? [])].map((style) => later({ rel: "preload", as: "style", href: `/${style}` }));
      return [later({ rel: "modulepreload", href: `/${post.fileName}` }), ...styles];
    },
  },
};

export default defineConfig({
  plugins: [svelte(), fluent, next],
  build: {
    target: "es2022",
    // The server forbids what is written into a page: everything is a file of its own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The map is large, and comes when somebody looks at it.
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      output: {
        // What the first view needs in one file: each further one is another request, and another hop where one names the next.
        codeSplitting: { includeDependenciesRecursively: false, groups: [{ name: "page", test: /node_modules\/(svelte|esm-env|clsx|@fluent)\/|vite\/|\/src\/(main|page|App|lib\/(api|centre|clock|fault|format|languages|paint|queue|words)\.|parts\/(Age|Scroll|Tile)|views\/Overview)/ }] },
        // Most functions of the first view are called at once: V8 then compiles its file beside the page's own thread, and not each of them there.
        postBanner: (chunk) => (chunk.isEntry ? "//# allFunctionsCalledOnLoad" : ""),
      },
    },
  },
  server: { proxy: { "/api": "http://127.0.0.1:7878", "/ogc": "http://127.0.0.1:7878" } },
});
