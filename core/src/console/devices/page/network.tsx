import { Anchor, Button, Stack, Table, Text, Title } from '@mantine/core';
import { Link } from 'wouter';
import { useOperation, type Schemas } from '../../api/index.ts';
import { Answer, Empty, proofs, Wide } from '../../parts/index.ts';

/** Where the device hangs: its neighbours and how sure that is, its VLANs, what its ports have heard. */
export function Network({ device }: { readonly device: Schemas['DeviceDetail'] }) {
  const links = useOperation('links', { device: device.id });
  const { id, site, behind, vlans, stations } = device;
  return (
    <Stack>
      <div><Button component={Link} href={`~/topology/${site}?device=${id}`} variant="default" size="xs">Show in the topology of {site}</Button></div>
      {behind === null ? null : <Text size="sm">It hangs at {behind.device} {behind.port} ({proofs[behind.proof]}).</Text>}
      <Answer of={links}>{(all) => (all.length === 0 ? <Empty title="No neighbour is known">Neighbours are told by LLDP or CDP, and by what bridges have learnt. A device that speaks neither has none.</Empty> : (
        <Wide minWidth={420}>
          <Table aria-label="Neighbours" verticalSpacing={4}>
            <Table.Thead><Table.Tr>{['Port', 'Neighbour', 'Its port', 'How it is known'].map((title) => <Table.Th key={title} scope="col">{title}</Table.Th>)}</Table.Tr></Table.Thead>
            <Table.Tbody>
              {all.flatMap(({ ends, proof, protocol }) => {
                const own = ends.find((end) => end.device === id);
                return ends.filter((end) => end.device !== id).map((end) => (
                  <Table.Tr key={`${own?.port ?? ''} ${end.device} ${end.port ?? ''}`}>
                    <Table.Td>{own?.port}{own?.aggregate === null || own?.aggregate === undefined ? '' : ` (${own.aggregate})`}</Table.Td>
                    <Table.Td><Anchor component={Link} href={`~/devices/${end.device}`} size="sm">{end.name}</Anchor></Table.Td>
                    <Table.Td>{end.port}</Table.Td><Table.Td>{proofs[proof]}{protocol === null ? '' : `, ${protocol.toUpperCase()}`}</Table.Td>
                  </Table.Tr>
                ));
              })}
            </Table.Tbody>
          </Table>
        </Wide>
      ))}</Answer>
      {vlans.length === 0 ? null : (
        <section aria-label="VLANs">
          <Title order={2} fz="md">VLANs</Title>
          <Wide minWidth={420}>
            <Table aria-label="VLANs" verticalSpacing={4}>
              <Table.Thead><Table.Tr>{['VLAN', 'Name', 'Untagged', 'Tagged'].map((title) => <Table.Th key={title} scope="col">{title}</Table.Th>)}</Table.Tr></Table.Thead>
              <Table.Tbody>{vlans.map((vlan) => <Table.Tr key={vlan.id}><Table.Td>{vlan.id}</Table.Td><Table.Td>{vlan.name}</Table.Td><Table.Td>{vlan.untagged.join(', ')}</Table.Td><Table.Td>{vlan.tagged.join(', ')}</Table.Td></Table.Tr>)}</Table.Tbody>
            </Table>
          </Wide>
        </section>
      )}
      {stations.length === 0 ? null : (
        <details>
          <summary>{stations.length} hardware addresses heard on its ports</summary>
          <Wide minWidth={320}>
            <Table aria-label="Hardware addresses" verticalSpacing={2}><Table.Tbody>{stations.slice(0, 500).map(({ mac, port, vlan }) => <Table.Tr key={`${mac} ${port} ${vlan ?? ''}`}><Table.Td ff="monospace">{mac}</Table.Td><Table.Td>{port}</Table.Td><Table.Td>{vlan === null ? '' : `VLAN ${vlan}`}</Table.Td></Table.Tr>)}</Table.Tbody></Table>
          </Wide>
        </details>
      )}
    </Stack>
  );
}
