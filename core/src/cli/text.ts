import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** What a device says may hold codes that move the cursor: shown as dots, never obeyed. */
export function plain(text: string): string {
  return text.replaceAll(/\p{Cc}|\p{Cf}/gu, '·');
}

/** Columns a text takes; colours take none. */
export function width(text: string): number {
  return [...stripVTControlCharacters(text)].length;
}

/** At most so many columns, with … where something is missing. */
export function fit(text: string, columns: number): string {
  const letters = [...text];
  if (letters.length <= columns) return text;
  return columns <= 1 ? '…'.slice(0, Math.max(0, columns)) : `${letters.slice(0, columns - 1).join('')}…`;
}

/** Lines of at most so many columns, broken between words; a word that is longer is broken anywhere. */
export function wrapped(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((whole) => pieces(whole, columns))) {
    if (line !== '' && width(line) + 1 + width(word) > columns) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

function pieces(word: string, columns: number): string[] {
  const letters = [...word];
  return letters.length <= columns ? [word] : [letters.slice(0, columns).join(''), ...pieces(letters.slice(columns).join(''), columns)];
}

/** A path as a person here would type it: from where one stands, whole when that leads outside. */
export function shortPath(path: string): string {
  const short = relative('.', path) || '.';
  return short.startsWith('..') ? path : short;
}

const steps = [['d', 86_400_000], ['h', 3_600_000], ['m', 60_000], ['s', 1_000]] as const;

/** `3d 4h`, `2m 5s`, `120ms`: the two largest units. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.round(milliseconds)}ms`;
  const parts: string[] = [];
  let left = milliseconds;
  for (const [unit, size] of steps) {
    const whole = Math.floor(left / size);
    left -= whole * size;
    if (whole > 0 || parts.length > 0) parts.push(whole > 0 ? `${whole}${unit}` : '');
    if (parts.length === 2) break;
  }
  return parts.filter((part) => part !== '').join(' ');
}

export function ago(instant: string | null, now: number): string {
  return instant === null ? 'never' : `${duration(Math.max(0, now - Date.parse(instant)))} ago`;
}

/** `12.3 MiB`. */
export function bytes(size: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = size;
  let unit = 0;
  while (value >= 1_024 && unit < units.length - 1) {
    value /= 1_024;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit] ?? ''}`;
}

/** Bits per second as engineers write them: `1G`, `100M`, `2.5G`. */
export function speed(bitsPerSecond: number | null): string {
  if (bitsPerSecond === null) return '';
  for (const [unit, size] of [['T', 1e12], ['G', 1e9], ['M', 1e6], ['k', 1e3]] as const) {
    if (bitsPerSecond >= size) return `${Math.round((bitsPerSecond / size) * 10) / 10}${unit}`;
  }
  return String(bitsPerSecond);
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
