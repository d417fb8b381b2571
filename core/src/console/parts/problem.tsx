import { Alert, Code, Text } from '@mantine/core';
import { ApiProblem } from '../api/index.ts';

/** What went wrong, where, and what to do next: as the terminal says it. */
export function Problem({ error }: { readonly error: Error }) {
  if (!(error instanceof ApiProblem)) {
    return <Alert color="red" variant="light" role="alert" title="The host does not answer">{error.message}. What is shown is asked for again by itself, what you did is not; on its machine, <Code>jackfield status</Code> says more.</Alert>;
  }
  const { code, detail, hint, where } = error.problem;
  return (
    <Alert color="red" variant="light" role="alert" title={detail}>
      {hint === undefined || hint === '' ? null : <Text size="sm">{hint}</Text>}
      <Text size="xs" c="dimmed">{code}{where === undefined || where === '' ? '' : ` · ${where}`}</Text>
    </Alert>
  );
}
