import { defineConfig } from 'vite';

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    // Browsers of 2024 and later: `light-dark()` and native nesting reach them as written.
    target: ['chrome125', 'edge125', 'firefox128', 'safari17.5'],
    // The content security policy admits styles, scripts and workers from files only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
