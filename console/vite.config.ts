import { lingui } from '@lingui/vite-plugin';
import react from '@vitejs/plugin-react';
import { transformAsync } from '@babel/core';
import { readFileSync } from 'node:fs';
import { defineConfig, type InlineConfig, minifySync, type Plugin } from 'vite';
import { firstLoads } from './build/firstLoads';

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

/**
 * In the pages themselves, since each file more is waited for: the icon, and the script that sets the colour scheme before the
 * first paint, which the server lets run by its digest.
 */
const inThePage = (): Plugin => ({
  name: 'in-the-page',
  transformIndexHtml: {
    order: 'pre',
    handler: (html) => {
      const scheme = minifySync('scheme.js', readFileSync('build/scheme.js', 'utf8')).code.trim();
      const icon = `data:image/svg+xml,${encodeURIComponent(readFileSync('public/icon.svg', 'utf8').trim())}`;
      return html
        .replace('<!--scheme-->', () => `<script>${scheme}</script>`)
        .replace('href="/icon.svg"', () => `href="${icon}"`);
    },
  },
});

const config: InlineConfig = {
  // Relative, since the public URL may have a path of its own; the server writes it before what stands in the pages.
  base: './',
  plugins: [linguiMacro(), react(), lingui(), preloadFont(), inThePage()],
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
};

// Vitest's, which Vite's own type does not know.
const test = { environment: 'happy-dom', include: ['src/**/*.test.{ts,tsx}'] };

export default defineConfig(async ({ command }) => {
  if (command !== 'build') return { ...config, test };
  const codeSplitting = { groups: await firstLoads(config) };
  return {
    ...config,
    build: { ...config.build, rolldownOptions: { ...config.build?.rolldownOptions, output: { codeSplitting } } },
  };
});
