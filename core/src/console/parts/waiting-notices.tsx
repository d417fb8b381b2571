import { Anchor, Text } from '@mantine/core';
import { Link } from 'wouter';
import { useOperation } from '../api/index.ts';
import { Notice } from './notice.tsx';
import { When } from './when.tsx';

/** Packages of plugins, or of one, that wait for somebody to say yes or no; nothing when none does. */
export function WaitingNotices({ of }: { readonly of?: string }) {
  const waiting = useOperation('waitingPackages', {}).data?.answer ?? [];
  return waiting.filter(({ plugin }) => of === undefined || plugin === of).map(({ plugin, title, version, before, change: { added }, person, at }) => (
    <Notice key={plugin} tone={added.length === 0 ? 'info' : 'warning'} title={`${title} ${version} waits for ${added.length === 0 ? 'somebody to install it' : 'approval'}`}>
      <Text size="sm">{before === null ? 'It is new here.' : `${before} runs on until then.`} Handed over by {person}, <When at={at} />. <Anchor component={Link} href={`~/plugins/${plugin}/waiting`} size="sm">Look at what it asks for</Anchor></Text>
    </Notice>
  ));
}
