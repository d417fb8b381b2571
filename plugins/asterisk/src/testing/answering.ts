import { capabilities, sdkVersion, type AmiCaller, type AmiList, type AmiMessage, type AmiWriter, type Device } from '@jackfield/sdk';
import { settings as schema } from '../schemas.ts';
import type { Settings } from '../settings.ts';

type Headers = readonly (readonly [string, string])[];

/** Answers by action; what is not named is refused as by a user without rights. */
export function answering(answers: { readonly [action: string]: Headers | readonly Headers[] }): AmiWriter {
  const denied: Headers = [['Response', 'Error'], ['Message', 'Permission denied']];
  const isList = (answer: Headers | readonly Headers[]): answer is readonly Headers[] => answer.length === 0 || Array.isArray(answer[0]?.[0]);
  const of = (name: string): Headers | readonly Headers[] => answers[name] ?? denied;
  const message = async (name: string): Promise<AmiMessage> => {
    const answer = of(name);
    return { headers: isList(answer) ? [['Response', 'Success'], ['EventList', 'start']] : answer };
  };
  return {
    action: message,
    write: message,
    async list(name): Promise<AmiList> {
      const answer = of(name);
      const response = await message(name);
      return { response, events: isList(answer) ? answer.map((headers) => ({ headers })) : [], complete: response };
    },
    events: () => {
      throw new Error('no call listens to events');
    },
  };
}

const device: Device = {
  id: 'd1', name: 'd1', site: 's1', address: '192.0.2.1', vendor: null, model: null, os: null, version: null, serial: null, labels: {},
};

/** Settings as the host fills them in when a site sets none. */
export const defaults: Settings = schema.parse({});

const absent = (): never => {
  throw new Error('the plugin uses ami alone here');
};

/** A context of a check over a manager alone, with test calls where the test answers them: the others throw. */
export function asking<Ami extends object>(ami: Ami, settings: Settings = defaults, call: AmiCaller['call'] = absent, id = device.id) {
  return {
    ami: Object.assign(ami, { call }),
    settings,
    device: { ...device, id },
    fingerprint: { icmp: null, snmp: null, ssh: null, ami: { banner: 'Asterisk Call Manager/11.0.0' }, tls: null, http: null },
    signal: AbortSignal.timeout(10_000),
    remaining: () => 10_000, since: performance.now(), alsoDue: [], host: { sdk: sdkVersion, capabilities },
    log: { debug() {}, info() {}, warn() {} },
    points: {},
    snmp: { get: absent, getNext: absent, getBulk: absent, walk: absent, table: absent, set: absent },
    ssh: { exec: absent, script: absent, readFile: absent },
    icmp: { ping: absent },
    http: { get: absent, send: absent },
    tcp: { exchange: absent },
    sip: { options: absent },
  };
}
