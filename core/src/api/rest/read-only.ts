/** The keys that a type names; none of a record. */
type Named<Value> = keyof { [Key in keyof Value as string extends Key ? never : Key]: never };

/**
 * A type with nothing in it to be altered: what services give fits an answer whose schema says the same. Of an answer that lets
 * other fields through the named ones are compared.
 */
export type ReadOnly<Value> = Value extends readonly (infer Entry)[] ? readonly ReadOnly<Entry>[]
  : Value extends object ? ([Named<Value>] extends [never] ? { readonly [Key in keyof Value]: ReadOnly<Value[Key]> } : { readonly [Key in Named<Value>]: ReadOnly<Value[Key]> })
  : Value;
