import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMemo, useState, type ReactNode } from 'react';
import { useOperation, type Schemas } from '../api/index.ts';
import { Answer, type PlaceNode } from '../parts/index.ts';
import { useActions } from '../shell/index.ts';
import { ChannelDialog } from './channel-dialog.tsx';
import { EntryCard } from './entry-card.tsx';
import { MailDialog } from './mail-dialog.tsx';
import { Preview } from './preview.tsx';
import { RouteDialog } from './route-dialog.tsx';
import { routeWords } from './route-words.ts';
import { saidEntries, type SaidEntry } from './said-entries.ts';
import { TestButton } from './send-test.tsx';
import { channelWords, tellings } from './tellings.ts';

/** What is edited now: an entry, or a new one. */
type Editing = { readonly what: 'route' | 'channel'; readonly entry: SaidEntry | null } | { readonly what: 'mail' } | null;

/** Who is told what at a place, to read, try and edit. Give it a `key` of the place. */
export function PlaceNotifications({ place }: { readonly place: PlaceNode }) {
  const form = useOperation('settingsForm', { at: place.at });
  const [site] = place.sites;
  const known = useOperation('notificationRoutes', site === undefined ? {} : { site });
  const hostZone = known.data?.answer.zone ?? 'UTC';
  return <Answer of={form}>{(now) => <Told now={now} place={place} hostZone={hostZone} />}</Answer>;
}

function Told({ now, place, hostZone }: { readonly now: Schemas['SettingsForm']; readonly place: PlaceNode; readonly hostZone: string }) {
  const [editing, setEditing] = useState<Editing>(null);
  const [tested, setTested] = useState<ReactNode>(null);
  const { writable } = now;
  useActions(useMemo(() => (writable ? [
    { id: 'add route', title: 'Add a notification route', hint: 'Who is told of what, and when', run: () => setEditing({ what: 'route', entry: null }) },
    { id: 'add channel', title: 'Add a channel for notifications', hint: 'A mailbox, a webhook, a plugin', run: () => setEditing({ what: 'channel', entry: null }) },
  ] : []), [writable]));
  const channels = saidEntries(now, 'notifications.channels');
  const routes = saidEntries(now, 'notifications.routes');
  const mail = mailOf(now);
  const close = (): void => setEditing(null);
  // The organization's own, or those of the first site below: a test goes to one channel, as a message would.
  const site = place.level === 'organization' ? null : (place.sites[0] ?? null);
  return (
    <Stack>
      <Preview of={tellings(routes, channels, hostZone)} place={place.title} />
      {tested}
      <Section title="Routes" tells="Who is told of which incidents, and when; escalations and quiet hours." add={writable ? { title: 'Add a route', run: () => setEditing({ what: 'route', entry: null }) } : null}>
        {routes.map((entry) => (
          <EntryCard key={entry.name} now={now} entry={entry} under="notifications.routes" what="route" canHide edit={() => setEditing({ what: 'route', entry })} removed={`Nobody at ${place.title} is told by it any more.`} actions={<TestButton of={`the route ${entry.name}`} channels={channelsOf(entry)} site={site} tested={setTested} />}>
            <Text size="sm">{routeWords(entry.value, hostZone)}</Text>
          </EntryCard>
        ))}
        {routes.length === 0 ? <Text size="sm" c="dimmed">Nobody is told of incidents here yet.{channels.length === 0 ? ' Begin with a channel, below.' : ''}</Text> : null}
      </Section>
      <Section title="Channels" tells="Where messages go: mailboxes, webhooks, what plugins hand them to." add={writable ? { title: 'Add a channel', run: () => setEditing({ what: 'channel', entry: null }) } : null}>
        {channels.map((entry) => (
          <EntryCard key={entry.name} now={now} entry={entry} under="notifications.channels" what="channel" edit={() => setEditing({ what: 'channel', entry })} removed={namedBy(entry.name, routes)} actions={<TestButton of={entry.name} channels={[entry.name]} site={site} tested={setTested} />}>
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>{channelWords(entry.name, entry.value)}</Text>
          </EntryCard>
        ))}
        {channels.length === 0 ? <Text size="sm" c="dimmed">There is none yet.</Text> : null}
      </Section>
      <Section title="Mail server" tells="Takes the mail of all channels." add={writable && mail === null ? { title: 'Name a mail server', run: () => setEditing({ what: 'mail' }) } : null}>
        {mail === null ? <Text size="sm" c="dimmed">None: channels by mail have no way out.</Text> : (
          <EntryCard now={now} entry={mail} under="notifications" what="mail server" edit={() => setEditing({ what: 'mail' })} removed="Channels by mail have no way out then."><Text size="sm">{mailWords(mail)}</Text></EntryCard>
        )}
      </Section>
      {editing?.what === 'route' ? <RouteDialog now={now} entry={editing.entry} taken={routes.map(({ name }) => name)} channels={channels} hostZone={hostZone} close={close} /> : null}
      {editing?.what === 'channel' ? <ChannelDialog now={now} entry={editing.entry} taken={channels.map(({ name }) => name)} close={close} /> : null}
      {editing?.what === 'mail' ? <MailDialog now={now} value={mail?.value ?? null} close={close} /> : null}
    </Stack>
  );
}

const channelsOf = ({ value }: SaidEntry): readonly string[] => (Array.isArray(value['to']) ? value['to'].filter((one) => typeof one === 'string') : []);

function namedBy(channel: string, routes: readonly SaidEntry[]): string {
  const names = routes.filter((route) => channelsOf(route).includes(channel)).map(({ name }) => name);
  return names.length === 0 ? 'No route here names it.' : `${names.join(', ')} ${names.length === 1 ? 'names' : 'name'} it, and would tell nobody by it.`;
}

/** The server as one entry: its keys are fields of their own in the form. */
function mailOf(now: Schemas['SettingsForm']): SaidEntry | null {
  const fields = now.fields.filter(({ key }) => key.startsWith('notifications.mail.'));
  const value = Object.fromEntries(fields.map(({ key, value: said }) => [key.slice('notifications.mail.'.length), said ?? undefined] as const).filter(([, said]) => said !== undefined));
  const saying = fields.flatMap(({ layers }) => layers.filter(({ place }) => place !== null));
  if (value['host'] === undefined && value['from'] === undefined) return null;
  const own = fields.some((field) => field.own !== null) ? {} : null;
  const last = saying.at(-1);
  return { name: 'mail', value, own, inherited: new Set(saying.map(({ layer, name }) => `${layer} ${name}`)).size > (own === null ? 0 : 1), from: last === undefined ? '' : `${last.layer} ${last.name}${last.place === null ? '' : `, ${last.place.file}:${last.place.line}`}` };
}

const mailWords = ({ value }: SaidEntry): string => `${String(value['host'] ?? '')}, ${String(value['security'] ?? 'starttls')}, from ${String(value['from'] ?? '')}${typeof value['credentials'] === 'string' ? `, login ${value['credentials']}` : ', without a login'}`;

interface SectionProps {
  readonly title: string;
  readonly tells: string;
  readonly add: { readonly title: string; readonly run: () => void } | null;
  readonly children: ReactNode;
}

function Section({ title, tells, add, children }: SectionProps) {
  return (
    <Paper component="section" aria-label={title} bg="transparent">
      <Group justify="space-between" align="end" mb="xs">
        <div><Title order={2}>{title}</Title><Text size="sm" c="dimmed">{tells}</Text></div>
        {add === null ? null : <Button size="xs" variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={add.run}>{add.title}</Button>}
      </Group>
      <Stack gap="xs">{children}</Stack>
    </Paper>
  );
}
