export { completionsAt, type Known } from './completions.ts';
export { fieldsOf, numberTyped, type Field } from './schema-fields.ts';
