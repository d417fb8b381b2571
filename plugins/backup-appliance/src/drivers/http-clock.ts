import { Unsupported, type HttpReader } from '@jackfield/sdk';

/** The clock of a server that answers over HTTP, epoch milliseconds in whole seconds: RFC 9110, 6.6.1, has it tell with each answer, whatever that is. */
export async function httpClock(http: HttpReader, path: string): Promise<number> {
  const { headers } = await http.get(path);
  const time = Date.parse(headers['date'] ?? '');
  if (Number.isNaN(time)) throw new Unsupported(`the answer to ${path} does not tell the time`);
  return time;
}
