import { defineConfig } from 'vitest/config';

/** Where `qingzhi serve` listens. */
const SERVICE = 'http://127.0.0.1:8765';

/** The visitor's page. `--outDir` and `--emptyOutDir` on the command line win over what stands here. */
export default defineConfig({
  root: 'packages/visitor',
  base: './',
  build: {
    target: 'es2022',
    outDir: '../../dist',
    emptyOutDir: true,
    // A strict content security policy refuses `data:` addresses, so everything stays a file.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Sheets are handed to the engine as text, and meet no `<link>`.
    cssCodeSplit: true,
    rolldownOptions: {
      input: {
        index: 'packages/visitor/index.html',
        example: 'packages/visitor/example.html',
        picture: 'packages/visitor/picture.html',
        staff: 'packages/visitor/staff.html',
        'studio-figures': 'packages/visitor/studio/figures.html',
        'qingzhi-human': 'packages/visitor/src/embed.ts',
      },
      // Keeps what the embedding module exports, so that pages can import its class.
      preserveEntrySignatures: 'exports-only',
      output: {
        // The one address that other sites write into their pages never changes.
        entryFileNames: ({ name }) => (name === 'qingzhi-human' ? 'embed/[name].js' : 'assets/[name]-[hash].js'),
      },
    },
  },
  worker: { format: 'es' },
  server: {
    proxy: {
      '/v1': { target: SERVICE, ws: true },
      '/figures': { target: SERVICE },
    },
  },
  test: {
    root: '.',
    include: ['packages/*/tests/**/*.test.ts'],
    environment: 'node',
  },
});
