import dgram from 'node:dgram';
import net from 'node:net';

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.') || host === '0.0.0.0' || host === '::';
}

// A test that reaches for the network is wrong wherever it runs: there is none to be had but loopback.
net.Socket.prototype.connect = new Proxy(net.Socket.prototype.connect, {
  apply(connect, socket, args: unknown[]) {
    const [first] = args;
    const options: unknown = Array.isArray(first) ? first[0] : first;
    if (typeof options === 'object' && options !== null && 'host' in options && typeof options.host === 'string' && !isLoopback(options.host)) {
      throw new Error(`unmocked network: a test connects to ${options.host}`);
    }
    return Reflect.apply(connect, socket, args);
  },
});
dgram.Socket.prototype.send = new Proxy(dgram.Socket.prototype.send, {
  apply(send, socket, args: unknown[]) {
    const host = args.find((arg) => typeof arg === 'string' && net.isIP(arg) !== 0);
    if (typeof host === 'string' && !isLoopback(host)) throw new Error(`unmocked network: a test sends to ${host}`);
    return Reflect.apply(send, socket, args);
  },
});
