interface Act<Input> {
  readonly error: Error | null;
  readonly variables: Input | undefined;
  readonly mutate: (input: Input) => void;
}

export interface Again {
  readonly error: Error | null;
  readonly retry: () => void;
}

/** What went wrong with an act, and the way to do the same once more. */
export function again<Input>({ error, variables, mutate }: Act<Input>): Again {
  return { error, retry: () => (variables === undefined ? undefined : mutate(variables)) };
}
