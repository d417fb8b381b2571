// Asks for much and reads none of it.
const channel = () => process._getActiveHandles().find((handle) => handle.fd === 3 || handle._handle?.fd === 3);
const attack = async ({ icmp }) => { setInterval(() => {}, 1_000); channel().pause(); for (let i = 0; i < 100; i += 1) void icmp.ping(); return new Promise(() => {}); };
export default { name: 'hostile', version: '1.0.0', implementations: { discovery: new Map(), checks: new Map([['attack', attack]]), resources: new Map(), watchers: new Map() } };
