// A simulated Linux server on an address, whose files can be pushed over SSH; prints its port, ends with its standard input.
import { machineModelSchema, machinePrograms, MemoryFiles, startSshSimulator } from '@jackfield/sdk/testing';

const machine = machineModelSchema.parse({ linux: { hostname: 'files', memoryMB: { total: 1024, available: 900 }, disks: [{ device: '/dev/sda1', path: '/', sizeMB: 1024, usedMB: 10 }], interfaces: [{ name: 'eno1', mac: '02:4c:45:05:00:00', address: '192.0.2.5/28' }] }, commands: { readlink: { code: 1 } } });
const files = new MemoryFiles({ '/etc/motd': 'old\n' });
const simulator = await startSshSimulator({ address: process.argv[2], users: [{ name: 'root', password: 'bench' }], files, programs: machinePrograms(machine) });
process.stdout.write(`${simulator.port}\n`);
process.stdin.on('end', () => process.exit(0)).resume();
