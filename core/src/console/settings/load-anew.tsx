import { Button, Group, Text } from '@mantine/core';
import { IconReload } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useAct } from '../api/index.ts';
import { Notice, Problem } from '../parts/index.ts';
import { useMay } from '../session/index.ts';
import { useActions } from '../shell/index.ts';

/** Has the host read its files anew, after somebody edited them on its disk: taken over, or refused with all that is wrong. */
export function LoadAnew() {
  const may = useMay('admin', 'organization');
  const { mutate, isPending, error, data } = useAct('reload');
  useActions(useMemo(() => (may ? [{ id: 'reload', title: 'Load the configuration anew', hint: 'The files on the disk of the host', run: () => mutate({}) }] : []), [may, mutate]));
  if (!may) return null;
  const told = data?.answer;
  const wrong = told === undefined ? [] : [...told.errors, ...told.missing];
  return (
    <>
      <Group gap="sm">
        <Button variant="default" leftSection={<IconReload size={16} aria-hidden />} loading={isPending} onClick={() => mutate({})}>Load the files anew</Button>
        <Text component="output" size="sm" c="dimmed">{told === undefined || told.kind === 'refused' ? '' : told.kind === 'unchanged' ? 'Nothing differs from what is loaded.' : `They are taken over${told.atNextStart.length === 0 ? '' : `; at the next start: ${told.atNextStart.join(', ')}`}.`}</Text>
      </Group>
      {error === null ? null : <Problem error={error} />}
      {wrong.length === 0 ? null : (
        <Notice tone="critical" title={told?.kind === 'refused' ? 'Refused: the old configuration keeps running' : 'Secrets are missing'}>
          {wrong.map(({ code, message, hint, where }) => <Text key={`${code} ${where} ${message}`} size="sm" style={{ overflowWrap: 'anywhere' }}>{where === '' ? '' : `${where}: `}{message} <Text span size="xs" c="dimmed">{code}{hint === '' ? '' : ` · ${hint}`}</Text></Text>)}
        </Notice>
      )}
    </>
  );
}
