import { z } from 'zod';
import { changeJsonSchema, ChangeRefused, mistakesOf } from '../../changes/index.ts';
import { JackfieldError } from '../../errors/index.ts';
import {
  configurationFile, configurationFiles, configurationJsonSchemas, etagMissing, readConfigurationFile, SourceFile, textOf, unmaskedCredentials, type ConfigurationFile, type FileWritten,
} from '../../sites/index.ts';
import { command, nothing, type CommandContext } from '../command.ts';
import { reportOf, type ErrorReport } from '../../control/index.ts';
import { audited } from './audited.ts';
import { mayRead, mayWrite, requireReader, requireSameReach, requireWriter } from './configuration-rights.ts';
import { writtenChanges, writtenText } from './written-text.ts';

const file = z.string().min(1).max(255).meta({ description: 'Such as `organization.yaml` or `sites/leeds.yaml`.' });
/** More than a file of an organization has, and little enough to be parsed at once, whatever it holds. */
const text = z.string().max(262_144);
/** Looked at while somebody types. */
const typedText = z.string().max(65_536);
export const etag = z.string().min(1).max(128).optional().meta({ description: 'Of the file as it was read, as If-Match may give it too; `new` for a file that is not there yet.' });

export interface FileSummary extends ConfigurationFile {
  readonly etag: string;
  readonly writable: boolean;
}

/** An error of a text, with its place in it. */
export interface TextError extends Omit<ErrorReport, 'more'> {
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
}

/** The files that who asks may read. */
export const files = command(nothing, async ({ services, rights }: CommandContext): Promise<readonly FileSummary[]> =>
  (await configurationFiles(services.configuration.current)).filter((one) => mayRead(rights, one)).map((one) => ({ ...one, writable: mayWrite(rights, one) })));

export const fileRead = command(z.strictObject({ file }), async ({ services, rights }: CommandContext, asked) => {
  const known = configurationFile(asked.file);
  requireReader(rights, known);
  return { ...(await readConfigurationFile(services.configuration.current.directory, asked.file)), writable: mayWrite(rights, known) };
});

/** Answers with what became of the file. The audit says what of it is another now. */
export const fileWrite = command(z.strictObject({ file, text, etag }), async (context: CommandContext, asked) => {
  const { services: { configuration }, rights, person } = context;
  const known = configurationFile(asked.file);
  requireWriter(rights, known);
  const seen = asked.etag;
  if (seen === undefined) throw etagMissing(`nothing says which version of ${asked.file} this one takes the place of`);
  const made = (before: string | null): string => {
    const whole = known.kind === 'credentials' ? unmaskedCredentials(asked.text, before) : asked.text;
    if (known.site !== null) requireSameReach(rights, known.site, valueOf(asked.file, before), valueOf(asked.file, whole));
    return whole;
  };
  const done = await audited(context, { action: 'configuration.write', detail: asked.file, told: (written) => writtenText(written), changed: (written) => writtenChanges(written) }, () => configuration.write({ file: asked.file, etag: seen, text: made }, person));
  await renewed(context, known);
  return summaryOf(done);
}, { detached: true });

export const fileCheck = command(z.strictObject({ file, text }), async ({ services: { configuration }, rights }: CommandContext, asked) => {
  const known = configurationFile(asked.file);
  requireWriter(rights, known);
  const before = known.kind === 'credentials' ? await textOf(configuration.current.directory, asked.file) : null;
  const whole = known.kind === 'credentials' ? unmaskedCredentials(asked.text, before) : asked.text;
  return { errors: (await configuration.check(asked.file, whole)).map(textError) };
});

/** What is wrong with a change file, as far as it is known without asking a device; rights and states of devices are looked at when it is planned. */
export const changeCheck = command(z.strictObject({ text: typedText, file: z.string().min(1).max(255).default('change.yaml') }), async ({ services }: CommandContext, asked) => {
  try {
    return { errors: mistakesOf(asked.text, asked.file, services).map(textError) };
  } catch (error) {
    if (!(error instanceof JackfieldError)) throw error;
    const errors = error instanceof ChangeRefused ? error.errors : [error];
    return { errors: errors.map(textError) };
  }
});

/** JSON Schemas of all files that people write, by their names without an ending. */
export const schemas = command(nothing, async () => {
  const texts = [...configurationJsonSchemas(), ['change.json', changeJsonSchema()] as const];
  return Object.fromEntries(texts.map(([name, schema]): [string, unknown] => [name.replace(/\.json$/, ''), JSON.parse(schema)]));
});

export function textError(error: Error): TextError {
  const { more: _more, ...report } = reportOf(error);
  const { file: of = null, line = null, column = null } = error instanceof JackfieldError ? error.place : {};
  return { ...report, file: of, line, column };
}

export function summaryOf({ file: of, etag: tag, changed, atNextStart }: FileWritten): Pick<FileWritten, 'file' | 'etag' | 'changed' | 'atNextStart'> {
  return { file: of, etag: tag, changed, atNextStart };
}

const valueOf = (name: string, of: string | null): unknown => (of === null ? undefined : new SourceFile(name, of).value);

/** Other references are followed from now on. */
async function renewed({ services: { transports } }: CommandContext, { kind }: ConfigurationFile): Promise<void> {
  if (kind === 'credentials') await transports.reloadCredentials();
}
