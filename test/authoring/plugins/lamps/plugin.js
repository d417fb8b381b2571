// A plugin as a stranger might write it, with the mistakes that a test host must show. A lamp's state is its sysName.
import { readFileSync } from 'node:fs';
import { definePlugin } from '@jackfield/sdk';

const manifest = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
const sysName = '1.3.6.1.2.1.1.5.0';
const fine = { state: 'ok', summary: 'fine', items: [], metrics: [] };
const text = async (snmp) => Buffer.from((await snmp.get([sysName]))[0].value.value).toString();
const write = (snmp, oid, state) => snmp.set([{ oid, value: { type: 'OctetString', value: Buffer.from(state) } }]);

const lamp = {
  read: async ({ snmp }) => ({ state: await text(snmp) }),
  plan: (_context, current, { state }) => ({ ...current, state }),
  apply: async ({ snmp }, wanted, current) => wanted.state === current.state || (await write(snmp, sysName, wanted.state)),
  restore: async ({ snmp }, { state }) => write(snmp, sysName, state),
};

export default definePlugin(manifest, {
  checks: {
    lit: async ({ snmp, settings, log }) => {
      const state = await text(snmp);
      log.info(`it is ${state}`);
      return { ...fine, state: state === settings.expected ? 'ok' : 'critical', summary: state };
    },
    sneaky: async ({ snmp }) => {
      await write(snmp, sysName, 'stolen').catch(() => undefined);
      return fine;
    },
    curious: async ({ http }) => {
      await http.get('/state').catch(() => undefined);
      return fine;
    },
    hasty: async ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    stubborn: async ({ http, signal }) => {
      while (!signal.aborted) await http.get('/state').catch(() => undefined);
      throw signal.reason;
    },
    web: async ({ http, tcp }) => {
      const { body } = await http.get('/state');
      const echo = await tcp.exchange(7, { send: Buffer.from('hello') });
      return { ...fine, summary: `${body} ${echo}` };
    },
  },
  resources: { lamp, liar: { ...lamp, apply: async () => undefined } },
});
