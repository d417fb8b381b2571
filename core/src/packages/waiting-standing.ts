import { JackfieldError } from '../errors/index.ts';
import {
  changedMeanwhile, counterSignatureMissing, entryRefused, idTaken, keyOfAnother, keyUnknown, notAPackage, notSigned, packageMismatch, packageTooLarge, signatureExpired, signaturesInvalid, signatureWrong, versionReused,
} from './errors.ts';
import { examine } from './examine.ts';
import type { Target } from './install-conditions.ts';
import { previewPackage } from './preview.ts';
import { readPackage, type FetchedPackage } from './sources.ts';
import { isExpired, type WaitingPackage, type WaitingPackages } from './waiting-packages.ts';

/** What says of the package, or of what runs, that it cannot be installed any more. All else (a disk, memory, a file in use) may be over the next time. */
const verdicts = [
  changedMeanwhile, counterSignatureMissing, entryRefused, idTaken, keyOfAnother, keyUnknown, notAPackage, notSigned, packageMismatch, packageTooLarge, signatureExpired, signaturesInvalid, signatureWrong, versionReused,
];

/** What becomes of a package that waits, by what runs now: it waits on, or is `over` (also for those who look), or `unfit` and to be taken away. */
export type Standing =
  | { readonly kind: 'waits'; readonly waiting: WaitingPackage; readonly isAnother: boolean }
  | { readonly kind: 'over' | 'unfit'; readonly waiting: WaitingPackage; readonly why: string };

/** Holds a package that waits against what runs now; writes nothing. */
export async function standingOf(waiting: WaitingPackage, kept: WaitingPackages, target: Target, now: Date): Promise<Standing> {
  const { plugin, source, person, at, bytes } = waiting;
  const runs = target.lock.plugins[plugin]?.runs ?? null;
  if (isExpired(waiting, now)) return { kind: 'over', waiting, why: 'it waited for 14 days' };
  // Somebody installed it on the machine; one that ran before it came is there to mend what is broken on disk.
  if (runs?.integrity === waiting.integrity && waiting.before !== waiting.version) return { kind: 'over', waiting, why: 'it runs' };
  if ((runs?.version ?? null) === waiting.before) return { kind: 'waits', waiting: { ...waiting, problem: null }, isAnother: waiting.problem !== null };
  try {
    const seen = await previewPackage(await readWaiting(waiting, kept), plugin, target, now);
    return { kind: 'waits', waiting: { ...seen, bytes, source, person, at, problem: null }, isAnother: true };
  } catch (error) {
    const problem = problemOf(error);
    const marked = { ...waiting, problem };
    if (verdicts.some((verdict) => verdict.is(error))) return { kind: 'unfit', waiting: marked, why: `${problem.code} ${problem.message}` };
    return { kind: 'waits', waiting: marked, isAnother: problem.message !== waiting.problem?.message };
  }
}

/** The package itself, as it was looked at. */
export async function readWaiting({ plugin, integrity, source }: WaitingPackage, kept: WaitingPackages): Promise<FetchedPackage> {
  const file = source.replace(/^(upload|npm):/, '');
  const whole = await examine(await readPackage(kept.file(plugin)), file);
  if (whole.integrity !== integrity) throw changedMeanwhile('the file of the package is another than was looked at', { place: { file } });
  return { whole, source, file };
}

const problemOf = (error: unknown): NonNullable<WaitingPackage['problem']> =>
  error instanceof JackfieldError ? { code: error.code, message: error.message, hint: error.hint } : { code: null, message: error instanceof Error ? error.message : String(error), hint: 'It is looked at again when the configuration is loaded, or a package is handed over.' };
