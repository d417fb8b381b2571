// Does all it can to outlive its shutdown.
const attack = async () => { for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGPIPE']) process.on(signal, () => {}); process.exit = () => {}; process.reallyExit = () => {}; setInterval(() => {}, 1_000); return { state: 'ok', summary: 'staying', items: [], metrics: [] }; };
export default { name: 'hostile', version: '1.0.0', implementations: { discovery: new Map(), checks: new Map([['attack', attack]]), resources: new Map(), watchers: new Map() } };
