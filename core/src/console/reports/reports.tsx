import { Button, Group, NativeSelect, Stack, Table, Text, Title } from '@mantine/core';
import { IconDownload, IconPrinter } from '@tabler/icons-react';
import { useMemo, useState, type ReactNode } from 'react';
import { useAct, useOperation, type Schemas } from '../api/index.ts';
import { ReportSchedules } from '../notifications/index.ts';
import { Answer, duration, exactTime, Page, Problem, usePlaces, useZone, Wide } from '../parts/index.ts';
import { useActions } from '../shell/index.ts';
import { monthsUntil, percent } from './figures.ts';

/** Has the browser keep a file that the host wrote. */
function keep({ name, type, text }: Schemas['ReportFile']): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** A month in figures: to read, to print, for a spreadsheet. */
export function Reports() {
  const zone = useZone();
  const [months] = useState(() => monthsUntil(new Date(), 13, zone));
  const [month, setMonth] = useState(months[0] ?? '');
  const [site, setSite] = useState('');
  const sites = usePlaces().filter(({ level }) => level === 'site');
  const where = site === '' ? {} : { site };
  const report = useOperation('report', { month, ...where });
  const file = useAct('reportFile', { done: keep });
  const save = (name: string): void => file.mutate({ month, file: name, ...where });
  useActions(useMemo(() => [{ id: 'print report', title: 'Print this report', run: () => window.print() }], []));
  return (
    <Page title="Reports" actions={<>
      <Button variant="default" leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => window.print()}>Print</Button>
      <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />} loading={file.isPending} onClick={() => save('report.html')}>As a page</Button>
    </>}>
      <Group align="end">
        <NativeSelect label="Month" data={[...months]} value={month} onChange={({ currentTarget }) => setMonth(currentTarget.value)} />
        <NativeSelect label="Site" data={[{ value: '', label: 'all that you see' }, ...sites.map(({ at, title }) => ({ value: at.slice('site:'.length), label: title }))]} value={site} onChange={({ currentTarget }) => setSite(currentTarget.value)} />
      </Group>
      <Text size="sm" c="dimmed">A month begins and ends at midnight of the zone of each site.</Text>
      {file.error === null ? null : <Problem error={file.error} />}
      <Answer of={report}>{(told) => <Tables of={told} save={save} />}</Answer>
      <ReportSchedules />
    </Page>
  );
}

function Tables({ of, save }: { readonly of: Schemas['Report']; readonly save: (file: string) => void }) {
  const { sites, classes, incidents, repair, changes, backups, capacity } = of;
  const here = useZone();
  const zones = new Map(sites.map((one) => [one.site, one.zone]));
  // As the clock at the site showed it; what concerns several has the time of who reads it.
  const moment = (at: string, where: string | undefined): ReactNode => <time dateTime={at}>{exactTime(at, zones.get(where ?? '') ?? here)}</time>;
  const availability = ({ percent: share, downMs, unknownMs, maintenanceMs }: Schemas['Report']['sites'][number] | Schemas['Report']['classes'][number]): readonly ReactNode[] => [percent(share), duration(downMs), duration(maintenanceMs), duration(unknownMs)];
  return (
    <Stack gap="xl">
      <Figures title="Availability of sites" file="sites.csv" save={save} heads={['Site', 'Devices', 'Available', 'Down', 'Maintenance', 'Not watched', 'Promised']} rows={sites.map((line) => [<>{line.title} <Text span size="xs" c="dimmed">{line.zone}</Text></>, line.devices, ...availability(line), line.target === null ? '–' : `${line.target} %: ${line.met === null ? 'not known' : line.met ? 'kept' : 'missed'}`])} />
      <Figures title="Availability by kind of device" file="classes.csv" save={save} heads={['Site', 'Kind', 'Devices', 'Available', 'Down', 'Maintenance', 'Not watched']} rows={classes.map((line) => [line.site, line.kind, line.devices, ...availability(line)])} />
      <Figures title="Incidents" file="incidents.csv" save={save} heads={['Device', 'Site', 'What', 'Began', 'Acknowledged after', 'Repaired after']} rows={incidents.map((one) => [one.deviceName, one.site, `${one.state}: ${one.summary}`, moment(one.openedAt, one.site), duration(one.acknowledgedMs), one.resolvedAt === null ? 'still open' : duration(one.repairedMs)])} />
      <Figures title="Time to repair" file="repair.csv" save={save} heads={['Site', 'Incidents', 'Acknowledged, mean', 'Repaired, mean', 'Repaired, median']} rows={repair.map((one) => [one.site, one.incidents, duration(one.meanAcknowledgedMs), duration(one.meanRepairedMs), duration(one.medianRepairedMs)])} />
      <Figures title="Changes" file="changes.csv" save={save} heads={['Change', 'By', 'Began', 'Became', 'Sites']} rows={changes.map((one) => [one.title, one.person, moment(one.startedAt, one.sites.length === 1 ? one.sites[0] : undefined), one.outcome, one.sites.join(', ')])} />
      <Figures title="Backups, as of now" file="backups.csv" save={save} heads={['Device', 'Site', 'State', 'What']} rows={backups.map((one) => [one.deviceName, one.site, one.state, one.summary])} />
      <Figures title="What fills, as of now" file="capacity.csv" save={save} heads={['Device', 'Site', 'What', 'State', 'When']} rows={capacity.map((one) => [one.deviceName, one.site, one.item, one.state, one.summary])} />
    </Stack>
  );
}

interface FiguresProps {
  readonly title: string;
  readonly file: string;
  readonly save: (file: string) => void;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly ReactNode[])[];
}

function Figures({ title, file, save, heads, rows }: FiguresProps) {
  return (
    <section aria-label={title}>
      <Group justify="space-between"><Title order={2}>{title}</Title>{rows.length === 0 ? null : <Button size="compact-sm" variant="subtle" aria-label={`${title} as CSV`} onClick={() => save(file)}>CSV</Button>}</Group>
      {rows.length === 0 ? <Text size="sm" c="dimmed">None in this month.</Text> : (
        <Wide minWidth={heads.length * 100}>
          <Table aria-label={title} striped>
            <Table.Thead><Table.Tr>{heads.map((head) => <Table.Th key={head}>{head}</Table.Th>)}</Table.Tr></Table.Thead>
            <Table.Tbody>{rows.map((row, index) => <Table.Tr key={index}>{row.map((cell, at) => <Table.Td key={heads[at]}>{cell}</Table.Td>)}</Table.Tr>)}</Table.Tbody>
          </Table>
        </Wide>
      )}
    </section>
  );
}
