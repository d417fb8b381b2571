import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Daemon, freeTcpPort } from './daemon.ts';
import { program } from './prerequisites.ts';

const run = promisify(execFile);

/** Debian's Director, storage and file daemon with a catalogue in SQLite; a job of a client that answers, one of a client that does not. */
export interface RealBacula extends AsyncDisposable {
  /** Of bconsole. */
  readonly consoleFile: string;
  /** Its Director includes what the plugin writes into its fixed folder for tests: `jackfield-test-….conf`. */
  readonly directorFile: string;
  /** What bconsole, given these lines, answers. */
  console(...lines: string[]): Promise<string>;
}

export async function startBacula(address: string): Promise<RealBacula> {
  const folder = await mkdtemp(join(tmpdir(), 'jackfield-bacula-'));
  const [source, volumes, work] = ['source', 'volumes', 'work'].map((name) => join(folder, name));
  await Promise.all([source, volumes, work].map((path) => mkdir(path ?? folder)));
  await writeFile(join(folder, 'source/letter.txt'), 'Dear reader\n');
  const [director, storage, files, nobody] = [await freeTcpPort(address), await freeTcpPort(address), await freeTcpPort(address), await freeTcpPort(address)];
  const own = `WorkingDirectory = ${work}\nPid Directory = ${work}`;
  const job = (name: string, client: string): string => `Job {\nName = ${name}\nType = Backup\nLevel = Full\nClient = ${client}\nFileSet = F\nStorage = S\nPool = P\nMessages = M\n}`;
  const client = (name: string, port: number): string => `Client {\nName = ${name}\nAddress = ${address}\nFDPort = ${port}\nCatalog = C\nPassword = p\n}`;
  const configurations = {
    dir: `Director {\nName = d\nDIRport = ${director}\nDirAddress = ${address}\nQueryFile = /dev/null\n${own}\nPassword = p\nMessages = M\nFD Connect Timeout = 1\n}
${client('files', files)}\n${client('away', nobody)}\n${job('docs', 'files')}\n${job('lost', 'away')}
FileSet {\nName = F\nInclude {\nFile = ${source}\n}\n}
Storage {\nName = S\nAddress = ${address}\nSDPort = ${storage}\nPassword = p\nDevice = D\nMedia Type = File\n}
Pool {\nName = P\nPool Type = Backup\nLabel Format = v\n}\nMessages {\nName = M\ncatalog = all\n}
Catalog {\nName = C\ndbname = catalogue\nDB Address = ""\ndbuser = ""\ndbpassword = ""\n}
@|"sh -c 'cat /etc/bacula/jackfield.d/jackfield-test-*.conf 2>/dev/null || true'"\n`,
    sd: `Storage {\nName = s\nSDPort = ${storage}\nSDAddress = ${address}\n${own}\n}\nDirector {\nName = d\nPassword = p\n}
Device {\nName = D\nMedia Type = File\nArchive Device = ${volumes}\nLabelMedia = yes\nRandom Access = yes\nAutomaticMount = yes\nRemovableMedia = no\nAlwaysOpen = no\n}
Messages {\nName = M\ndirector = d = all\n}\n`,
    fd: `FileDaemon {\nName = files\nFDport = ${files}\nFDAddress = ${address}\n${own}\n}\nDirector {\nName = d\nPassword = p\n}\nMessages {\nName = M\ndirector = d = all\n}\n`,
    console: `Director {\nName = d\nDIRport = ${director}\naddress = ${address}\nPassword = p\n}\n`,
  };
  const file = (name: string): string => join(folder, `${name}.conf`);
  await Promise.all(Object.entries(configurations).map(([name, text]) => writeFile(file(name), text)));
  // Debian's own script makes the tables, in a folder that it has fixed.
  const tables = await readFile('/usr/share/bacula-director/make_sqlite3_tables', 'utf8');
  await writeFile(file('tables'), tables.replace(/^cd .*$/m, `cd ${work}`).replace(/^db_name=.*$/m, 'db_name=catalogue'));
  await run('sh', [file('tables')]);
  const daemons = (['sd', 'fd', 'dir'] as const).map((name) => new Daemon(program(`bacula-${name}`), ['-f', '-c', file(name)]));
  const console = async (...lines: string[]): Promise<string> => {
    const child = run(program('bconsole'), ['-c', file('console')]);
    child.child.stdin?.end(`${lines.join('\n')}\n`);
    return (await child).stdout;
  };
  const close = async (): Promise<void> => {
    for (const daemon of daemons) await daemon[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await daemons[2]?.ready(() => console('version').then((said) => said.includes('1000 OK'), () => false));
  } catch (error) {
    await close();
    throw error;
  }
  return { consoleFile: file('console'), directorFile: file('dir'), console, [Symbol.asyncDispose]: close };
}
