import { z } from 'zod';
import { fileKinds } from '../../../sites/index.ts';
import { text } from './health-answers.ts';

const etag = z.string().meta({ description: 'Given as If-Match to what writes the file.' });
const fileFacts = { file: z.string(), kind: z.enum(fileKinds), site: text, etag, writable: z.boolean().meta({ description: 'Whether who asks may write it here.' }) };

export const configurationFileAnswer = z.object(fileFacts).meta({ id: 'ConfigurationFile' });

export const configurationTextAnswer = z.object({
  ...fileFacts, text: z.string(), masked: z.boolean().meta({ description: 'Secrets are left out: `(kept)` stands for one, and means the same one when it is written back.' }),
}).meta({ id: 'ConfigurationText' });

const written = { file: z.string(), etag, changed: z.boolean(), atNextStart: z.array(z.string()).meta({ description: 'Keys of jackfield.yaml that the daemon takes over when it starts next.' }) };

export const fileWrittenAnswer = z.object(written).meta({ id: 'FileWritten' });

const against = z.object({ key: z.string(), layer: z.string(), name: z.string(), file: z.string(), line: z.int() });

export const keysSetAnswer = z.object({
  ...written, edited: z.array(z.object({ key: z.string(), before: z.unknown().meta({ description: 'What the layer said; null for nothing.' }), after: z.unknown() })),
  against: z.array(against).meta({ description: 'Lines of stronger layers that say otherwise: there the key stays as they say.' }),
}).meta({ id: 'KeysSet' });

const textError = z.object({
  code: z.string(), message: z.string(), hint: z.string(), where: z.string(), file: text, line: z.int().nullable(), column: z.int().nullable(),
}).meta({ id: 'TextError' });

export const textCheckAnswer = z.object({ errors: z.array(textError) }).meta({ id: 'TextCheck' });

export const schemasAnswer = z.record(z.string(), z.unknown()).meta({ id: 'Schemas', description: 'JSON Schemas by name: jackfield, organization, site, credentials, trust, change.' });

const layer = z.object({
  layer: z.string(), name: z.string(), value: z.unknown(), effective: z.boolean(),
  place: z.object({ file: z.string(), line: z.int(), column: z.int() }).nullable().meta({ description: 'Null for what is built in.' }),
});

/** One field of a generated form. */
const settingField = z.object({
  key: z.string().meta({ description: 'As `setConfiguration` takes it.' }), group: z.enum(['enablement', 'checks', 'settings']), title: z.string(), description: text, unit: text,
  schema: z.unknown().meta({ description: 'JSON Schema of the value.' }), secret: z.boolean().meta({ description: 'A reference to a secret, such as the name of credentials; never a secret itself.' }),
  value: z.unknown().meta({ description: 'What counts here; null for nothing.' }),
  own: z.object({ value: z.unknown() }).nullable().meta({ description: 'What the very layer that is edited says; null where it says nothing.' }),
  layers: z.array(layer).meta({ description: 'Weakest first: the one that counts, and all that it hides or is hidden by.' }),
}).meta({ id: 'SettingField' });

export const settingsFormAnswer = z.object({
  plugin: text, version: text, at: z.string(), device: text,
  file: z.string().meta({ description: 'Where an edit of this layer is written.' }), etag, writable: z.boolean(),
  schema: z.unknown().meta({ description: 'JSON Schema of the plugin\'s settings as a whole; null where it has none.' }), fields: z.array(settingField),
}).meta({ id: 'SettingsForm' });

const use = z.object({ layer: z.string(), name: z.string(), key: z.string(), file: z.string(), line: z.int(), site: text });

export const credentialAnswer = z.object({
  name: z.string(), kind: z.string(), place: z.object({ file: z.string(), line: z.int(), column: z.int() }),
  fields: z.array(z.object({
    field: z.string(), secret: z.boolean(), value: text.meta({ description: 'Of what is no secret, such as the user; null for secrets.' }),
    from: z.enum(['vault', 'file', 'env', 'plain', 'value']).meta({ description: 'Where a secret is kept.' }), reference: text.meta({ description: 'Name in the vault, path, or variable.' }),
  })),
  uses: z.array(use).meta({ description: 'Where it is named, of what who asks sees.' }),
}).meta({ id: 'Credential' });

export const credentialKindAnswer = z.object({
  kind: z.string(), fields: z.array(z.object({ field: z.string(), secret: z.boolean(), required: z.boolean(), values: z.array(z.string()).nullable() })),
}).meta({ id: 'CredentialKind' });

export const credentialsAnswer = z.object({ credentials: z.array(credentialAnswer), kinds: z.array(credentialKindAnswer) }).meta({ id: 'Credentials' });

export const credentialSetAnswer = z.object({ name: z.string(), set: z.array(z.string()).meta({ description: 'Fields whose secret is another now.' }), missing: z.array(z.string()).meta({ description: 'What the daemon still misses of it.' }) }).meta({ id: 'CredentialSet' });
