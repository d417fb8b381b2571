import { List, Text } from '@mantine/core';
import classes from './plugins.module.css';

interface PermissionsProps {
  readonly of: readonly { readonly words: string; readonly writes: boolean }[];
  /** Before each line, such as `+`. */
  readonly sign?: string;
}

/** Permissions in plain words; those to write say so. */
export function Permissions({ of, sign }: PermissionsProps) {
  if (of.length === 0) return <Text size="sm" c="dimmed">none</Text>;
  return (
    <List size="sm" withPadding className={classes.wrap ?? ''} listStyleType={sign === undefined ? 'disc' : 'none'}>
      {of.map(({ words, writes }) => <List.Item key={words}>{sign === undefined ? '' : `${sign} `}{words}{writes ? <Text span size="xs" fw={700} c="var(--state-warning)"> writes</Text> : null}</List.Item>)}
    </List>
  );
}

interface UpgradeProps {
  readonly from: string;
  readonly to: string;
  readonly added: PermissionsProps['of'];
  readonly removed: PermissionsProps['of'];
}

/** What a version may do that the one before it could not, and the other way round. */
export function Upgrade({ from, to, added, removed }: UpgradeProps) {
  return (
    <section aria-label={`From ${from} to ${to}`}>
      <Text size="sm" fw={600}>From {from} to {to}</Text>
      {added.length + removed.length === 0 ? <Text size="sm" c="dimmed">It asks for the same permissions.</Text> : null}
      {added.length === 0 ? null : <><Text size="sm">It asks for more:</Text><Permissions of={added} sign="+" /></>}
      {removed.length === 0 ? null : <><Text size="sm">It no longer asks for:</Text><Permissions of={removed} sign="−" /></>}
    </section>
  );
}
