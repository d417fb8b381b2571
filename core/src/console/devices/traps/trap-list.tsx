import { Anchor, Paper, Stack, Text } from '@mantine/core';
import { IconArrowNarrowRight } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { Schemas } from '../../api/index.ts';
import { Empty, When } from '../../parts/index.ts';
import { trapName, varbindText } from './trap-words.ts';

type Traps = Schemas['RecentTraps'];

/** What devices told by themselves, newest first, and what became of it. */
export function TrapList({ of: { receives, traps }, named }: { readonly of: Traps; readonly named: boolean }) {
  if (traps.length === 0 && !receives) return <Empty title="No traps are received">A line such as <code>traps: {'{'} address: 0.0.0.0, port: 162 {'}'}</code> in <code>jackfield.yaml</code> opens the port where devices send them. A trap runs the checks that it is about at once.</Empty>;
  if (traps.length === 0) return <Empty title="None came">What devices send to the host stands here, with the checks that it had run.</Empty>;
  return <Stack component="ol" gap={6} p={0} m={0} style={{ listStyle: 'none' }} aria-label="Traps">{traps.map((trap, at) => <Trap key={`${trap.device} ${trap.at} ${traps.length - at}`} trap={trap} named={named} />)}</Stack>;
}

function Trap({ trap: { device, name, at, address, oid, kind, version, varbinds, heard }, named }: { readonly trap: Traps['traps'][number]; readonly named: boolean }) {
  return (
    <Paper withBorder p="xs" component="li">
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>{named ? <><Anchor component={Link} href={`~/devices/${device}/traps`} size="sm">{name}</Anchor>: </> : null}<Text span size="sm" fw={500}>{trapName(oid)}</Text> <Text span size="xs" c="dimmed"><When at={at} /> · {kind}, v{version}, from {address}</Text></Text>
      {varbinds.length === 0 ? null : <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>{varbinds.map(varbindText).join(' · ')}</Text>}
      {heard.map((one) => (
        <Text key={`${one.at} ${one.plugin} ${one.summary}`} size="sm"><IconArrowNarrowRight size={14} style={{ verticalAlign: 'middle' }} aria-hidden /> {one.plugin}: {one.summary}{one.hints.length === 0 ? '' : `; ran ${one.hints.join(', ')} at once`}</Text>
      ))}
    </Paper>
  );
}
