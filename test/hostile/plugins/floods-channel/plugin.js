// Sends notifications past its runtime as fast as it can, with no regard for the other end.
const channel = () => process._getActiveHandles().find((handle) => handle.fd === 3 || handle._handle?.fd === 3);
const attack = async () => {
  const line = '{"jsonrpc":"2.0","method":"log","params":{"call":2,"level":"info","message":"flood"}}\n'.repeat(1_000);
  for (;;) { if (!channel().write(line)) await new Promise((next) => channel().once('drain', next)); else await new Promise((next) => setImmediate(next)); }
};
export default { name: 'hostile', version: '1.0.0', implementations: { discovery: new Map(), checks: new Map([['attack', attack]]), resources: new Map(), watchers: new Map() } };
