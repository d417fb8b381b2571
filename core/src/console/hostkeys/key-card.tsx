import { Anchor, Badge, Button, Code, Group, Paper, Text } from '@mantine/core';
import { IconAlertTriangle, IconHelpCircle, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { When } from '../parts/index.ts';
import { useMay } from '../session/index.ts';
import { DecideDialog } from './decide-dialog.tsx';
import { isWaiting, type HostKey } from './waiting.ts';

const marks = { changed: { word: 'changed', tone: 'critical', icon: IconAlertTriangle }, asked: { word: 'first key, waits', tone: 'warning', icon: IconHelpCircle }, refused: { word: 'refused', tone: 'unknown', icon: IconX } } as const;

/** A key that is not the accepted one: both, since when, and what a person says of it. */
export function KeyCard({ hostKey }: { readonly hostKey: HostKey }) {
  const { address, port, fingerprint, firstSeen, status, offered, offeredAt, decision, device } = hostKey;
  const [verdict, setVerdict] = useState<'accept' | 'refuse' | null>(null);
  const may = useMay('operator', device === null ? 'any' : { site: device.site });
  const waits = isWaiting(hostKey);
  const { word, tone, icon: Icon } = marks[!waits ? 'refused' : status === 'asked' ? 'asked' : 'changed'];
  return (
    <Paper withBorder p="sm" component="li">
      <Group justify="space-between" align="start" gap="sm">
        <Text fw={500}>{device === null ? null : <><Anchor component={Link} href={`~/devices/${device.id}`}>{device.name}</Anchor> </>}<Text span ff="monospace" size="sm">{address}{port === 22 ? '' : `:${port}`}</Text></Text>
        <Badge variant="transparent" px={0} tt="none" fw={600} c={`var(--state-${tone})`} leftSection={<Icon size={16} aria-hidden />}>{word}</Badge>
      </Group>
      {status === 'changed' ? <Fingerprint title="Accepted" text={fingerprint}>since <When at={firstSeen} /></Fingerprint> : null}
      <Fingerprint title="Offered" text={offered ?? fingerprint}>{offeredAt === null ? null : <>since <When at={offeredAt} /></>}</Fingerprint>
      {decision === null ? null : <Text size="sm" mt={4} style={{ overflowWrap: 'anywhere' }}>{decision.verdict} by {decision.person}, <When at={decision.at} />{decision.fingerprint === offered ? '' : ', another key'}{decision.comment === '' ? '' : `: ${decision.comment}`}</Text>}
      {may ? (
        <Group gap="xs" mt="sm">
          <Button size="xs" variant="default" onClick={() => setVerdict('accept')}>Accept…</Button>
          {waits ? <Button size="xs" variant="default" onClick={() => setVerdict('refuse')}>Refuse…</Button> : null}
        </Group>
      ) : null}
      {verdict === null ? null : <DecideDialog hostKey={hostKey} verdict={verdict} close={() => setVerdict(null)} />}
    </Paper>
  );
}

function Fingerprint({ title, text, children }: { readonly title: string; readonly text: string; readonly children: React.ReactNode }) {
  return <Group gap="xs" mt={4} align="baseline"><Text size="sm" c="dimmed" w="5rem">{title}</Text><Code style={{ overflowWrap: 'anywhere' }}>{text}</Code><Text size="sm" c="dimmed">{children}</Text></Group>;
}
