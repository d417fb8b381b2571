/* oxlint-disable no-eval, no-unused-vars, typescript/no-implied-eval -- attacks are what this file is for */
// Tries one way out per call. What it claims counts for nothing where the outside can look for itself.
import fs from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const use = (name) => import(name);
const attempts = new Map();
const add = (group, effect, name, run) => attempts.set(`${group}: ${name}`, { effect, run });
const text = (value) => (Buffer.isBuffer(value) || value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : typeof value === 'string' ? value : JSON.stringify(value) ?? String(value));
// V8 writes when it optimizes: it is told to, now and here, so that no chance decides.
const optimize = (v8) => { v8.setFlagsFromString('--allow-natives-syntax'); v8.setFlagsFromString('--no-concurrent-recompilation'); new Function('const f = (n) => n * 2; %PrepareFunctionForOptimization(f); f(1); f(2); %OptimizeFunctionOnNextCall(f); f(3);')(); };
const waited = (start) => new Promise((resolve, reject) => { start(resolve, reject); setTimeout(() => reject(new Error('nothing came')), 700); });

// Reading files outside: leaked when the token of the secret file comes back.
const reads = {
  readFileSync: (t) => fs.readFileSync(t.secret),
  'readFile promise': (t) => fs.promises.readFile(t.secret),
  'openSync and readSync': (t) => { const fd = fs.openSync(t.secret); const b = Buffer.alloc(200); fs.readSync(fd, b); return b; },
  'read stream': (t) => waited((ok, no) => fs.createReadStream(t.secret).on('data', ok).on('error', no)),
  'path with ..': (t) => fs.readFileSync(`${t.package}/../../../../../../../../../..${t.secret}`),
  'Buffer path': (t) => fs.readFileSync(Buffer.from(t.secret)),
  'URL path': (t) => fs.readFileSync(new URL(`file://${t.secret}`)),
  'Uint8Array path with ..': (t) => fs.readFileSync(new TextEncoder().encode(`${t.package}/../..${t.secret}`)),
  openAsBlob: async (t) => (await fs.openAsBlob(t.secret)).text(),
  'loadEnvFile': (t) => { process.loadEnvFile(t.secret); return JSON.stringify(process.env); },
  copyFileSync: (t) => { fs.copyFileSync(t.secret, `${t.out}/copied`); return fs.readFileSync(`${t.out}/copied`); },
  'cpSync': (t) => { fs.cpSync(t.secret, `${t.out}/copied`); return ''; },
  '/proc/self/root': (t) => fs.readFileSync(`/proc/self/root${t.secret}`),
  '/proc/self/cwd': (t) => fs.readFileSync(`/proc/self/cwd${t.secret}`),
  'link in the package to a file': (t) => fs.readFileSync(`${t.package}/link-to-file`),
  'link in the package to a folder': (t) => fs.readFileSync(`${t.package}/link-to-folder/secret.txt`),
  'import of a file outside': (t) => use(t.secretModule).then((m) => m.default),
  'require of a file outside': (t) => require(t.secretModule.replace('.mjs', '.cjs')),
  'import of JSON outside': (t) => import(t.secretModule.replace('.mjs', '.json'), { with: { type: 'json' } }).then((m) => m.default),
  'import through a link': () => use('./link-to-folder/secret.mjs').then((m) => m.default),
  'sqlite open': async (t) => { const { DatabaseSync } = await use('node:sqlite'); return new DatabaseSync(t.database).prepare('SELECT * FROM secret').all(); },
  'sqlite read-only': async (t) => { const { DatabaseSync } = await use('node:sqlite'); return new DatabaseSync(t.database, { readOnly: true }).prepare('SELECT * FROM secret').all(); },
  'sqlite file: URI': async (t) => { const { DatabaseSync } = await use('node:sqlite'); return new DatabaseSync(`file:${t.database}?mode=ro`).prepare('SELECT * FROM secret').all(); },
  'sqlite ATTACH': async (t) => { const { DatabaseSync } = await use('node:sqlite'); const db = new DatabaseSync(':memory:'); db.exec(`ATTACH '${t.database}' AS other`); return db.prepare('SELECT * FROM other.secret').all(); },
  'sqlite by require': (t) => new (require('node:sqlite').DatabaseSync)(t.database).prepare('SELECT * FROM secret').all(),
  'sqlite by getBuiltinModule': (t) => new (process.getBuiltinModule('node:sqlite').DatabaseSync)(t.database).prepare('SELECT * FROM secret').all(),
  'environment': () => JSON.stringify(process.env),
  '/proc/self/environ': () => fs.readFileSync('/proc/self/environ'),
  'environ of the host': (t) => fs.readFileSync(`/proc/${t.host}/environ`),
  'environ of the parent': () => fs.readFileSync(`/proc/${process.ppid}/environ`),
  'diagnostic report': () => JSON.stringify(process.report.getReport()),
  'descriptors 4 to 30': () => { let all = ''; for (let fd = 4; fd <= 30; fd += 1) { try { const b = Buffer.alloc(400); fs.readSync(fd, b, 0, 400, 0); all += b.toString('latin1'); } catch { /* closed */ } } return all; },
  '/dev/fd': () => fs.readdirSync('/dev/fd').map((fd) => { try { return fs.readFileSync(`/dev/fd/${fd}`, 'latin1'); } catch { return ''; } }).join(''),
  'inspector session': async () => { const { Session } = await use('node:inspector'); const s = new Session(); s.connect(); return waited((ok, no) => s.post('Runtime.evaluate', { expression: 'JSON.stringify(process.env)' }, (error, value) => (error ? no(error) : ok(JSON.stringify(value))))); },
  'test runner with files': async (t) => { const { run } = await use('node:test'); return waited((ok, no) => run({ files: [t.secretModule] }).on('data', (d) => ok(JSON.stringify(d))).on('error', no)); },
  'source map outside': () => { Error.prepareStackTrace = undefined; return JSON.stringify(use('data:text/javascript,throw new Error("x")//%23 sourceMappingURL=/etc/passwd').catch(String)); },
};
for (const [name, run] of Object.entries(reads)) add('read', 'secret', name, run);

// Looking at what is outside: leaked when the answer names it.
const looks = {
  statSync: (t) => fs.statSync(t.secret).size > 0, existsSync: (t) => fs.existsSync(t.secret), accessSync: (t) => { fs.accessSync(t.secret); return true; },
  readdirSync: (t) => fs.readdirSync(t.folder).length > 0, opendirSync: (t) => fs.opendirSync(t.folder).readSync() !== null, globSync: (t) => fs.globSync(`${t.folder}/*`).length > 0,
  realpathSync: (t) => fs.realpathSync(t.secret) === t.secret, readlinkSync: (t) => fs.readlinkSync(`${t.package}/link-to-file`) === t.secret,
  statfsSync: (t) => fs.statfsSync(t.folder).blocks > 0, lstat: (t) => fs.lstatSync(t.secret).size > 0, watch: (t) => { fs.watch(t.secret).close(); return true; },
  watchFile: (t) => { fs.watchFile(t.secret, () => {}); fs.unwatchFile(t.secret); return true; },
  'require.resolve': (t) => require.resolve(t.secretModule) === t.secretModule, 'import.meta.resolve of a missing file': (t) => { import.meta.resolve(`${t.secretModule}.not`); return false; },
  '/proc/self/maps': () => fs.readFileSync('/proc/self/maps').length > 0, '/proc/self/mem': () => fs.openSync('/proc/self/mem') > 0, '/proc/1/cmdline': () => fs.readFileSync('/proc/1/cmdline').length > 0,
  'processes in /proc': (t) => fs.readdirSync('/proc').includes(String(t.host)),
};
for (const [name, run] of Object.entries(looks)) add('look', 'claim', name, run);

// Writing outside: leaked when the outside folder changed.
const writes = {
  writeFileSync: (t) => fs.writeFileSync(`${t.out}/a`, 'x'), appendFileSync: (t) => fs.appendFileSync(t.victim, 'x'), 'open for writing': (t) => fs.writeSync(fs.openSync(t.victim, 'r+'), 'x'),
  'write stream': (t) => waited((ok, no) => fs.createWriteStream(`${t.out}/s`).on('open', ok).on('error', no)), mkdirSync: (t) => fs.mkdirSync(`${t.out}/d`), mkdtempSync: (t) => fs.mkdtempSync(`${t.out}/t`),
  symlinkSync: (t) => fs.symlinkSync(t.secret, `${t.out}/l`), linkSync: (t) => fs.linkSync(t.secret, `${t.out}/h`), renameSync: (t) => fs.renameSync(t.victim, `${t.out}/r`), unlinkSync: (t) => fs.unlinkSync(t.victim),
  rmSync: (t) => fs.rmSync(t.victim), truncateSync: (t) => fs.truncateSync(t.victim), chmodSync: (t) => fs.chmodSync(t.victim, 0o600), chownSync: (t) => fs.chownSync(t.victim, 1, 1), utimesSync: (t) => fs.utimesSync(t.victim, 1, 1),
  fchmodSync: (t) => fs.fchmodSync(fs.openSync(t.victim), 0o600), fchownSync: (t) => fs.fchownSync(fs.openSync(t.victim), 1, 1), futimesSync: (t) => fs.futimesSync(fs.openSync(t.victim), 1, 1),
  'write into the package': (t) => fs.writeFileSync(`${t.package}/new.js`, 'x'), 'overwrite its own entry': (t) => fs.appendFileSync(`${t.package}/plugin.js`, '\n'),
  'sqlite create': async (t) => new (await use('node:sqlite')).DatabaseSync(`${t.out}/q.db`).exec('CREATE TABLE q (a)'), 'sqlite write': async (t) => new (await use('node:sqlite')).DatabaseSync(t.database).exec("INSERT INTO secret VALUES ('x')"),
  'sqlite VACUUM INTO': async (t) => new (await use('node:sqlite')).DatabaseSync(':memory:').exec(`VACUUM INTO '${t.out}/v.db'`),
  'sqlite backup': async (t) => { const { backup, DatabaseSync } = await use('node:sqlite'); await backup(new DatabaseSync(':memory:'), `${t.out}/b.db`); },
  'sqlite temporary folder': async (t) => new (await use('node:sqlite')).DatabaseSync(':memory:').exec(`PRAGMA temp_store_directory='${t.out}'; PRAGMA temp_store=1; CREATE TEMP TABLE x(a); INSERT INTO x SELECT randomblob(1000000)`),
  'V8 redirect-code-traces': async (t) => { const v8 = await use('node:v8'); v8.setFlagsFromString(`--redirect-code-traces-to=${t.out}/trace`); v8.setFlagsFromString('--redirect-code-traces'); v8.setFlagsFromString('--print-opt-code'); optimize(v8); },
  'V8 trace-turbo-path': async (t) => { const v8 = await use('node:v8'); v8.setFlagsFromString(`--trace-turbo-path=${t.out}`); v8.setFlagsFromString('--trace-turbo'); optimize(v8); },
  'V8 logfile': async (t) => { const v8 = await use('node:v8'); v8.setFlagsFromString(`--logfile=${t.out}/v8.log`); v8.setFlagsFromString('--log'); }, 'V8 perf': async () => (await use('node:v8')).setFlagsFromString('--perf-basic-prof'),
  'write report': (t) => process.report.writeReport(`${t.out}/report.json`), 'report folder': (t) => { process.report.directory = t.out; process.report.writeReport(); }, 'heap snapshot': async (t) => (await use('node:v8')).writeHeapSnapshot(`${t.out}/h.heapsnapshot`),
  'heap snapshot near the limit': async () => (await use('node:v8')).setHeapSnapshotNearHeapLimit(1), 'trace events': async () => (await use('node:trace_events')).createTracing({ categories: ['node'] }).enable(),
  localStorage: () => globalThis.localStorage.setItem('a', 'b'), 'compile cache': async (t) => (await use('node:module')).enableCompileCache(`${t.out}/cache`),
};
for (const [name, run] of Object.entries(writes)) add('write', 'outside', name, run);

// More code, more processes: leaked when it really ran.
const runs = {
  spawnSync: async (t) => (await use('node:child_process')).spawnSync('/bin/cat', [t.secret]).stdout, exec: async (t) => waited(async (ok, no) => (await use('node:child_process')).exec(`cat ${t.secret}`, (e, out) => (e ? no(e) : ok(out)))),
  'fork without flags': async (t) => waited(async (ok) => (await use('node:child_process')).fork(t.secretModule, { execArgv: [] }).on('exit', ok)), 'spawn of node': async (t) => (await use('node:child_process')).execFileSync(process.execPath, ['-p', `require('fs').readFileSync('${t.secret}','utf8')`]),
  worker: async (t) => waited(async (ok, no) => new (await use('node:worker_threads')).Worker(`require('node:worker_threads').parentPort.postMessage(require('fs').readFileSync('${t.secret}','utf8'))`, { eval: true, execArgv: [] }).on('message', ok).on('error', no)),
  cluster: async () => waited(async (ok, no) => (await use('node:cluster')).default.fork().on('online', () => ok(true)).on('error', no)), execve: async (t) => process.execve('/bin/cp', ['cp', t.secret, `${t.out}/e`], {}),
  dlopen: (t) => process.dlopen({ exports: {} }, `${t.folder}/addon.node`), 'require .node': (t) => require(`${t.package}/addon.node`), 'process.binding spawn_sync': (t) => process.binding('spawn_sync').spawn({ file: '/bin/cat', args: ['cat', t.secret], stdio: [] }), 'process.binding fs': (t) => process.binding('fs').readFileUtf8(t.secret, 0),
  _linkedBinding: () => process._linkedBinding('fs'), ffi: async () => (await use('node:ffi')).dlopen('libc.so.6'), 'crypto.setEngine': async (t) => { (await use('node:crypto')).setEngine(`${t.folder}/addon.node`); },
  wasi: async (t) => { const { WASI } = await use('node:wasi'); return JSON.stringify(new WASI({ version: 'preview1', preopens: { '/': t.folder } })); }, 'sqlite extension': async (t) => { const { DatabaseSync } = await use('node:sqlite'); new DatabaseSync(':memory:', { allowExtension: true }).loadExtension(`${t.folder}/addon.node`); },
  'module.register': async () => (await use('node:module')).register('data:text/javascript,export%20async%20function%20load(u,c,n){return%20n(u,c)}'), 'module.registerHooks reading outside': async (t) => { const { registerHooks } = await use('node:module'); registerHooks({ load: (url, context, next) => next(`file://${t.secretModule}`, context) }); return (await use(`./x${Math.random()}.js`)).default; },
  'natives syntax': async () => { (await use('node:v8')).setFlagsFromString('--allow-natives-syntax'); return new Function('return %GetHeapUsage()')() > 0 ? 'natives' : ''; }, 'inspector open': async () => { (await use('node:inspector')).open(0); return (await use('node:inspector')).url(); },
  eval: () => eval('"evaluated"'), 'new Function': () => new Function('return "evaluated"')(), 'AsyncFunction': () => (async () => {}).constructor('return "evaluated"')(), 'vm.runInNewContext': async () => (await use('node:vm')).runInNewContext('"evaluated"') , 'data: import': async () => (await use('data:text/javascript,export default "evaluated"')).default,
};
const onlyCode = ['vm.runInNewContext', 'data: import', 'eval', 'new Function', 'AsyncFunction'];
for (const [name, run] of Object.entries(runs)) add('run', onlyCode.includes(name) ? 'evaluated' : ['inspector open', 'natives syntax', 'cluster'].includes(name) ? 'answer' : 'any', name, run);

// Network: leaked when the outside's listener heard something, or the outside could connect.
const connect = async (options) => waited(async (ok, no) => { const socket = (await use('node:net')).connect(options).on('connect', () => { socket.write('hello'); setTimeout(() => ok('connected'), 50); }).on('error', no); });
const nets = {
  tcp: (t) => connect({ port: t.port, host: '127.0.0.1' }), 'tcp by name': (t) => connect({ port: t.port, host: 'localhost' }), 'tcp ipv6': (t) => connect({ port: t.port, host: '::ffff:127.0.0.1' }), 'unix socket': (t) => connect({ path: t.socket }), 'abstract socket': (t) => connect({ path: `\0${t.abstract}` }),
  tls: (t) => waited(async (ok, no) => (await use('node:tls')).connect({ port: t.port, host: '127.0.0.1' }).on('error', no)), http: (t) => waited(async (ok, no) => (await use('node:http')).get(`http://127.0.0.1:${t.port}`).on('error', no)), http2: (t) => waited(async (ok, no) => (await use('node:http2')).connect(`http://127.0.0.1:${t.port}`).on('error', no)),
  fetch: (t) => fetch(`http://127.0.0.1:${t.port}`), WebSocket: (t) => waited((ok, no) => { new WebSocket(`ws://127.0.0.1:${t.port}`).onerror = no; }), EventSource: (t) => waited((ok, no) => { new EventSource(`http://127.0.0.1:${t.port}`).onerror = no; }),
  udp: (t) => waited(async (ok, no) => (await use('node:dgram')).createSocket('udp4').on('error', no).send('hello', t.udp, '127.0.0.1', (e) => (e ? no(e) : ok()))), 'raw TCP handle': (t) => { const { TCP, TCPConnectWrap } = process.binding('tcp_wrap'); new TCP(0).connect(new TCPConnectWrap(), '127.0.0.1', t.port); },
  'raw pipe handle': (t) => { const { Pipe, PipeConnectWrap } = process.binding('pipe_wrap'); new Pipe(0).connect(new PipeConnectWrap(), t.socket); },
  'socket made from the channel': (t) => { const handle = process._getActiveHandles().find((one) => one._handle?.constructor.name === 'Pipe')._handle; const Pipe = handle.constructor; const pipe = new Pipe(0); return JSON.stringify(pipe.connect({ oncomplete() {} }, t.socket)); },
};
for (const [name, run] of Object.entries(nets)) add('network', 'heard', name, run);
const names = { 'dns.lookup': async () => (await use('node:dns/promises')).lookup('localhost'), 'dns.resolve': async () => (await use('node:dns/promises')).resolve4('localhost'), 'dns.reverse': async () => (await use('node:dns/promises')).reverse('127.0.0.1'), 'dns.lookupService': async () => (await use('node:dns/promises')).lookupService('127.0.0.1', 22),
  'listen tcp': () => waited(async (ok, no) => { const s = (await use('node:net')).createServer().on('error', no).listen(0, '127.0.0.1', () => ok(s.address())); }), 'listen on a unix socket': (t) => waited(async (ok, no) => { const s = (await use('node:net')).createServer().on('error', no).listen(`${t.out}/sock`, () => ok(true)); }), 'bind udp': () => waited(async (ok, no) => { const s = (await use('node:dgram')).createSocket('udp4').on('error', no).bind(0, () => ok(true)); }) };
for (const [name, run] of Object.entries(names)) add('network', 'answer', name, run);

// Other processes: leaked when the host or the sibling feels it.
const kills = {
  'probe the host': (t) => process.kill(t.host, 0), 'end the host': (t) => process.kill(t.host, 'SIGTERM'), 'kill the host': (t) => process.kill(t.host, 'SIGKILL'), 'stop the host': (t) => process.kill(t.host, 'SIGSTOP'), 'kill the parent': () => process.kill(process.ppid, 'SIGKILL'), 'kill the sibling': (t) => process.kill(t.sibling, 'SIGKILL'),
  'kill the group': () => process.kill(0, 'SIGKILL'), '_kill': (t) => process._kill(t.host, 9), 'reallyKill through a prototype': (t) => Object.getPrototypeOf(process).kill?.call(process, t.host, 9),
  'open the inspector of the host': (t) => process._debugProcess(t.host), 'SIGUSR1 to the host': (t) => process.kill(t.host, 'SIGUSR1'), 'priority of the host': async (t) => (await use('node:os')).setPriority(t.host, 19),
};
for (const [name, run] of Object.entries(kills)) add('process', name === 'probe the host' ? 'claim-quiet' : 'harm', name, run);
add('process', 'claim', 'its own priority raised', async () => { const os = await use('node:os'); os.setPriority(-20); return os.getPriority() === -20; });
add('process', 'claim', 'become root', () => { process.setuid(0); return process.getuid() === 0; });
add('process', 'claim', 'setgroups', () => { process.setgroups([0]); return true; });
add('process', 'harm', 'process.abort', () => process.abort());

// The host's own ears.
const raw = (bytes) => { process._getActiveHandles().find((one) => one._handle?.constructor.name === 'Pipe' && one.writable && one.readable)?.write(bytes); };
const talks = {
  'process.send NODE_HANDLE_ACK': () => process.send({ cmd: 'NODE_HANDLE_ACK' }), 'NODE_HANDLE_ACK on the channel': () => raw('{"cmd":"NODE_HANDLE_ACK"}\n'), 'NODE_HANDLE_NACK on the channel': () => raw('{"cmd":"NODE_HANDLE_NACK"}\n'), 'garbage on the channel': () => raw(Buffer.from([0, 255, 10, 254, 10])),
  'a 64 MB line on the channel': () => raw(Buffer.alloc(64e6, 97)), 'nesting on the channel': () => raw(`${'['.repeat(500_000)}\n`), 'garbage on stdout': () => process.stdout.write(Buffer.alloc(5e6, 200)),
};
for (const [name, run] of Object.entries(talks)) add('channel', 'harm', name, run);

// Memory beyond the heap's cap.
add('memory', 'memory', 'Buffers', async () => { const kept = []; for (;;) { kept.push(Buffer.alloc(8_388_608, 1)); await new Promise((next) => setTimeout(next, 5)); } });
add('memory', 'memory', 'WebAssembly memory', async () => { const kept = []; for (;;) { const m = new WebAssembly.Memory({ initial: 128 }); new Uint8Array(m.buffer).fill(1); kept.push(m); await new Promise((next) => setTimeout(next, 5)); } });
add('memory', 'memory', 'SharedArrayBuffer', async () => { const kept = []; for (;;) { const b = new SharedArrayBuffer(8_388_608); new Uint8Array(b).fill(1); kept.push(b); await new Promise((next) => setTimeout(next, 5)); } });
add('memory', 'memory', 'heap after raising its limit', async () => { try { (await use('node:v8')).setFlagsFromString('--max-old-space-size=4096'); } catch { /* frozen */ } const kept = []; for (;;) { kept.push(Array.from({ length: 1e5 }, (_, i) => ({ i }))); await new Promise((next) => setImmediate(next)); } });

// Living on.
add('life', 'orphan', 'busy orphan after the host was killed', () => { process.on('exit', () => { for (;;); }); setTimeout(() => { for (;;); }, 10); return ''; });
add('life', 'orphan', 'idle orphan that ignores signals', () => { for (const s of ['SIGTERM', 'SIGHUP', 'SIGINT']) process.on(s, () => {}); process.exit = () => {}; process.reallyExit = () => {}; setInterval(() => {}, 100); return ''; });

// What cannot be closed, or closes nothing.
const facts = { 'network interfaces': async () => Object.keys((await use('node:os')).networkInterfaces()).some((name) => name !== 'lo'), 'user name of the host': async () => (await use('node:os')).userInfo().username === 'root', 'host name': async (t) => (await use('node:os')).hostname() === t.hostname, 'processor and memory': async () => (await use('node:os')).cpus().length > 0, 'uptime of the machine': async () => (await use('node:os')).uptime() > 0, 'kernel version': async () => (await use('node:os')).release() !== '', 'timing of other processes by the processor\'s load': async () => (await use('node:os')).cpus()[0].times.user > 0 };
for (const [name, run] of Object.entries(facts)) add('facts', 'claim', name, run);
add('cosmetic', 'secret', 'permission.has overwritten', (t) => { process.permission.has = () => true; return fs.readFileSync(t.secret); });
add('cosmetic', 'any', 'execArgv and NODE_OPTIONS rewritten before a fork', async (t) => { process.execArgv.length = 0; process.env.NODE_OPTIONS = ''; (await use('node:child_process')).fork(t.secretModule); return ''; });

const attempt = async ({ settings }) => {
  if (settings.list) return [...attempts].map(([name, { effect }]) => ({ name, effect }));
  try {
    return { answer: text(await attempts.get(settings.name).run(settings.target)).slice(0, 100_000) };
  } catch (error) {
    return { refused: String(error?.code ?? error).slice(0, 200) };
  }
};
export default { name: 'escapes', version: '1.0.0', implementations: { discovery: new Map(), checks: new Map([['attempt', attempt]]), resources: new Map(), watchers: new Map() } };
