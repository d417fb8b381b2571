/** A type with nothing in it to be altered: what services give fits an answer whose schema says the same. */
export type ReadOnly<Value> = Value extends readonly (infer Entry)[] ? readonly ReadOnly<Entry>[] : Value extends object ? { readonly [Key in keyof Value]: ReadOnly<Value[Key]> } : Value;
