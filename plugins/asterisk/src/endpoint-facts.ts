/** What makes an endpoint, its login and its address of record; null where Asterisk has none. */
export type EndpointFacts = {
  readonly context: string | null;
  /** In order of preference. */
  readonly codecs: readonly string[];
  /** As `"Name" <number>`. */
  readonly callerId: string | null;
  readonly maxContacts: number | null;
  /** In clear: the file has it so. The spec's schema marks its name as secret, so that it is shown nowhere. Null of the running one: Asterisk's word of it is taken out by the host. */
  readonly password: string | null;
};

export function isSameEndpoint(one: EndpointFacts | null, other: EndpointFacts | null): boolean {
  if (one === null || other === null) return one === other;
  const { codecs, ...rest } = one;
  const { codecs: others, ...otherRest } = other;
  return codecs.join() === others.join() && JSON.stringify(Object.entries(rest).sort()) === JSON.stringify(Object.entries(otherRest).sort());
}
