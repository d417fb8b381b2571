/** FNV-1a over the UTF-16 units, 32 bits, then mixed so that near keys fall far apart. */
export function hash(key: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < key.length; index += 1) value = Math.imul(value ^ key.charCodeAt(index), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/**
 * Where in the interval a key's turn is: the same after every start. Of two intervals of a key, the turns of the longer one
 * are turns of the shorter, where it is a multiple of that.
 */
export function phase(key: string, interval: number): number {
  return hash(key) % interval;
}

/** The first run after a start: soon, and spread over the window. */
export function firstTurn(key: string, interval: number, now: number, window: number): number {
  return now + phase(key, Math.min(interval, window));
}

/** The key's next turn after `now`; turns lie on a grid fixed by the clock, so a late run shifts nothing. */
export function nextTurn(key: string, interval: number, now: number): number {
  const offset = phase(key, interval);
  return (Math.floor((now - offset) / interval) + 1) * interval + offset;
}
