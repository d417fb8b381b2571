import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { JackfieldError } from '../../core/src/errors/index.ts';
import { decideTrust, examine } from '../../core/src/packages/index.ts';
import { signaturesName } from '../../core/src/plugins/index.ts';
import { trustSchema, type Trust } from '../../core/src/sites/index.ts';
import { Rig } from './rig.ts';

let rig: Rig;
let bytes: Buffer;
let trust: Trust;
let content = '';

beforeAll(async () => {
  rig = await Rig.open();
  bytes = await rig.sign(await rig.signed(), rig.organization, { role: 'organization' });
  trust = trustSchema.parse({ publishers: { acme: { packages: ['@acme'], keys: [rig.acme.public] } }, organization: { keys: [rig.organization.public] } });
  content = await accepted(bytes);
});
afterAll(() => rig[Symbol.asyncDispose]());

/** What a package would bring onto the machine: its files, without the signatures that let it in. */
async function accepted(packed: Buffer): Promise<string> {
  const { files, list, signatures } = await examine(packed, 'package');
  decideTrust(list.package, signatures, trust, new Date('2026-01-02'), 'package');
  return JSON.stringify([...files].filter(([path]) => path !== signaturesName).map(([path, text]) => [path, text.toString('base64')]));
}

/** Refused with a code, or the very same files. */
async function requireHarmless(packed: Buffer): Promise<void> {
  const outcome = await accepted(packed).catch((error: unknown) => {
    if (error instanceof JackfieldError && error.code.startsWith('JF22')) return 'refused';
    throw error;
  });
  expect(['refused', content]).toContain(outcome);
}

const flipped = (whole: Buffer, at: number, by: number): Buffer => {
  const copy = Buffer.from(whole);
  copy[at] = (copy[at] ?? 0) ^ by;
  return copy;
};

test('any byte of a signed package may be another: it is refused, or brings the same files', { timeout: 120_000 }, async () => {
  await fc.assert(fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => requireHarmless(flipped(bytes, at, by))), { numRuns: 2_000 });
});

test('the same of a byte of the archive inside, where no checksum of gzip helps', { timeout: 120_000 }, async () => {
  const archive = gunzipSync(bytes);
  await fc.assert(fc.asyncProperty(fc.nat(archive.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => requireHarmless(gzipSync(flipped(archive, at, by), { level: 1 }))), { numRuns: 2_000 });
});

test('cut off anywhere, it is refused or brings the same files', { timeout: 120_000 }, async () => {
  const archive = gunzipSync(bytes);
  await fc.assert(fc.asyncProperty(fc.nat(archive.length), (at) => requireHarmless(gzipSync(archive.subarray(0, at), { level: 1 }))), { numRuns: 300 });
});
