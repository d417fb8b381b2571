import { Anchor, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Link } from 'wouter';
import { StateBadge } from '../state.tsx';
import { lossWords, radiusWords, type RadiusShown } from './marks.ts';

const most = 60;

const names = (all: readonly { readonly name: string }[]): string => `${all.slice(0, 5).map(({ name }) => name).join(', ')}${all.length > 5 ? ` and ${all.length - 5} more` : ''}`;

/** Who loses what when something goes wrong, and what of that nobody can know. */
export function Radius({ of: radius }: { readonly of: RadiusShown }) {
  const { risks, devices, sites, hidden, strangers, unlinked, guessed } = radius;
  const loss = lossWords(radius);
  return (
    <Stack gap="xs">
      <Stack gap={2} component="ul" p={0} m={0} style={{ listStyle: 'none' }} aria-label="What is at risk">
        {risks.slice(0, most).map(({ device, name, port, threat, standIns, undoneBy }) => (
          <Text key={`${device} ${port ?? ''}`} size="sm" component="li" {...(threat === 'own-way' || threat === 'cuts' ? { c: 'var(--state-warning)' } : {})}>
            {threat === 'own-way' || threat === 'cuts' ? <IconAlertTriangle size={14} aria-hidden style={{ verticalAlign: '-2px', marginInlineEnd: 4 }} /> : null}
            <b>{name}{port === null ? '' : `, port ${port}`}</b>: {radiusWords.threats[threat]}{undoneBy === undefined ? '' : `; ${radiusWords.undoers[undoneBy]}`}{standIns.length === 0 ? '' : `. ${standIns.join(', ')} ${standIns.length === 1 ? 'stands' : 'stand'} in for it`}.
          </Text>
        ))}
      </Stack>
      {risks.length > most ? <Text size="xs" c="dimmed">and {risks.length - most} more at risk</Text> : null}
      {loss === '' && risks.every(({ threat }) => threat === 'unknown') ? null : <Text size="sm" fw={600} component="output">{loss === '' ? 'Nothing that is known hangs on it alone.' : loss}</Text>}
      {sites.length === 0 ? null : <Text size="sm">{sites.map(({ site, lost, of: all }) => `${site}: ${lost} of ${all}`).join(' · ')}</Text>}
      {devices.length === 0 ? null : (
        <Stack gap={2} component="ul" p={0} m={0} style={{ listStyle: 'none' }} aria-label="Who loses something">
          {devices.slice(0, most).map(({ device, name, how, at, state }) => (
            <Group key={device} component="li" justify="space-between" wrap="nowrap" gap="xs">
              <div style={{ minWidth: 0 }}>
                <Anchor component={Link} href={`~/devices/${device}`} size="sm">{name}</Anchor>
                <Text span size="xs" c="dimmed"> {radiusWords.marks[how]}{at === null ? '' : `, ${how === 'service' ? 'registered at' : 'hangs on'} ${at.name}${at.port === null ? '' : ` ${at.port}`}`}</Text>
              </div>
              <StateBadge state={state} />
            </Group>
          ))}
        </Stack>
      )}
      {devices.length > most ? <Text size="xs" c="dimmed">and {devices.length - most} more</Text> : null}
      {strangers.length === 0 ? null : <Text size="xs" c="dimmed">Addresses of no known device: {strangers.slice(0, 5).map(({ name, port, addresses }) => `${addresses} at ${name} ${port}`).join(', ')}{strangers.length > 5 ? ' and more' : ''}.</Text>}
      {hidden === 0 ? null : <Text size="sm">{hidden} more at sites that you do not see.</Text>}
      {unlinked.length === 0 ? null : <Text size="sm">Not known: {unlinked.length} {unlinked.length === 1 ? 'device of the same sites has no known neighbour, and may hang on it' : 'devices of the same sites have no known neighbour, and may hang on it'}: {names(unlinked)}.</Text>}
      {guessed.length === 0 ? null : <Text size="xs" c="dimmed">The way of the host is taken to begin at {guessed.join(', ')}; the label <code>anchor</code> in the file of a site says it better.</Text>}
    </Stack>
  );
}
