// Sends the frame that the settings name, straight into the channel.
const channel = () => process._getActiveHandles().find((handle) => handle.fd === 3 || handle._handle?.fd === 3);
const frames = {
  'answer to a call nobody made': '{"jsonrpc":"2.0","id":999,"result":{"value":null}}\n',
  'acknowledgement of a call nobody made': '{"jsonrpc":"2.0","method":"acknowledge","params":{"call":999}}\n',
  'unknown method': '{"jsonrpc":"2.0","id":5000,"method":"exec","params":{}}\n',
  'unknown notification': '{"jsonrpc":"2.0","method":"NODE_HANDLE_ACK","params":{"call":1}}\n',
  'answer to its own call, twice': '{"jsonrpc":"2.0","id":2,"result":{"value":1}}\n{"jsonrpc":"2.0","id":2,"result":{"value":1}}\n',
  'not JSON': 'hello\n',
  'JSON that is no message': '[1,2,3]\n',
  'message of another protocol': '{"cmd":"NODE_HANDLE_ACK"}\n',
  'wrong id': '{"jsonrpc":"2.0","id":"one","result":{}}\n',
  'not UTF-8': Buffer.from([0x7b, 0xff, 0xfe, 0x7d, 0x0a]),
  'deep nesting': '{"jsonrpc":"2.0","method":"log","params":' + '['.repeat(100_000) + ']'.repeat(100_000) + '}\n',
  'huge frame': Buffer.alloc(2 * 1_024 * 1_024, 0x61),
  'result in pages without end': '{"jsonrpc":"2.0","id":2,"result":{"pages":1000000000,"of":1}}\n',
  'operation without a call': '{"jsonrpc":"2.0","id":5000,"method":"operate","params":{"operation":{"value":{"op":"icmp.ping"}}}}\n',
  'two operations with one number': '{"jsonrpc":"2.0","id":5000,"method":"operate","params":{"call":2,"operation":{"value":{"op":"icmp.ping"}}}}\n'.repeat(2),
};
const attack = async ({ settings }) => { channel().write(frames[settings.frame]); return new Promise(() => {}); };
export default { name: 'hostile', version: '1.0.0', implementations: { discovery: new Map(), checks: new Map([['attack', attack]]), resources: new Map(), watchers: new Map() } };
