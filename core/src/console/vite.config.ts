import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { defineConfig, type Plugin, type UserConfig } from 'vite';

/** The host sends what was compressed here: it has better things to do with its one core. */
const compressed: Plugin = {
  name: 'compressed', apply: 'build',
  async writeBundle({ dir = '.' }, bundle) {
    for (const name of Object.keys(bundle).filter((file) => /\.(js|css|svg)$/.test(file))) {
      const bytes = await readFile(join(dir, name));
      await writeFile(join(dir, `${name}.gz`), gzipSync(bytes, { level: 9 }));
      await writeFile(join(dir, `${name}.br`), brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }));
    }
  },
};

/** Libraries say `use client` to servers that render pages; here all is client. */
const onwarn: NonNullable<NonNullable<NonNullable<UserConfig['build']>['rolldownOptions']>['onwarn']> = (warning, warn) => {
  if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning);
};

// `npx vite core/src/console` beside a running daemon is the page with changes seen at once.
export default defineConfig({
  root: import.meta.dirname,
  plugins: [compressed],
  build: { outDir: '../../dist/console', emptyOutDir: true, target: 'es2024', cssTarget: ['chrome123', 'firefox121', 'safari17.5'], assetsInlineLimit: 0, reportCompressedSize: false, chunkSizeWarningLimit: 700, modulePreload: { polyfill: false }, rolldownOptions: { onwarn } },
  server: { proxy: { '/api': 'http://127.0.0.1:9410' } },
});
