import { Stack } from '@mantine/core';
import { useOperation } from '../api/index.ts';
import { Answer, Empty } from '../parts/index.ts';
import { ListsOfIncidents } from './frame.tsx';
import { MaintenanceCard } from './maintenance-card.tsx';

/** Work that is going on. */
export function MaintenanceList() {
  const maintenance = useOperation('maintenance', { limit: 200 });
  return (
    <ListsOfIncidents shown="/maintenance">
      <Answer of={maintenance}>{({ items }) => (items.length === 0 ? <Empty title="No maintenance is in force">While somebody works on a device or at a site, a maintenance keeps others from being called, and the time is no outage. It ends by itself.</Empty> : (
        <Stack gap="xs">{items.map((one) => <MaintenanceCard key={one.id} maintenance={one} />)}</Stack>
      ))}</Answer>
    </ListsOfIncidents>
  );
}
