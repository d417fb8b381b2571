import { Button, Checkbox, Code, Group, Modal, Paper, Stack, Text, Title } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { useAct, type Schemas } from '../api/index.ts';
import { useConfirm, When } from '../parts/index.ts';
import { again, FreshProblems, useMay } from '../session/index.ts';
import { useActions } from '../shell/index.ts';
import { HandOverDialog } from './hand-over-dialog.tsx';
import { Permissions } from './permissions.tsx';
import { wayTo, whoInstalls } from './words.ts';

interface PackageCardProps {
  readonly plugin: Schemas['InstalledPlugin'];
  readonly facts: Schemas['PluginMatrix']['plugins'][number] | undefined;
  /** Titles of the sites where it is enabled. */
  readonly sites: readonly string[];
}

/** The package of a plugin: where it came from, who granted it, another version, the way back, the end. */
export function PackageCard({ plugin: { id, title, version, source, granted }, facts, sites }: PackageCardProps) {
  const may = useMay('admin', 'organization');
  const [, go] = useLocation();
  const [opened, setOpened] = useState<'upgrade' | 'remove' | null>(null);
  const { ask, asked } = useConfirm();
  const rollback = useAct('rollbackPackage');
  const fetched = useAct('fetchPackage', { done: () => go(`/${id}/waiting`) });
  const kept = facts?.kept ?? null;
  const isPackage = source !== null;
  useActions(useMemo(() => (may && isPackage ? [{ id: `upgrade ${id}`, title: `Upgrade ${title} from a file`, run: () => setOpened('upgrade') }] : []), [may, isPackage, id, title]));
  if (!isPackage) return <Text size="sm" c="dimmed">It is of a folder that jackfield.yaml names under <code>plugins</code>: who develops it there needs no installation. Packages are installed, upgraded and taken back here.</Text>;
  const back = (): void => ask({
    title: `${wayTo(kept ?? '', version)}?`, act: wayTo(kept ?? '', version), run: () => rollback.mutate({ plugin: id }),
    tells: <Stack gap="xs"><Text size="sm">{kept} comes back at once, as it was granted then; {version} is kept.</Text>{facts?.upgrade === null || facts?.upgrade === undefined ? null : <Back {...facts.upgrade} />}</Stack>,
  });
  return (
    <Paper withBorder p="md" component="section" aria-label="Package">
      <Stack gap="sm">
        <Title order={2}>Its package</Title>
        <Text size="sm">{version} of <Code>{source}</Code>{granted === null ? '' : <>, granted by {granted.by} <When at={granted.at} /></>}. {kept === null ? 'No version before it is kept.' : `${kept} is kept, with its grant.`}</Text>
        {may ? (
          <Group gap="xs">
            <Button size="xs" onClick={() => setOpened('upgrade')}>Upgrade from a file</Button>
            {source.startsWith('npm:') ? <Button size="xs" variant="default" loading={fetched.isPending} onClick={() => fetched.mutate({ plugin: id })}>Look for a newer one</Button> : null}
            {kept === null ? null : <Button size="xs" variant="default" loading={rollback.isPending} onClick={back}>{wayTo(kept, version)}</Button>}
            <Button size="xs" variant="default" onClick={() => setOpened('remove')}>Uninstall</Button>
          </Group>
        ) : <Text size="sm" c="dimmed">{whoInstalls}</Text>}
        <FreshProblems of={[again(rollback), again(fetched)]} />
        {asked}
        {opened === 'upgrade' ? <HandOverDialog plugin={id} title={`Another version of ${title}`} close={() => setOpened(null)} /> : null}
        {opened === 'remove' ? <RemoveDialog id={id} title={title} sites={sites} close={() => setOpened(null)} removed={() => go('/')} /> : null}
      </Stack>
    </Paper>
  );
}

/** What going back takes and gives: the other way round than the upgrade did. */
function Back({ added, removed }: NonNullable<Schemas['PluginMatrix']['plugins'][number]['upgrade']>) {
  return (
    <>
      {added.length === 0 ? null : <><Text size="sm">It may no longer:</Text><Permissions of={added} sign="−" /></>}
      {removed.length === 0 ? null : <><Text size="sm">It may again:</Text><Permissions of={removed} sign="+" /></>}
    </>
  );
}

interface RemoveDialogProps {
  readonly id: string;
  readonly title: string;
  readonly sites: readonly string[];
  readonly close: () => void;
  readonly removed: () => void;
}

function RemoveDialog({ id, title, sites, close, removed }: RemoveDialogProps) {
  const [force, setForce] = useState(false);
  const remove = useAct('removePackage', { done: removed });
  const run = (): void => remove.mutate({ plugin: id, force });
  return (
    <Modal opened onClose={close} title={`Uninstall ${title}?`} closeButtonProps={{ 'aria-label': 'Close' }}>
      <Stack>
        <Text size="sm">Its files go, with those of the version that is kept. Devices, results and what it was told in the configuration stay.</Text>
        {sites.length === 0 ? null : <Checkbox label={`Disable it first, at ${sites.slice(0, 5).join(', ')}${sites.length > 5 ? ` and ${sites.length - 5} more` : ''}`} description="Nothing of its checks is looked at there any more." checked={force} onChange={({ currentTarget }) => setForce(currentTarget.checked)} />}
        <FreshProblems of={[{ error: remove.error, retry: run }]} />
        <Group justify="flex-end"><Button variant="default" data-autofocus onClick={close}>Not now</Button><Button color="red" disabled={sites.length > 0 && !force} loading={remove.isPending} onClick={run}>Uninstall it</Button></Group>
      </Stack>
    </Modal>
  );
}
