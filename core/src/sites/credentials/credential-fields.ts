import { z } from 'zod';
import { credentialEntrySchema, secretFields, secretReferenceSchema, type DeclaredCredential } from './entries.ts';

/** One field of a kind of credentials, such as `auth.key`. */
export interface KindField {
  readonly field: string;
  readonly secret: boolean;
  readonly required: boolean;
  /** What it may be; null for any text. */
  readonly values: readonly string[] | null;
}

/** One field of an entry, as far as it may be shown. */
export interface CredentialField {
  readonly field: string;
  readonly secret: boolean;
  /** Of what is no secret. */
  readonly value: string | null;
  readonly from: 'vault' | 'file' | 'env' | 'plain' | 'value';
  /** Name in the vault, path of the file, name of the variable; null for what is given itself. */
  readonly reference: string | null;
}

function fieldsIn(schema: z.ZodObject, path: readonly string[], isRequired: boolean): readonly KindField[] {
  return Object.entries(schema.shape).flatMap(([name, part]): readonly KindField[] => {
    if (path.length === 0 && name === 'kind') return [];
    const optional = part instanceof z.ZodOptional || part instanceof z.ZodDefault;
    const inner: unknown = optional ? part.unwrap() : part;
    const here = [...path, name];
    if (inner instanceof z.ZodObject) return fieldsIn(inner, here, false);
    return [{ field: here.join('.'), secret: secretFields.has(name), required: isRequired && !optional, values: inner instanceof z.ZodEnum ? inner.options.map(String) : null }];
  });
}

/** Every kind of credentials with its fields: what a form asks for. */
export function credentialKinds(): readonly { readonly kind: string; readonly fields: readonly KindField[] }[] {
  return credentialEntrySchema.options.map((option) => ({ kind: option.shape.kind.value, fields: fieldsIn(option, [], true) }));
}

/** The fields of an entry without a secret among them. */
export function credentialFields({ entry }: Pick<DeclaredCredential, 'entry'>): readonly CredentialField[] {
  return shown(entry, []);
}

function shown(value: object, path: readonly string[]): readonly CredentialField[] {
  return Object.entries(value).flatMap(([name, part]: [string, unknown]): readonly CredentialField[] => {
    if (path.length === 0 && name === 'kind') return [];
    const here = [...path, name];
    const reference = secretFields.has(name) ? secretReferenceSchema.safeParse(part) : null;
    if (reference?.success === true) return [{ field: here.join('.'), secret: true, value: null, ...keptIn(reference.data) }];
    if (typeof part === 'object' && part !== null) return shown(part, here);
    return [{ field: here.join('.'), secret: false, value: String(part), from: 'value', reference: null }];
  });
}

function keptIn(reference: z.infer<typeof secretReferenceSchema>): Pick<CredentialField, 'from' | 'reference'> {
  if ('vault' in reference) return { from: 'vault', reference: reference.vault };
  if ('file' in reference) return { from: 'file', reference: reference.file };
  return 'env' in reference ? { from: 'env', reference: reference.env } : { from: 'plain', reference: null };
}

