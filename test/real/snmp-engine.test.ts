import { expect, test } from 'vitest';
import { describeWith } from './prerequisites.ts';
import { startRealHost } from './real-host.ts';
import { startSnmpd } from './snmpd.ts';

const plugins = { 'snmp-switch': { enabled: true, grant: 'read' } };
const address = '127.0.72.2';

describeWith(['snmpd', 'snmpget', 'fping'], 'an SNMPv3 engine that is another one than before', () => {
  for (const [what, boots, before, after] of [
    ['an agent with a new engine id', false, [], []],
    ['an agent whose boots begin anew', true, ['exactEngineID 0x80001f880402030405', 'oldEngineID 0x80001f880402030405', 'engineBoots 7'], ['exactEngineID 0x80001f880402030405']],
  ] as const) {
    test(`${what} answers at the first check after it`, async () => {
      await using first = await startSnmpd(address, undefined, before);
      const { user, port } = first;
      await using host = await startRealHost({
        networks: ['127.0.72.0/29'], plugins, transports: { snmp: { port, credentials: 'lab', timeoutMs: 500, retries: 1 } },
        credentials: { lab: { kind: 'snmp-user', user: user.name, auth: { protocol: 'sha256', key: { plain: user.authKey } }, privacy: { protocol: 'aes', key: { plain: user.privacyKey } } } },
      });
      expect(Number(await first.get('.1.3.6.1.6.3.10.2.1.2.0')) > 1).toBe(boots);
      await host.services.discovery.run({});
      const [device] = host.services.inventory.devices();
      const codes = async () => (await host.services.health.checkNow(device?.id ?? '')).map(({ code }) => code);
      expect(new Set(await codes())).toEqual(new Set([null]));
      await first[Symbol.asyncDispose]();
      await using _second = await startSnmpd(address, port, after);
      expect(new Set(await codes())).toEqual(new Set([null]));
    });
  }
});
