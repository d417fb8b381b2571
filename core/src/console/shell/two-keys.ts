/** What of a key press counts. */
export interface Press {
  readonly key: string;
  readonly timeStamp: number;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

/** Two keys one after the other, such as `g d`: gives the second one when it comes soon after the first. */
export function twoKeys(first: string, withinMs = 1_500): (press: Press) => string | null {
  let pressedAt: number | null = null;
  return ({ key, timeStamp, ctrlKey, altKey, metaKey }) => {
    if (ctrlKey || altKey || metaKey) {
      pressedAt = null;
      return null;
    }
    if (pressedAt !== null && timeStamp - pressedAt <= withinMs) {
      pressedAt = null;
      return key;
    }
    pressedAt = key === first ? timeStamp : null;
    return null;
  };
}
