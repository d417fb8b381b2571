// Prints the last line of .ci/run from vitest's JSON report, and fails for a skip that nothing excuses.
// Usage: node closing-line.js REPORT [--recordings]    --recordings: they are here, so no test may be skipped in CI
import { readFileSync } from 'node:fs';

const [file = '', flag] = process.argv.slice(2);
const { testResults } = JSON.parse(readFileSync(file, 'utf8'));
const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
const count = (wanted) => tests.filter(({ status }) => wanted.includes(status)).length;
const skipped = tests.filter(({ status }) => !['passed', 'failed'].includes(status));
const line = [`${count(['passed'])} passed`, `${count(['failed'])} failed`, ...(skipped.length > 0 ? [`${skipped.length} skipped`] : [])];
const strict = flag === '--recordings' && process.env.CI !== undefined;

if (skipped.length > 0 && strict) for (const { fullName } of skipped) process.stdout.write(`skipped, which is a failure here: ${fullName}\n`);
process.stdout.write(`${line.join(', ')}\n`);
if (skipped.length > 0 && strict) process.exitCode = 1;
