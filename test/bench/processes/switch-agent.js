// The simulated switch of the bench: 33 ports, all with traffic. Prints its port; ends with its standard input.
import { SnmpDevice, snmpModelSchema, startSnmpSimulator } from '@jackfield/sdk/testing';

const model = snmpModelSchema.parse({
  name: 'bench', descr: 'A switch of 33 ports', objectID: '1.3.6.1.4.1.8072.3.2.10',
  ports: [{ name: 'Gi1/0/[1-33]', alias: 'To a desk', traffic: { in: '10M', out: '20M' } }],
});
const agent = await startSnmpSimulator({ address: process.argv[2], device: SnmpDevice.fromModel(model) });
process.stdout.write(`${agent.port}\n`);
process.stdin.on('end', () => agent[Symbol.asyncDispose]()).resume();
