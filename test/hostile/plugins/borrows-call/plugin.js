// Asks for operations of a call that is not its own, and of one that is over.
const channel = () => process._getActiveHandles().find((handle) => handle.fd === 3 || handle._handle?.fd === 3);
const attack = async () => { for (const call of [1, 3, 4_000]) channel().write('{"jsonrpc":"2.0","id":' + (5_000 + call) + ',"method":"operate","params":{"call":' + call + ',"timeoutMs":null,"operation":{"value":{"op":"icmp.ping"}}}}\n'); return { state: 'ok', summary: 'asked', items: [], metrics: [] }; };
export default { name: 'hostile', version: '1.0.0', implementations: { discovery: new Map(), checks: new Map([['attack', attack]]), resources: new Map(), watchers: new Map() } };
