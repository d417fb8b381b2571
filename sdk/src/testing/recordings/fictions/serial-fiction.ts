/** The n-th serial number of the same shape: digits stay digits, capitals capitals, and all else stays as it is. */
export function serialFiction(serial: string, number: number): string {
  let left = number;
  const digit = (first: string, base: number): string => {
    const code = first.charCodeAt(0) + (left % base);
    left = Math.floor(left / base);
    return String.fromCharCode(code);
  };
  // From the end, so that the first serials end in 1, 2, 3.
  return [...serial].toReversed().map((character) => {
    if (/\d/.test(character)) return digit('0', 10);
    if (/[A-Z]/.test(character)) return digit('A', 26);
    return /[a-z]/.test(character) ? digit('a', 26) : character;
  }).toReversed().join('');
}
