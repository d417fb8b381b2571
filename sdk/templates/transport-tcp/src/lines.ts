import { Unsupported, type Tcp } from '@jackfield/sdk';

const port = 4000;
const end = 'END\n';

/** Asks for a list: `LIST name` is answered by `name value` lines and `END`. */
export async function list(tcp: Tcp, name: 'readings'): Promise<ReadonlyMap<string, string>> {
  const bytes = await tcp.exchange(port, { send: Buffer.from(`LIST ${name}\n`), until: end });
  const text = Buffer.from(bytes).toString('latin1');
  if (!text.endsWith(end)) throw new Unsupported(`LIST ${name} was answered by ${JSON.stringify(text.slice(0, 60))}`);
  const rows = text.slice(0, -end.length).split('\n').flatMap((line) => {
    const [, key, value] = /^([a-z]+) (\S{1,100})$/.exec(line.trim()) ?? [];
    return key === undefined || value === undefined ? [] : [[key, value] as const];
  });
  return new Map(rows);
}
