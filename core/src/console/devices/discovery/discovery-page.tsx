import { Stack, Text, Title } from '@mantine/core';
import { useOperation } from '../../api/index.ts';
import { Answer, Empty } from '../../parts/index.ts';
import { ListsOfDevices } from '../frame.tsx';
import { ProposalCard } from './proposal-card.tsx';
import { RunCard } from './run-card.tsx';
import { StartForm } from './start-form.tsx';

/** No event tells how far a discovery is: it comes too often for all who listen. */
const watchedMs = 1_000;
const restingMs = 30_000;

/** Looking for devices: begun, watched, and what a person has to decide of it. */
export function DiscoveryPage() {
  const proposals = useOperation('proposals', {});
  const before = useOperation('discoveries', {}, { everyMs: restingMs });
  const runs = before.data?.answer.some(({ state }) => state === 'running') === true;
  // The same answer: asked for more often while somebody waits for it.
  useOperation('discoveries', {}, { enabled: runs, everyMs: watchedMs });
  const waiting = proposals.data?.answer ?? [];
  return (
    <ListsOfDevices shown="/discovery">
      <Stack>
        <StartForm runs={runs} />
        {waiting.length === 0 ? null : (
          <Stack gap="xs" component="section" aria-label="May be one device">
            <Title order={2}>May be one device</Title>
            <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: 'none' }}>{waiting.map((proposal) => <ProposalCard key={proposal.id} proposal={proposal} />)}</Stack>
          </Stack>
        )}
        <Answer of={before}>{([newest, ...earlier]) => (newest === undefined ? <Empty title="Nothing was looked for yet">A discovery asks all addresses of the networks of a site, and finds the devices that a plugin knows.</Empty> : (
          <>
            <RunCard run={newest} />
            {earlier.length === 0 ? null : (
              <details>
                <summary><Text span fw={500}>Earlier ({earlier.length})</Text></summary>
                <Stack gap="xs" mt="xs">{earlier.map((run) => <RunCard key={run.id} run={run} />)}</Stack>
              </details>
            )}
          </>
        ))}</Answer>
      </Stack>
    </ListsOfDevices>
  );
}
