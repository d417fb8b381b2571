/** What counts the channels of a technology behind their last hyphen, where it is not the eight hex digits that most have. */
const numbers: { readonly [technology: string]: RegExp } = {
  IAX2: /-\d+$/, // a number of chan_iax2's own calls
  DAHDI: /-[0-9a-f]+$/i, // of the calls of a line; an ISDN line counts up
  MGCP: /-\d+$/, OOH323: /-\d+$/, Skinny: /-\d+$/,
};

const usual = /-[0-9a-f]{8}(?:;[12])?$/i;

/** A channel's name without the number that it has for one call: `PJSIP/1001-00000002`, `IAX2/york-4711`, `DAHDI/i1/555-1`. */
export function withoutNumber(channel: string): string {
  const [technology = ''] = channel.split('/');
  return channel.replace(Object.hasOwn(numbers, technology) ? (numbers[technology] ?? usual) : usual, '');
}

/** What a channel hangs at, such as `PJSIP/1001`; at an ISDN line many numbers do: `DAHDI/i1/555` is one of `DAHDI/i1`. */
export function peerOf(channel: string): string {
  const name = withoutNumber(channel);
  return /^DAHDI\/i\d+(?=\/)/.exec(name)?.[0] ?? name;
}
