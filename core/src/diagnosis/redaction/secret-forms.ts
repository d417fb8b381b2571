/** Parts of a secret shorter than this are ordinary text to look at. */
const shortest = 4;

/** Base64 of a secret that stands somewhere in a larger text: what is the same whatever stands around it, for each of three positions. */
function inBase64(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64').replace(/=+$/, '');
    const start = Math.ceil((before * 8) / 6);
    const end = Math.floor(((before + bytes.length) * 8) / 6);
    const middle = text.slice(start, end);
    return middle.length >= 8 ? [middle] : [];
  });
}

/** How a secret may be written: itself, in JSON, in an address, in base64, in hexadecimal; of several lines, each. */
function formsOf(secret: string): string[] {
  const lines = secret.split(/\r?\n/).map((line) => line.trim()).filter((line) => line.length >= 16);
  return [secret, ...lines].flatMap((text) => [
    text, JSON.stringify(text).slice(1, -1), encodeURIComponent(text), ...inBase64(text),
    ...(text.length >= shortest ? [Buffer.from(text).toString('hex'), Buffer.from(text).toString('hex').toUpperCase()] : []),
  ]);
}

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);

/** Finds all the secrets in all their forms, longest first; null when there is none to find. */
export function secretsPattern(secrets: readonly string[]): RegExp | null {
  const forms = [...new Set(secrets.flatMap(formsOf))].filter((form) => form !== '').toSorted((a, b) => b.length - a.length);
  if (forms.length === 0) return null;
  // A short one is found only where it stands alone: every word holds an "x".
  return new RegExp(forms.map((form) => (form.length < shortest ? String.raw`(?<![\w])${escaped(form)}(?![\w])` : escaped(form))).join('|'), 'g');
}
