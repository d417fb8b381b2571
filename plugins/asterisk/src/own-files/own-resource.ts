import { Conflict, type AmiReader, type JsonObject, type ReadingContext, type Resource, type WritingContext } from '@jackfield/sdk';
import type { Settings } from '../settings.ts';
import type { Section } from './config-lines.ts';
import type { OwnFileKind } from './kinds.ts';
import { byHand, ownSections, readOwnFile, writeOwnFile, type OwnFile } from './own-file.ts';
import { reload } from './reload.ts';
import { isSame } from './same.ts';

/**
 * An object in Jackfield's own file, and as Asterisk runs it; null where there is none. A reload succeeds although Asterisk
 * skipped an object it did not like, so that only both together say that a push did what it should.
 */
export type OwnState<Facts, Running> = {
  readonly configured: Facts | null;
  readonly running: Running | null;
};

/** A kind of object that stands in a file of Jackfield's own. */
export interface OwnKind<Spec extends { readonly exists: boolean }, Key extends keyof Spec, Facts extends JsonObject, Running extends JsonObject> {
  /** Such as `queue`. */
  readonly noun: string;
  readonly file: OwnFileKind;
  nameOf(key: Pick<Spec, Key>): string;
  /** The section that must be Jackfield's alone; null where people may have one of the same name. */
  sectionOf(key: Pick<Spec, Key>): string | null;
  keys(sections: readonly Section[]): readonly Pick<Spec, Key>[];
  find(sections: readonly Section[], key: Pick<Spec, Key>): Facts | null;
  /** All sections with the object as it is to be, or without it; what is another's stays. */
  put(sections: readonly Section[], key: Pick<Spec, Key>, facts: Facts | null): readonly Section[];
  /** The object as Asterisk runs it. */
  running(ami: AmiReader, key: Pick<Spec, Key>): Promise<Running | null>;
  /** How Asterisk shows what is configured so. */
  shown(facts: Facts): Running;
  /** What is to be configured; `SettingsInvalid` when a new object lacks something. */
  wanted(current: Facts | null, spec: Spec): Facts;
}

/** A resource of the kind: in the own file, reloaded, and read back from both. */
export function ownResource<Spec extends { readonly exists: boolean }, Key extends keyof Spec, Facts extends JsonObject, Running extends JsonObject>(
  kind: OwnKind<Spec, Key, Facts, Running>,
): Resource<Spec, OwnState<Facts, Running>, Key, Settings> {
  type State = OwnState<Facts, Running>;
  const same = (one: JsonObject | null, other: JsonObject | null): boolean => isSame(one, other);

  const read = async (context: ReadingContext<Settings>, key: Pick<Spec, Key>): Promise<State & { readonly file: OwnFile }> => {
    const section = kind.sectionOf(key);
    const [file, running] = await Promise.all([readOwnFile(context, kind.file, section), kind.running(context.ami, key)]);
    const configured = kind.find(file.sections, key);
    if (configured === null && section !== null && file.sections.some(({ name }) => name === section)) {
      throw new Conflict(`${file.path} has something else called ${section}`, { hint: 'Choose another name.' });
    }
    // What this reading overlooks would be lost by writing: options that somebody added by hand.
    const again = kind.keys(file.sections).reduce<readonly Section[]>((sections, each) => kind.put(sections, each, kind.find(sections, each)), file.sections);
    if (JSON.stringify(again) !== JSON.stringify(file.sections)) throw byHand(file.path);
    return { configured, running, file };
  };

  const write = async (context: WritingContext<Settings>, wanted: State, key: Pick<Spec, Key>, isLoaded: (running: Running | null) => boolean): Promise<void> => {
    const { configured, running, file } = await read(context, key);
    const isWritten = same(configured, wanted.configured);
    if (isWritten && isLoaded(running)) return;
    if (!isWritten) await writeOwnFile(context, file, kind.put(file.sections, key, wanted.configured));
    await reload(context, kind.file.module, async () => same(await kind.running(context.ami, key), wanted.running));
  };

  return {
    async read(context, key) {
      const { configured, running } = await read(context, key);
      return { configured, running };
    },
    /** Those of the own file: others are not ours to put back. */
    list: async (context) => kind.keys(await ownSections(context, kind.file)),
    plan(_context, { configured, running }, spec) {
      if (configured === null && running !== null) {
        throw new Conflict(`Asterisk has a ${kind.noun} ${kind.nameOf(spec)} that Jackfield did not make`, { hint: 'It stands in another file or in a database; choose another name, or take it away there.' });
      }
      if (!spec.exists) return { configured: null, running: null };
      const facts = kind.wanted(configured, spec);
      return { configured: facts, running: kind.shown(facts) };
    },
    apply: (context, wanted, _current, key) => write(context, wanted, key, (running) => same(running, wanted.running)),
    // Asterisk does not show all of it, a password least: what a push that was cut off may have loaded is loaded over.
    restore: (context, state, key) => write(context, state, key, () => false),
  };
}
