import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** What of .npmrc says where packages are and who asks for them. */
const used = /^(registry|cafile|(@[^:]+):registry|\/\/.+:(_authToken|_auth|username|_password|certfile|keyfile))$/;

/** The registry settings of the person's .npmrc (or npm_config_userconfig), as npm reads them. */
export async function npmSettings(environment: NodeJS.ProcessEnv = process.env): Promise<{ readonly [key: string]: string }> {
  const file = environment['npm_config_userconfig'] ?? join(homedir(), '.npmrc');
  const text = await readFile(file, 'utf8').catch(() => '');
  const settings = text.split('\n').flatMap((line): [string, string][] => {
    const [, key, value] = /^\s*([^=;#\s]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (key === undefined || value === undefined || !used.test(key)) return [];
    const plain = value.replace(/^"(.*)"$/, '$1').replaceAll(/\$\{([^}]+)\}/g, (_whole, name: string) => environment[name] ?? '');
    return [[key, plain]];
  });
  return Object.fromEntries(settings);
}
