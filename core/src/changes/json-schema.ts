import { z } from 'zod';
import { changeFileSchema } from './change-file.ts';

/** JSON Schema of a change file, for editors: `change.json` in @jackfield/core/schemas. */
export function changeJsonSchema(): string {
  return `${JSON.stringify({ $id: 'https://jackfield.dev/schemas/change.json', ...z.toJSONSchema(changeFileSchema, { io: 'input', unrepresentable: 'any', reused: 'ref' }) }, null, 2)}\n`;
}
