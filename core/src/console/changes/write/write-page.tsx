import { Button, Group, List, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { IconListSearch, IconPlus } from '@tabler/icons-react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { useAct } from '../../api/index.ts';
import { Empty, Notice, Page, Problem, YamlEditor } from '../../parts/index.ts';
import { useDrafts } from '../../session/index.ts';
import { useActions } from '../../shell/index.ts';
import { count } from '../words.ts';
import { emptyChange, readChange, withAsked, withEntry, withoutEntry, withValue, type Path } from './change-document.ts';
import { EntryForm } from './entry-form.tsx';
import { useMistakes, wrongAt } from './mistakes.ts';
import { useKnown } from './use-known.ts';


const page = 'write a change';

/** Writes a change: by forms or as YAML, which are two looks at one text. */
export function WritePage() {
  const search = useSearch();
  const [, go] = useLocation();
  const drafts = useDrafts();
  const [text, setText] = useState(() => withAsked(emptyChange, search) ?? drafts.read(page) ?? emptyChange);
  const [begun, setBegun] = useState(search);
  const [look, setLook] = useState<'form' | 'yaml'>('form');
  const known = useKnown();
  // Asked for once more while this page is open: what is written here stays, with one more entry.
  if (begun !== search) {
    setBegun(search);
    setText((before) => withAsked(before, search) ?? before);
  }
  const { mistakes, checked } = useMistakes(text);
  const plan = useAct('plan', { done: ({ id, steps }) => {
    if (steps.length === 0) return;
    drafts.forget(page);
    go(`/plans/${id}`);
  } });
  useEffect(() => {
    drafts.keep(page, text);
    if (text === emptyChange) return undefined;
    const leaving = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', leaving);
    return () => window.removeEventListener('beforeunload', leaving);
  }, [drafts, text]);
  const written = readChange(text);
  const change = useCallback((path: Path, value: unknown) => setText((before) => withValue(before, path, value)), []);
  const add = useCallback(() => setText((before) => withEntry(before, { device: [], resource: '' })), []);
  const { mutate } = plan;
  const planIt = useCallback(() => mutate({ text, file: 'change.yaml' }), [mutate, text]);
  const ready = checked && mistakes.length === 0;
  useActions(useMemo(() => [
    { id: 'write as form', title: 'Write by form', run: () => setLook('form') }, { id: 'write as yaml', title: 'Write as YAML', run: () => setLook('yaml') }, { id: 'add entry', title: 'Add an entry to this change', run: add },
    ...(ready ? [{ id: 'plan this', title: 'Plan this change', hint: 'Reads the devices, alters nothing', run: planIt }] : []),
  ], [add, planIt, ready]));
  const isForm = look === 'form' && written !== null;
  return (
    <Page title="Write a change" actions={<>
      <SegmentedControl value={isForm ? 'form' : 'yaml'} disabled={written === null} onChange={(to) => setLook(to === 'form' ? 'form' : 'yaml')} data={[{ value: 'form', label: 'Form' }, { value: 'yaml', label: 'YAML' }]} aria-label="How to write it" />
      <Button leftSection={<IconListSearch size={16} aria-hidden />} disabled={!ready} loading={plan.isPending} onClick={planIt}>Plan</Button>
    </>}>
      <Text size="sm" c="dimmed">Say what devices are to have. Planning reads them and shows what would change; nothing is written before the plan is applied.</Text>
      {plan.isPending ? <Text component="output" size="sm">The devices are read, and asked whether they would take it…</Text> : null}
      {plan.error === null ? null : <Problem error={plan.error} />}
      {plan.data?.answer.steps.length === 0 && !plan.isPending ? <Notice title="Nothing to do">The devices have all of it already.</Notice> : null}
      {look === 'form' && written === null ? <Notice tone="warning" title="It can only be mended as text">What is written is not YAML of a change yet; the form comes back when it is.</Notice> : null}
      {isForm ? (
        <Stack>
          <TextInput label="Title" description="What it is for, in the words that others will read." withAsterisk value={written.title} error={text === emptyChange ? null : wrongAt(mistakes, ['title'])} onChange={({ currentTarget }) => change(['title'], currentTarget.value)} />
          {written.entries.length === 0 ? <Empty title="It says nothing yet">An entry names devices, what they are to have (a port, a phone, a file), and what that is to be.</Empty> : null}
          {written.entries.map((entry, index) => <EntryForm key={index} index={index} entry={entry} known={known} mistakes={mistakes} change={change} remove={() => setText((before) => withoutEntry(before, index))} />)}
          <Group><Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={add}>Add an entry</Button></Group>
        </Stack>
      ) : (
        <YamlEditor label="Text of the change, as YAML" text={text} change={setText} known={known} mistakes={mistakes} />
      )}
      {text === emptyChange || mistakes.length === 0 ? <Text component="output" size="sm" c="dimmed">{text === emptyChange ? '' : checked ? 'As far as can be told without the devices, nothing is wrong.' : 'Looking at it…'}</Text> : (
        <Notice tone="critical" title={`${count(mistakes.length, 'thing')} to mend before it can be planned`}>
          <List size="sm">{mistakes.map(({ message, line, code }) => <List.Item key={`${line ?? 0} ${message}`}>{line === null ? '' : `Line ${line}: `}{message} <Text span size="xs">({code})</Text></List.Item>)}</List>
        </Notice>
      )}
    </Page>
  );
}
