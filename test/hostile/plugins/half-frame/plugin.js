// Begins a frame and never ends it.
const channel = () => process._getActiveHandles().find((handle) => handle.fd === 3 || handle._handle?.fd === 3);
const attack = async () => { channel().write('{"jsonrpc":"2.0","met'); return new Promise(() => {}); };
export default { name: 'hostile', version: '1.0.0', implementations: { discovery: new Map(), checks: new Map([['attack', attack]]), resources: new Map(), watchers: new Map() } };
