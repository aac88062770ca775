import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

export default defineConfig({
  base: "/admin/",
  plugins: [svelte()],
  build: {
    outDir: "../crates/web/admin",
    emptyOutDir: true,
    target: "es2022",
    // The policy of the page allows no data: addresses but for pictures, so everything is a file.
    assetsInlineLimit: 0,
    // Every browser that runs this syntax preloads modules by itself.
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        // Names say which version a file is, so that it may be kept for ever.
        entryFileNames: "assets/[name]-[hash].js",
        chunkFileNames: "assets/[name]-[hash].js",
        assetFileNames: "assets/[name]-[hash][extname]",
      },
    },
  },
  // For work on the app itself: `npm run dev` beside a `dateline demo` on port 8080.
  server: { proxy: { "/ghost": "http://127.0.0.1:8080", "/content": "http://127.0.0.1:8080" } },
  test: { environment: "jsdom", include: ["src/**/*.test.ts"] },
});
