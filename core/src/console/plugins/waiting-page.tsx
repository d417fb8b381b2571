import { Badge, Button, Checkbox, Code, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { useAct, useOperation, type Schemas } from '../api/index.ts';
import { Answer, Empty, Notice, Page, When } from '../parts/index.ts';
import { again, FreshProblems, useMay } from '../session/index.ts';
import { asksFor, sideRows } from './before-after.ts';
import { SideTable } from './side-table.tsx';
import { size, whoInstalls } from './words.ts';

type Waiting = Schemas['WaitingPackage'];

/** A package that waits: who made it, what is new in it, and the yes or no. */
export function WaitingPage({ plugin }: { readonly plugin: string }) {
  const waiting = useOperation('waitingPackages', {});
  const found = waiting.data?.answer.find((one) => one.plugin === plugin);
  return (
    <Page title={found === undefined ? plugin : `${found.title} ${found.version}`} actions={<Button component={Link} href="/" variant="default">All plugins</Button>}>
      {/* Another file of the same plugin is another question: what was typed for this one is not an answer to it. */}
      <Answer of={waiting}>{() => (found === undefined ? <Empty title="Nothing of it waits">It is installed, was refused, or was replaced by another file.</Empty> : <Review key={found.integrity} of={found} />)}</Answer>
    </Page>
  );
}

const permissionOf = ({ words, writes }: Waiting['change']['added'][number]): ReactNode => <>{words}{writes ? <Text span size="xs" fw={700} c="var(--state-warning)"> writes</Text> : null}</>;
const contributionOf = ({ kind, title }: Waiting['contributions']['added'][number]): ReactNode => <>{title} <Text span size="xs" c="dimmed">{kind}</Text></>;

function Review({ of }: { readonly of: Waiting }) {
  const { plugin, package: name, version, before, older, change, contributions, proof, files, bytes, source, person, at, problem } = of;
  const kept = contributions.same;
  return (
    <Stack>
      <Text c="dimmed">{name} · {before === null ? 'new here' : `over ${before}`} · handed over by {person}, <When at={at} /></Text>
      {problem === null ? null : <Notice tone="critical" title="It could not be held against what runs by now">{problem.code === null ? '' : `${problem.code}: `}{problem.message}. What stands here is as it was before. {problem.hint}</Notice>}
      {older ? <Notice tone="warning" title={`It is older than ${before ?? 'what runs'}`}>What was mended since is broken again. To go back to the version before, roll back instead: that is proven to have run here.</Notice> : null}
      <section aria-label="Permissions">
        <Group gap="xs" mb="xs"><Title order={2}>What it may do, where it is granted</Title>{change.added.some(({ writes }) => writes) ? <Badge variant="default" tt="none">changes devices</Badge> : null}</Group>
        <Text size="sm" mb="xs">{asksFor(change, before)}</Text>
        <SideTable
          label={`Permissions of ${plugin}`} before={before} after={version} rows={sideRows(change)} keyOf={({ words }) => words} none="It asks for no permission, now as before."
          show={permissionOf}
        />
      </section>
      <section aria-label="Contributions">
        <Title order={2} mb="xs">What it brings</Title>
        <SideTable
          label={`Contributions of ${plugin}`} before={before} after={version} rows={sideRows({ ...contributions, same: [] })} keyOf={(one) => `${one.kind} ${one.name}`} none={kept === 0 ? 'It brings nothing.' : `The same ${kept} as before.`}
          show={contributionOf}
        />
        {kept > 0 && contributions.added.length + contributions.removed.length > 0 ? <Text size="sm" c="dimmed" mt={4}>{kept} more as before.</Text> : null}
      </section>
      <Paper withBorder p="md" component="section" aria-label="Who made it">
        <Title order={2} mb="xs">Who made it</Title>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <Fact title="Publisher">{proof.publisher === null ? 'nobody signed it; trust.yaml lets it be, as it is under development' : <>{proof.publisher.name}, who signed it <When at={proof.publisher.at} /></>}</Fact>
          <Fact title="Counter-signed">{proof.organization === null ? 'not by the organization; trust.yaml does not ask for it' : <>by the organization <When at={proof.organization.at} /></>}</Fact>
          <Fact title="Whole">{files} files, each as it was packed, {size(bytes)}</Fact>
          <Fact title="From"><Code>{source}</Code></Fact>
        </SimpleGrid>
      </Paper>
      <Decision of={of} />
    </Stack>
  );
}

function Fact({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return <div><Text size="xs" c="dimmed">{title}</Text><Text size="sm" component="div">{children}</Text></div>;
}

function Decision({ of: { plugin, version, before, integrity, older, problem, change: { added } } }: { readonly of: Waiting }) {
  const [, go] = useLocation();
  const [downgrade, setDowngrade] = useState(false);
  const may = useMay('admin', 'organization');
  const done = (): void => go(`/${plugin}`);
  // What asks for nothing new is not worth a password.
  const install = useAct(added.length === 0 ? 'installPackage' : 'approvePackage', { done });
  const refuse = useAct('refusePackage', { done: () => go('/') });
  if (!may) return <Notice title="An admin of the organization decides">{whoInstalls}</Notice>;
  const yes = (): void => install.mutate({ plugin, integrity, before, downgrade });
  return (
    <Stack gap="xs" component="section" aria-label="Your answer">
      {older ? <Checkbox label={`I mean the older version ${version}`} checked={downgrade} onChange={({ currentTarget }) => setDowngrade(currentTarget.checked)} /> : null}
      <FreshProblems of={[{ error: install.error, retry: yes }, again(refuse)]} />
      <Group gap="xs">
        <Button loading={install.isPending} disabled={problem !== null || (older && !downgrade)} onClick={yes}>{added.length === 0 ? 'Install it' : 'Grant this and install it'}</Button>
        <Button variant="default" loading={refuse.isPending} onClick={() => refuse.mutate({ plugin, integrity })}>Refuse it</Button>
      </Group>
      <Text size="sm" c="dimmed">{install.isPending ? 'It is started once in its sandbox, then takes over.' : before === null ? 'It runs nowhere until a manager enables it at a place.' : `It takes over at once, where it is enabled; ${before} is kept, to go back to.`}</Text>
    </Stack>
  );
}
