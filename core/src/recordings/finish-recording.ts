import type { FoundSecret } from '@jackfield/sdk/secrets';
import { changeExchange, changeJson, recordingSchema, recordingText, redactRecording, scanRecording, type Recording, type RedactionOptions } from '@jackfield/sdk/testing';
import type { Transports } from '../transports/index.ts';

export interface FinishedRecording {
  readonly recording: Recording;
  /** As it goes into a file. */
  readonly text: string;
  /** What still looks like a secret, for a person to look at. */
  readonly found: readonly FoundSecret[];
}

interface Texts {
  readonly text: (text: string) => string;
  readonly oid: (oid: string) => string;
}

/** The settings of the plugins are texts of the recording too. */
function changed(recording: Recording, texts: Texts): Recording {
  return recordingSchema.parse({
    ...recording,
    plugins: recording.plugins.map(({ settings, ...plugin }) => ({ ...plugin, ...(settings === undefined ? {} : { settings: changeJson(settings, texts.text) }) })),
    exchanges: recording.exchanges.map((exchange) => changeExchange(exchange, texts)),
  });
}

/**
 * Takes the secrets out of what was recorded: first those of the credentials, where they are known, then whatever looks
 * like one; addresses, names and serials where that is asked for.
 */
export async function finishRecording(recording: Recording, transports: Pick<Transports, 'redact'>, options: RedactionOptions): Promise<FinishedRecording> {
  const texts = new Set<string>();
  const note = (text: string): string => {
    texts.add(text);
    return text;
  };
  changed(recording, { text: note, oid: note });
  const before = [...texts];
  const after = await transports.redact(before);
  const known = new Map(before.map((text, at) => [text, after[at] ?? '']));
  const credentials = new Set(after.flatMap((text) => text.match(/REDACTED-C\d+/g) ?? []));
  const replace = (text: string): string => known.get(text) ?? text;
  const redacted = redactRecording({ ...changed(recording, { text: replace, oid: replace }), redacted: { secrets: credentials.size } }, options);
  const text = recordingText(redacted);
  return { recording: redacted, text, found: scanRecording(text) };
}
