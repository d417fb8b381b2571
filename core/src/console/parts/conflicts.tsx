import { Button, Group, Stack, Table, Text } from '@mantine/core';
import { Notice } from './notice.tsx';
import { Wide } from './wide.tsx';

/** A key that somebody typed while somebody else wrote the file: as it stood, as it stands now, and as it was typed. */
export interface Conflict {
  readonly key: string;
  readonly title: string;
  readonly began: string;
  readonly now: string;
  readonly mine: string;
}

interface ConflictsProps {
  readonly of: readonly Conflict[];
  readonly file: string;
  readonly pending: boolean;
  readonly mine: () => void;
  readonly theirs: () => void;
}

const said = (text: string): string => (text === '' ? 'nothing' : text);

/** Somebody wrote the file meanwhile: what both say, and who decides. */
export function Conflicts({ of, file, pending, mine, theirs }: ConflictsProps) {
  return (
    <Notice tone="warning" title={`${file} was edited meanwhile`}>
      <Stack gap="sm">
        <Text size="sm">Nothing is lost: what you typed is here, and what somebody else wrote is in the file.</Text>
        <Wide minWidth={320}>
          <Table aria-label="Both versions">
            <Table.Thead><Table.Tr><Table.Th>Key</Table.Th><Table.Th>As you began</Table.Th><Table.Th>In the file now</Table.Th><Table.Th>Yours</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>{of.map(({ key, title, began, now, mine: typed }) => <Table.Tr key={key}><Table.Td>{title}</Table.Td><Table.Td>{said(began)}</Table.Td><Table.Td>{said(now)}</Table.Td><Table.Td>{said(typed)}</Table.Td></Table.Tr>)}</Table.Tbody>
          </Table>
        </Wide>
        <Group><Button size="xs" loading={pending} onClick={mine}>Write mine into what is there now</Button><Button size="xs" variant="default" onClick={theirs}>Take what is in the file</Button></Group>
      </Stack>
    </Notice>
  );
}
