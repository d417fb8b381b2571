import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fastify, type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nodeOf, nodeText, roles, rightsOf, mayAt, type Role, type TreeNode } from '../../access/index.ts';
import { FakeServices, twoSites, type Place } from '../../testing/index.ts';
import { commands, ofTheMachine } from '../commands/index.ts';
import { EventLog } from '../events/index.ts';
import type { HostServices } from '../host-services.ts';
import { registerRest } from './rest.ts';
import type { Route } from './route.ts';
import { takesFreshLogin, takesLogin } from './rule.ts';
import { routes } from './routes/index.ts';

const bounds = ['organization', 'region:north', 'district:yorkshire', 'site:leeds', 'site:bristol'].map(nodeOf).filter((node): node is TreeNode => node !== null);
const places: readonly Place[] = ['leeds', 'bristol'];

let directory: string;
let services: HostServices;
let server: FastifyInstance;
let log: EventLog;
const tokens = new Map<string, string>();
/** What a browser sends after a login, by the same names: some routes take more than a token. */
const logins = new Map<string, { readonly cookie: string; readonly 'x-jackfield-csrf': string }>();

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jackfield-rights-'));
  await mkdir(join(directory, 'sites'));
  for (const place of places) await writeFile(join(directory, 'sites', `${place}.yaml`), siteFile(place));
  await mkdir(join(directory, 'backups'));
  await writeFile(join(directory, 'backups', backup), 'x');
  await writeFile(join(directory, 'credentials.yaml'), 'switches: { kind: snmp-community, community: { vault: switches } }\n');
  services = twoSites(new FakeServices(directory, ''));
  log = await EventLog.open(services);
  server = fastify();
  registerRest(server, { services, daemon: { pid: 1, version: '1', startedAt: '' }, log, closing: new AbortController().signal });
  for (const [role, at, place] of roles.flatMap((one) => bounds.flatMap((bound) => places.map((of) => [one, bound, of] as const)))) {
    const { secret } = await services.people.tokens.create({ title: `${role} ${nodeText(at)}`, binding: { role, at }, madeBy: 'ada', person: null, lifeMs: 3_600_000 });
    tokens.set(`${role} ${nodeText(at)} ${place}`, secret);
    const name = `caller-${logins.size}`;
    await services.people.add(name, [{ role, at }]);
    const login = await services.people.sessions.open(name, 'password', { address: '127.0.0.1', agent: '' });
    logins.set(`${role} ${nodeText(at)} ${place}`, { cookie: `jackfield=${login.secret}`, 'x-jackfield-csrf': login.csrf });
  }
});
afterAll(async () => {
  await server.close();
  await log[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

let added = 0;
const backup = 'jackfield-99991231T235959999Z.db';

const siteFile = (place: Place): string => `site: ${place}\n`;
/** What is asked of a file of the configuration. */
const isOfFile = ({ name }: Route): boolean => /configurationFile$/i.test(name);

/** What stands for an input in a request that means a site. A route with an input that is not here fails: it says who may use it, and nobody tries. */
const meant: { readonly [input: string]: (place: Place, route: Route) => unknown } = {
  device: (place) => `${place}-core`, what: (place) => `${place}-core`, site: (place) => place, change: (place) => `${place}-1`, incident: (place) => `incident-${place}`, proposal: (place) => `proposal-${place}`,
  name: (place, { name }) => (name === 'offerPackage' ? 'widget.tgz' : name === 'addPerson' ? `${place}-${(added += 1)}` : `person-${place}`), at: (place, { name }) => (name === 'beginRecovery' ? null : `site:${place}`), role: () => 'viewer',
  version: () => 1, from: (_place, { name }) => (name === 'samples' ? '2026-01-01T00:00:00Z' : name === 'fetchPackage' ? '@acme/jackfield-plugin-widget' : 1), to: (_place, { name }) => (name === 'samples' ? '2026-01-01T00:00:00Z' : 1), metric: () => 'm', key: () => 'health.attempts',
  text: (place, route) => isOfFile(route) ? siteFile(place) : route.name === 'checkChangeFile' ? 'title: x' : `title: x\nchanges: [{ device: ${place}-core, resource: snmp-switch/port, spec: {} }]`, file: (place, route) => (isOfFile(route) ? `sites/${place}.yaml` : route.name === 'reportFile' ? 'repair.csv' : 'x.yaml'), etag: () => 'x', credential: () => 'switches', rollout: (place) => `rollout-${place}`, title: () => 'x', soak: () => '1m', kind: () => 'snmp-community', values: () => ({}), secrets: () => ({ community: 'x' }), set: () => [{ key: 'health.attempts', value: 3 }], plan: (place, { name }) => (name === 'keptPlan' || name === 'planBehind' ? `plan-${place}` : { steps: [{ device: `id-${place}` }] }), merge: () => true,
  month: () => '2026-10', before: () => null,
  task: (place) => `task-${place}`, maintenance: (place) => `maintenance-${place}`, assignee: (place) => `person-${place}`, channel: () => 'phone', due: () => '2d', for: () => '2h', comment: () => 'seen', reason: () => 'work',
  run: (place) => `run-${place}`, network: (place) => (place === 'leeds' ? '10.1.0.0/28' : '10.2.0.0/28'), fingerprint: (place) => `SHA256:${place}`, note: () => 'note-1', recording: () => 'recording-1', onto: () => null, step: () => 'files', plugin: () => 'snmp-switch', integrity: () => 'sha512-a', seconds: () => 1, backup: () => backup,
  address: (place) => (place === 'leeds' ? '10.1.0.1' : '10.2.0.1'),
};

/** Inputs that narrow or shape an answer, and are left out. */
const shaping = new Set(['limit', 'cursor', 'verify', 'all', 'status', 'item', 'resource', 'check', 'port', 'emergency', 'unset', 'canary', 'size', 'hold', 'downgrade', 'force', 'grant']);

function requestOf(route: Route, place: Place): { readonly url: string; readonly body: object } {
  const names = Object.keys(route.input.shape);
  // A list is asked whole: what it gives then is what its caller sees.
  const optional = new Set(names.filter((name) => route.method === 'get' && !route.path.includes(`{${name}}`) && route.input.shape[name]?.safeParse(undefined).success));
  const given = Object.fromEntries(names.filter((name) => !shaping.has(name) && !optional.has(name)).map((name) => {
    const value = meant[name];
    if (value === undefined) throw new Error(`${route.name}: say what stands for its input ${name}`);
    return [name, value(place, route)];
  }));
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(String(given[name])));
  const rest = Object.fromEntries(Object.entries(given).filter(([name]) => !route.path.includes(`{${name}}`)));
  const query = route.method === 'get' || route.takes !== undefined ? new URLSearchParams(Object.entries(rest).map(([name, value]) => [name, String(value)])).toString() : '';
  return { url: `/api${path}${query === '' ? '' : `?${query}`}`, body: route.method === 'get' || route.takes !== undefined ? {} : rest };
}

/** Whether a request means one place: then who does not see that place is not told that it is there. */
const meansPlace = ({ url, body }: { readonly url: string; readonly body: object }): boolean => /leeds|bristol|10\.[12]\./.test(url + JSON.stringify(body));

const ruled = routes.flatMap((route) => (typeof route.rule === 'string' ? [] : [{ route, rule: route.rule }]));

describe.each(ruled.map(({ route, rule }) => ({ name: `${route.method} ${route.path}`, route, rule })))('$name', ({ route, rule }) => {
  test.each(places)('answers to whom it should, and to them of what they see: %s', async (place) => {
    const wrong: string[] = [];
    for (const role of roles) {
      for (const at of bounds) {
        const { may, status, text } = await ask(role, at, place);
        const told = places.filter((other) => may && !sees(role, at, other) && text.includes(other));
        const fits = may ? status === 200 && told.length === 0 : status === 403 || status === 404;
        if (!fits) wrong.push(`${role} at ${nodeText(at)} ${may ? 'may' : 'may not'}: ${status} ${text}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  const rights = (role: Role, at: TreeNode) => rightsOf([{ role, at }], services.configuration.current);
  const sees = (role: Role, at: TreeNode, place: Place): boolean => mayAt(rights(role, at), 'viewer', place);

  async function ask(role: Role, at: TreeNode, place: Place): Promise<{ readonly may: boolean; readonly status: number; readonly text: string }> {
    await services.people.remove(`person-${place}`).catch(() => undefined);
    await services.people.add(`person-${place}`, [{ role: 'viewer', at: { level: 'site', id: place } }]);
    const request = requestOf(route, place);
    const held = rights(role, at);
    const wide = mayAt(held, rule.role, null);
    const anywhere = wide || places.some((one) => mayAt(held, rule.role, one));
    const whole = typeof rule.at === 'function' && !meansPlace(request);
    const may = rule.at === 'organization' || whole ? wide : meansPlace(request) ? mayAt(held, rule.role, place) : anywhere;
    const who = `${role} ${nodeText(at)} ${place}`;
    const file = route.takes === undefined ? null : { 'content-type': 'application/octet-stream' };
    const response = await server.inject({
      method: route.method, url: request.url, headers: { ...file, ...(takesLogin(rule) ? { ...logins.get(who) } : { authorization: `Bearer ${tokens.get(who) ?? ''}` }) }, ...(route.method === 'get' ? {} : { payload: file === null ? request.body : Buffer.from('x') }),
    });
    return { may, status: response.statusCode, text: response.body };
  }
});

test('every route that is open to anyone, or to whoever is logged in, is known to be', () => {
  expect(routes.filter(({ rule }) => rule === 'anyone').map(({ name }) => name)).toEqual(['loginWays', 'logIn', 'beginPasskeyLogin', 'logInByPasskey', 'beginProviderLogin', 'logInByProvider', 'setUp']);
  expect(routes.filter(({ rule }) => rule === 'caller').map(({ name }) => name)).toEqual(['session', 'logOut', 'tokens', 'revokeToken', 'views', 'keepView', 'forgetView']);
  expect(routes.filter(({ rule }) => rule === 'session').map(({ name }) => name)).toEqual(['changePassword', 'sessions', 'passkeys']);
  expect(routes.filter(({ rule }) => takesFreshLogin(rule)).map(({ name }) => name)).toEqual(['endSession', 'endOtherSessions', 'beginPasskey', 'addPasskey', 'removePasskey', 'addPerson', 'invitePerson', 'setRole', 'logOutPerson', 'removePerson', 'createToken', 'approvePackage', 'backupFile']);
});

test('whatever the command line can ask the host can be asked over HTTP, but for what has a reason not to be', () => {
  expect(Object.entries(commands).filter(([, one]) => !routes.some(({ command }) => command === one)).map(([name]) => name).toSorted()).toEqual(Object.keys(ofTheMachine).toSorted());
});
