import { expect, test } from 'vitest';
import { describeWith } from './prerequisites.ts';
import { startSnmpd } from './snmpd.ts';
import { startSshd } from './sshd.ts';

describeWith(['snmpd', 'snmpget'], 'the real agent', () => {
  test('answers the independent client', async () => {
    await using agent = await startSnmpd('127.0.0.1');
    expect(await agent.get('.1.3.6.1.2.1.1.2.0')).toBe('.1.3.6.1.4.1.8072.3.2.10');
  });
});

describeWith(['sshd', 'ssh-keygen'], 'the real SSH server', () => {
  test('answers the independent client, also after it was reinstalled', async () => {
    await using server = await startSshd('127.0.0.1');
    expect(await server.run('echo hello')).toBe('hello\n');
    await server.reinstall();
    expect(await server.run('echo again')).toBe('again\n');
  });
});
