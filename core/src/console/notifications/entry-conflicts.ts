import type { Schemas } from '../api/index.ts';
import type { Conflict } from '../parts/index.ts';
import { isData, type KeyEdits } from './said-entries.ts';

type Form = Schemas['SettingsForm'];

/** What a place itself says of a key, also of one inside what a form shows as one value. */
function ownAt(form: Form, key: string): unknown {
  const field = form.fields.find((one) => key === one.key || key.startsWith(`${one.key}.`));
  if (field?.own === undefined || field.own === null) return undefined;
  return key.slice(field.key.length).split('.').filter((step) => step !== '').reduce<unknown>((value, step) => (isData(value) ? value[step] : undefined), field.own.value);
}

const text = (value: unknown): string => (value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value));

/** What is about to be written while somebody else wrote the file; none while nobody did. */
export function entryConflicts(began: Form, now: Form, { set, unset }: KeyEdits): readonly Conflict[] {
  if (began.etag === now.etag) return [];
  const all = [...set, ...unset.map((key) => ({ key, value: undefined }))];
  return all.map(({ key, value }) => ({ key, title: key, began: text(ownAt(began, key)), now: text(ownAt(now, key)), mine: text(value) }));
}
