import { readFile, readdir } from 'node:fs/promises';

async function childrenOf(pid: number): Promise<readonly number[]> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const lists = await Promise.all(threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/children`, 'utf8').catch(() => '')));
  return lists.flatMap((list) => list.trim().split(' ')).filter((child) => child !== '').map(Number);
}

async function descendantsOf(pid: number): Promise<readonly number[]> {
  const children = await childrenOf(pid);
  return [...children, ...(await Promise.all(children.map(descendantsOf))).flat()];
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}

/** Kills the leader of a group, the group, and whoever left the group and descends from it still. */
export async function killTree(leader: number): Promise<void> {
  const descendants = await descendantsOf(leader);
  kill(-leader);
  for (const pid of descendants) kill(pid);
}
