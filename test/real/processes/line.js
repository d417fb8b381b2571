// The end of a line into a machine of its own network: what comes by the socket goes to its SSH port, as if plugged in there.
import { connect, createServer } from 'node:net';

createServer((line) => {
  const port = connect(22, process.argv[3] ?? '127.0.0.1');
  line.on('error', () => port.destroy()).on('close', () => port.destroy());
  port.on('error', () => line.destroy()).on('close', () => line.destroy());
  line.pipe(port).pipe(line);
}).listen(process.argv[2]);
