import { SettingsInvalid, type JsonObject, type Resource } from '@jackfield/sdk';
import type { z } from 'zod';
import { valueOf, type Section } from '../own-files/config-lines.ts';
import { pjsipFile } from '../own-files/kinds.ts';
import { ownSections, readOwnFile, writeOwnFile } from '../own-files/own-file.ts';
import { reload } from '../own-files/reload.ts';
import { isSame } from '../own-files/same.ts';
import { listOf, namesOf, object, objectOf, putObjects } from '../pjsip/objects.ts';
import type { transport as schema } from '../schemas.ts';
import type { Settings } from '../settings.ts';

export type TransportSpec = z.output<typeof schema>;

/** Where Asterisk listens for SIP, and as what it shows itself. */
type TransportFacts = {
  readonly protocol: 'udp' | 'tcp';
  readonly bind: string;
  readonly externalAddress: string | null;
  readonly localNetworks: readonly string[];
  /** allow_reload: a change drops the calls that go over it. */
  readonly reloads: boolean;
};

export type TransportState = {
  readonly configured: TransportFacts | null;
  /** Asterisk does not show its transports: this is when what is configured holds, in words for the plan. */
  readonly takesEffect: string | null;
};

/** By default res_pjsip ignores a changed transport until it starts anew. */
function stateOf(configured: TransportFacts | null): TransportState {
  if (configured === null) return { configured, takesEffect: null };
  return { configured, takesEffect: configured.reloads ? 'with the reload, which drops its calls' : 'needs a restart of Asterisk, in a window' };
}

function find(sections: readonly Section[], name: string): TransportFacts | null {
  const found = objectOf(sections, name, 'transport');
  if (found === null) return null;
  return {
    protocol: valueOf(found, 'protocol') === 'tcp' ? 'tcp' : 'udp',
    bind: valueOf(found, 'bind') ?? '',
    externalAddress: valueOf(found, 'external_signaling_address'),
    localNetworks: listOf(valueOf(found, 'local_net')),
    reloads: valueOf(found, 'allow_reload') === 'yes',
  };
}

function put(sections: readonly Section[], name: string, facts: TransportFacts | null): readonly Section[] {
  if (facts === null) return putObjects(sections, name, []);
  const { protocol, bind, externalAddress, localNetworks, reloads } = facts;
  return putObjects(sections, name, [object(name, 'transport',
    ['protocol', protocol], ['bind', bind], ['external_signaling_address', externalAddress], ['external_media_address', externalAddress],
    ['local_net', localNetworks.length === 0 ? null : localNetworks.join(',')], ['allow_reload', reloads ? 'yes' : null])]);
}

type Write = Resource<TransportSpec, TransportState, 'name', Settings>['restore'];

const write: Write = async (context, { configured }, { name }) => {
  const file = await readOwnFile(context, pjsipFile, name);
  if (isSame(find(file.sections, name), configured)) return;
  await writeOwnFile(context, file, put(file.sections, name, configured));
  await reload(context, pjsipFile.module, async () => true);
};

/** A PJSIP transport. */
export const transport: Resource<TransportSpec, TransportState & JsonObject, 'name', Settings> = {
  async read(context, { name }) {
    const { sections } = await readOwnFile(context, pjsipFile, name);
    return stateOf(find(sections, name));
  },
  list: async (context) => namesOf(await ownSections(context, pjsipFile), 'transport').map((name) => ({ name })),
  plan(_context, { configured }, { name, exists, ...spec }) {
    if (!exists) return stateOf(null);
    const bind = spec.bind ?? configured?.bind;
    if (bind === undefined) throw new SettingsInvalid(`transport ${name} is new and needs an address to bind to`);
    return stateOf({
      protocol: spec.protocol ?? configured?.protocol ?? 'udp',
      bind,
      externalAddress: spec.externalAddress === undefined ? (configured?.externalAddress ?? null) : spec.externalAddress,
      localNetworks: spec.localNetworks ?? configured?.localNetworks ?? [],
      reloads: spec.reloads ?? configured?.reloads ?? false,
    });
  },
  apply: (context, wanted, _current, key) => write(context, wanted, key),
  restore: write,
};
