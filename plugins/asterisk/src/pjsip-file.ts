import { Conflict } from '@jackfield/sdk';
import type { EndpointFacts } from './endpoint-facts.ts';

/** The one file that Jackfield writes; pjsip.conf includes it. */
export const ownFile = 'pjsip_jackfield.conf';

export type Endpoints = ReadonlyMap<string, EndpointFacts>;

const head = [
  '; Written by Jackfield (asterisk/endpoint). Do not change it by hand: Jackfield refuses to touch a file that is not',
  '; exactly as it wrote it. Endpoints of your own belong into pjsip.conf.',
];

function section(name: string, type: string, options: readonly (readonly [name: string, value: string | null])[]): string[] {
  return ['', `[${name}]`, `type=${type}`, ...options.flatMap(([option, value]) => (value === null ? [] : [`${option}=${value}`]))];
}

/** The file's text: three sections for each endpoint, by name; the same endpoints make the same text. */
export function renderFile(endpoints: Endpoints): string {
  const names = [...endpoints.keys()].sort();
  const sections = names.flatMap((name) => {
    const facts = endpoints.get(name);
    if (facts === undefined) return [];
    return [
      ...section(name, 'endpoint', [
        ['context', facts.context], ['disallow', 'all'], ['allow', facts.codecs.join(',')],
        ['callerid', facts.callerId], ['auth', name], ['aors', name],
      ]),
      ...section(name, 'auth', [['auth_type', 'userpass'], ['username', name], ['password', facts.password]]),
      ...section(name, 'aor', [['max_contacts', String(facts.maxContacts ?? 1)], ['remove_existing', 'yes']]),
    ];
  });
  return `${[...head, ...sections].join('\n')}\n`;
}

function optionsByType(text: string): ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, string>>> {
  const found = new Map<string, Map<string, Map<string, string>>>();
  let [name, options]: [string, Map<string, string>] = ['', new Map()];
  for (const line of text.split('\n')) {
    const header = /^\[(.+)\]$/.exec(line)?.[1];
    const [, option, value] = /^([a-z_]+)=(.*)$/.exec(line) ?? [];
    if (header !== undefined) [name, options] = [header, new Map()];
    else if (option === 'type' && value !== undefined) found.set(name, (found.get(name) ?? new Map<string, Map<string, string>>()).set(value, options));
    else if (option !== undefined && value !== undefined) options.set(option, value);
  }
  return found;
}

/** The endpoints of a file that Jackfield wrote. Throws `Conflict` for a file that it did not write exactly so. */
export function parseFile(text: string, path: string): Endpoints {
  const endpoints = new Map<string, EndpointFacts>();
  for (const [name, types] of optionsByType(text)) {
    const [endpoint, auth, aor] = [types.get('endpoint'), types.get('auth'), types.get('aor')];
    endpoints.set(name, {
      context: endpoint?.get('context') ?? null,
      codecs: (endpoint?.get('allow') ?? '').split(',').filter((codec) => codec !== ''),
      callerId: endpoint?.get('callerid') ?? null,
      maxContacts: Number(aor?.get('max_contacts') ?? '1'),
      password: auth?.get('password') ?? null,
    });
  }
  // Whatever the reading above overlooked would be lost by writing: then the two texts differ.
  if (text.trim() !== '' && renderFile(endpoints) !== text) {
    throw new Conflict(`${path} is not as Jackfield wrote it`, { hint: 'Somebody changed it by hand: move the changes into pjsip.conf and remove the file, or undo them.' });
  }
  return endpoints;
}
