import { parentPort, workerData } from 'node:worker_threads';
import { Database, NewerDatabase, problemOf } from './database.ts';
import type { StoreGreeting, StoreReply, StoreRequest, StoreThreadData } from './thread-protocol.ts';

const port = parentPort;
if (port === null) throw new Error('the store thread is started by the store');
const { file, migrations, maxPages }: StoreThreadData = workerData;

let waiting: Extract<StoreRequest, { kind: 'write' }>[] = [];

function greet(greeting: StoreGreeting): void {
  port?.postMessage(greeting);
}

function open(): Database | null {
  try {
    const opened = new Database(file, migrations, maxPages);
    greet({ ready: true });
    return opened;
  } catch (error) {
    greet({ refused: error instanceof NewerDatabase ? { newer: error.message } : problemOf(error) });
    return null;
  }
}

function flush(database: Database, replies: StoreReply[]): void {
  if (waiting.length === 0) return;
  const batch = waiting;
  waiting = [];
  const outcomes = database.write(batch.map((request) => request.statements));
  batch.forEach(({ id }, position) => {
    const problem = outcomes[position] ?? null;
    replies.push(problem === null ? { id, done: true } : { id, problem });
  });
}

function attempt(id: number, replies: StoreReply[], work: () => StoreReply): void {
  try {
    replies.push(work());
  } catch (error) {
    replies.push({ id, problem: problemOf(error) });
  }
}

function serve(database: Database): void {
  port?.on('message', (requests: readonly StoreRequest[]) => {
    const replies: StoreReply[] = [];
    for (const request of requests) {
      const { id } = request;
      switch (request.kind) {
        case 'write':
          waiting.push(request);
          break;
        case 'read':
          attempt(id, replies, () => ({ id, rows: database.read(request.statement) }));
          break;
        case 'backup':
          flush(database, replies);
          attempt(id, replies, () => {
            database.backup(request.file);
            return { id, done: true };
          });
          break;
        case 'close':
          flush(database, replies);
          attempt(id, replies, () => {
            database.close();
            return { id, done: true };
          });
          port?.postMessage(replies);
          port?.close();
          return;
        default:
          request satisfies never;
      }
    }
    flush(database, replies);
    if (replies.length > 0) port?.postMessage(replies);
  });
}

const database = open();
if (database !== null) serve(database);
