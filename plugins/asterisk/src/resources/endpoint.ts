import { setTimeout as delay } from 'node:timers/promises';
import { contentHash, amiHeader, Conflict, SettingsInvalid, Unsupported, type ReadingContext, type RemoteFile, type Resource, type WritingContext } from '@jackfield/sdk';
import type { z } from 'zod';
import { checkBaseFile } from '../base-file.ts';
import { isSameEndpoint, type EndpointFacts } from '../endpoint-facts.ts';
import { outcomeOf } from '../manager.ts';
import { ownFile, parseFile, renderFile, type Endpoints } from '../pjsip-file.ts';
import { readRunning } from '../running-endpoint.ts';
import type { endpoint as schema } from '../schemas.ts';
import type { Settings } from '../settings.ts';

export type EndpointSpec = z.output<typeof schema>;

/**
 * The endpoint in Jackfield's own file, and as Asterisk runs it. A reload succeeds although Asterisk skipped an object it
 * did not like, so that only both together say that a push did what it should.
 */
export type EndpointState = {
  readonly configured: EndpointFacts | null;
  readonly running: EndpointFacts | null;
};

const module = 'res_pjsip.so';
/** After a reload Asterisk may still hand out the old object for a moment. */
const settling = [100, 200, 400, 800];

interface Files {
  readonly path: string;
  /** Null where nothing was ever written. */
  readonly own: RemoteFile | null;
  readonly base: RemoteFile;
  readonly endpoints: Endpoints;
}

async function readFiles({ ssh, settings: { configuration: { folder } } }: ReadingContext<Settings>, name: string): Promise<Files> {
  const path = `${folder}/${ownFile}`;
  const [base, own] = await Promise.all([ssh.readFile(`${folder}/pjsip.conf`), ssh.readFile(path)]);
  if (base === null) {
    throw new Unsupported(`there is no ${folder}/pjsip.conf`, { hint: 'Set configuration.folder of the plugin to the folder Asterisk reads (astetcdir of asterisk.conf).' });
  }
  checkBaseFile(Buffer.from(base.content).toString('utf8'), folder, name);
  const text = own === null ? '' : Buffer.from(own.content).toString('utf8');
  return { path, own, base, endpoints: parseFile(text, path) };
}

async function readState(context: ReadingContext<Settings>, name: string): Promise<EndpointState & { readonly files: Files }> {
  const [files, running] = await Promise.all([readFiles(context, name), readRunning(context.ami, name)]);
  return { configured: files.endpoints.get(name) ?? null, running, files };
}

async function writeFile({ ssh }: WritingContext<Settings>, { path, own, base, endpoints }: Files, name: string, wanted: EndpointFacts | null): Promise<void> {
  const next = new Map(endpoints);
  if (wanted === null) next.delete(name);
  else next.set(name, wanted);
  // Never removed: a plain #include of a file that is not there would keep Asterisk from reading pjsip.conf at all.
  await ssh.writeFile(path, Buffer.from(renderFile(next)), {
    // Readable by whom pjsip.conf is readable: Asterisk seldom runs as root.
    mode: own?.mode ?? base.mode, uid: own?.uid ?? base.uid, gid: own?.gid ?? base.gid,
    expect: own === null ? null : contentHash(own.content),
  });
}

async function reload({ ami, signal }: WritingContext<Settings>, name: string, wanted: EndpointFacts | null): Promise<void> {
  const response = await ami.write('Reload', [['Module', module]]);
  if (amiHeader(response, 'Response')?.toLowerCase() !== 'success') throw outcomeOf(`Reload of ${module}`, response);
  for (const wait of settling) {
    if (isSameEndpoint(await readRunning(ami, name), wanted)) return;
    await delay(wait, undefined, { signal });
  }
}

async function write(context: WritingContext<Settings>, name: string, wanted: EndpointState, isLoaded: (state: EndpointState) => boolean): Promise<void> {
  const { configured, running, files } = await readState(context, name);
  const isWritten = isSameEndpoint(configured, wanted.configured);
  if (isWritten && isLoaded({ configured, running })) return;
  if (!isWritten) await writeFile(context, files, name, wanted.configured);
  await reload(context, name, wanted.running);
}

function required<Value>(value: Value | null | undefined, what: string, name: string): Value {
  if (value === null || value === undefined) throw new SettingsInvalid(`endpoint ${name} is new and needs a ${what}`);
  return value;
}

/** A PJSIP endpoint with its login and its address of record, in a file of Jackfield's own beside pjsip.conf. */
export const endpoint: Resource<EndpointSpec, EndpointState, 'name', Settings> = {
  async read(context, { name }) {
    const { configured, running } = await readState(context, name);
    return { configured, running };
  },
  /** Those of Jackfield's own file: others are not ours to put back. */
  async list({ ssh, settings: { configuration: { folder } } }) {
    const path = `${folder}/${ownFile}`;
    const own = await ssh.readFile(path);
    return own === null ? [] : [...parseFile(Buffer.from(own.content).toString('utf8'), path).keys()].map((name) => ({ name }));
  },
  plan(_context, { configured, running }, spec) {
    const { name } = spec;
    if (configured === null && running !== null) {
      throw new Conflict(`Asterisk has an endpoint ${name} that Jackfield did not make`, { hint: 'It stands in another file or in a database; choose another name, or take it away there.' });
    }
    if (!spec.exists) return { configured: null, running: null };
    const wanted: EndpointFacts = {
      context: required(spec.context ?? configured?.context, 'context', name),
      codecs: required(spec.codecs ?? configured?.codecs, 'list of codecs', name),
      callerId: spec.callerId === undefined ? (configured?.callerId ?? null) : spec.callerId,
      maxContacts: spec.maxContacts ?? configured?.maxContacts ?? 1,
      password: required(spec.password ?? configured?.password, 'password', name),
    };
    return { configured: wanted, running: { ...wanted, password: null } };
  },
  apply: (context, wanted, _current, { name }) => write(context, name, wanted, ({ running }) => isSameEndpoint(running, wanted.running)),
  // Which password Asterisk runs cannot be seen: what a push left off in the middle may have loaded is loaded over.
  restore: (context, state, { name }) => write(context, name, state, () => false),
};
