import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';

/** Loads a program by `load`, or runs `file` anew in Node 26, which a project that was installed with an older one has as a dependency. */
export async function inRightNode(file, load) {
  if (Number(process.versions.node.split('.')[0]) >= 26) return load();
  const child = spawn(rightNode(file), process.argv.slice(1), { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 1));
}

function rightNode(file) {
  try {
    return createRequire(file).resolve('node/bin/node');
  } catch {
    process.stderr.write(`this is Node ${process.versions.node}, and it needs Node 26\n  → next: npm install --save-dev node@26\n`);
    return process.exit(1);
  }
}
