// Simulated Linux servers, one on each of so many addresses of 127.97.0.0/16, all on one port; prints the port, ends with its
// standard input.
import { machineModelSchema, machinePrograms, startSshSimulator } from '@jackfield/sdk/testing';

const count = Number(process.argv[2]);
let port = 0;
for (let number = 1; number <= count; number += 1) {
  const machine = machineModelSchema.parse({
    linux: {
      hostname: `server-${number}`, memoryMB: { total: 8192, available: 6100 }, disks: [{ device: '/dev/sda1', path: '/', sizeMB: 102400, usedMB: 21000 }],
      interfaces: [{ name: 'eno1', mac: `02:4c:45:05:${(number >> 8).toString(16).padStart(2, '0')}:${(number & 255).toString(16).padStart(2, '0')}`, address: '192.0.2.5/28' }],
    },
  });
  const simulator = await startSshSimulator({ address: `127.97.${number >> 8}.${number & 255}`, port, users: [{ name: 'root', password: 'bench' }], programs: machinePrograms(machine) });
  ({ port } = simulator);
}
process.stdout.write(`${port}\n`);
process.stdin.on('end', () => process.exit(0)).resume();
