import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { run } from '../../core/src/cli/program.ts';
import { RecordingTerminal } from '../../core/src/cli/testing/recording-terminal.ts';
import { describeWith } from './prerequisites.ts';
import { writeTestConfiguration } from './real-host.ts';
import { startSnmpd, type RealAgent } from './snmpd.ts';

const address = '127.0.78.2';
const sysLocation = '.1.3.6.1.2.1.1.6.0';
const plugin = resolve(import.meta.dirname, '../../plugins/snmp-switch');
const conformanceSchema = z.object({ verdicts: z.array(z.object({ rule: z.string(), ending: z.string(), tried: z.number(), findings: z.array(z.unknown()) })) });

describeWith(['snmpd', 'snmpget'], 'plugin check on a real snmpd', () => {
  let agent: RealAgent;
  let folder: string;
  beforeAll(async () => {
    agent = await startSnmpd(address);
    folder = await mkdtemp(join(tmpdir(), 'jackfield-check-'));
    await writeTestConfiguration(folder, {
      networks: ['127.0.78.0/29'], plugins: {}, devices: [{ name: 'lab-1', address }],
      credentials: { lab: { kind: 'snmp-community', community: { plain: agent.community }, writeCommunity: { plain: agent.community } } },
      transports: { snmp: { port: agent.port, credentials: 'lab', timeoutMs: 500, retries: 1 } },
    });
  });
  afterAll(async () => {
    await agent[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  async function check(...words: readonly string[]): Promise<{ code: number; verdicts: z.infer<typeof conformanceSchema>['verdicts']; errors: string }> {
    const terminal = new RecordingTerminal();
    const code = await run(['--config', folder, 'plugin', 'check', plugin, '--quick', '--json', ...words], terminal, new AbortController().signal);
    return { code, verdicts: terminal.output === '' ? [] : conformanceSchema.parse(JSON.parse(terminal.output)).verdicts, errors: terminal.errors };
  }

  test('the rules about devices hold on it, and nothing is written without --write', async () => {
    const before = await agent.get(sysLocation);
    const { code, verdicts } = await check('--device', 'lab-1');
    expect(verdicts.flatMap(({ findings }) => findings)).toEqual([]);
    expect(code).toBe(0);
    expect(verdicts.find(({ rule }) => rule === 'restore-exact')).toMatchObject({ ending: 'nothing', tried: 0 });
    expect(verdicts.find(({ rule }) => rule === 'garbage-survived')?.tried).toBeGreaterThan(100);
    expect(await agent.get(sysLocation)).toBe(before);
  });

  test('with --write each push is made, broken off, undone; the agent has afterwards what it had', async () => {
    const before = await agent.get(sysLocation);
    const { code, verdicts } = await check('--device', address, '--as', 'server-1', '--write', '--rule', 'second-plan-empty', 'apply-idempotent', 'restore-exact', 'restore-after-fault', 'restore-again');
    expect(verdicts.map(({ rule, ending, findings }) => [rule, ending, findings])).toEqual(['second-plan-empty', 'apply-idempotent', 'restore-exact', 'restore-after-fault', 'restore-again'].map((rule) => [rule, 'kept', []]));
    expect(code).toBe(0);
    expect(await agent.get(sysLocation)).toBe(before);
  });

  test('a device that the configuration does not know is refused with the next step', async () => {
    expect(await check('--device', 'lab-9')).toMatchObject({ code: 1, errors: expect.stringMatching(/JF9203[\s\S]*lab-9[\s\S]*Name one/) });
  });
});
