export { completionsAt, type Known } from './completions.ts';
export { FieldInput } from './field-input.tsx';
export { fieldsOf, numberTyped, type Field } from './schema-fields.ts';
