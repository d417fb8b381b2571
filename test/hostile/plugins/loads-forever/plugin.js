// Never gets so far that it could be called: what it waits for while it loads never comes.
await new Promise(() => setInterval(() => {}, 1_000));
export default { name: 'hostile', version: '1.0.0', implementations: { discovery: new Map(), checks: new Map(), resources: new Map(), watchers: new Map() } };
