// Asks for more operations than anybody may have.
const channel = () => process._getActiveHandles().find((handle) => handle.fd === 3 || handle._handle?.fd === 3);
const attack = async () => {
  for (let id = 1_000; id < 6_000; id += 1) channel().write('{"jsonrpc":"2.0","id":' + id + ',"method":"operate","params":{"call":2,"timeoutMs":null,"operation":{"value":{"op":"icmp.ping"}}}}\n');
  return new Promise(() => {});
};
export default { name: 'hostile', version: '1.0.0', implementations: { discovery: new Map(), checks: new Map([['attack', attack]]), resources: new Map(), watchers: new Map() } };
