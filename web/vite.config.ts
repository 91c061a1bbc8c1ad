import { defineConfig } from 'vitest/config';

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
    rolldownOptions: {
      input: {
        index: 'packages/visitor/index.html',
        picture: 'packages/visitor/picture.html',
      },
    },
  },
  worker: { format: 'es' },
  server: {
    proxy: { '/v1': { target: 'http://127.0.0.1:8000', ws: true } },
  },
  test: {
    root: '.',
    include: ['packages/*/tests/**/*.test.ts'],
    environment: 'node',
  },
});
