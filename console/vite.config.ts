import { lingui } from '@lingui/vite-plugin';
import react from '@vitejs/plugin-react';
import { transformAsync } from '@babel/core';
import { defineConfig, type Plugin } from 'vite';

/** Lingui's macros need Babel; only files that import one pay for it. */
const linguiMacro = (): Plugin => ({
  name: 'lingui-macro',
  enforce: 'pre',
  async transform(code, id) {
    if (!/\.tsx?$/.test(id) || !/@lingui\/(react|core)\/macro/.test(code)) return null;
    const result = await transformAsync(code, {
      filename: id,
      babelrc: false,
      configFile: false,
      sourceMaps: true,
      parserOpts: { plugins: ['jsx', 'typescript'] },
      plugins: ['@lingui/babel-plugin-lingui-macro'],
    });
    return result?.code ? { code: result.code, map: result.map } : null;
  },
});

/** The one font file that the first paint needs; its name has a hash, so the link is written when it is known. */
const preloadFont = (): Plugin => ({
  name: 'preload-font',
  transformIndexHtml: {
    order: 'post',
    handler: (_html, context) =>
      Object.keys(context.bundle ?? {})
        .filter((file) => /inter-latin-wght/.test(file))
        .map((file) => ({
          tag: 'link',
          attrs: { rel: 'preload', as: 'font', type: 'font/woff2', href: `/${file}`, crossorigin: '' },
          injectTo: 'head' as const,
        })),
  },
});

export default defineConfig({
  // Relative, since the public URL may have a path of its own; the server writes it before what stands in the pages.
  base: './',
  plugins: [linguiMacro(), react(), lingui(), preloadFont()],
  // `npm run dev` beside a server started by script/server.
  server: { proxy: { '/v1': 'http://127.0.0.1:8080' } },
  build: {
    target: 'es2022',
    manifest: 'manifest.json',
    modulePreload: { polyfill: false },
    // One stylesheet: two entries share nearly all of it, and a second file is one more request before the first rows.
    cssCodeSplit: false,
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { app: 'app.html', door: 'door.html' },
    },
  },
  test: { environment: 'happy-dom', include: ['src/**/*.test.{ts,tsx}'] },
} as never);
