import { Button, Code, Group, List, NativeSelect, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { ApiProblem, useAct, useApi, useOperation, type Schemas } from '../api/index.ts';
import { Answer, Differences, Notice, Problem, YamlEditor } from '../parts/index.ts';
import { LoadAnew } from './load-anew.tsx';

type Content = Schemas['ConfigurationText'];

const schemaNames: { readonly [Kind in Content['kind']]: string } = { daemon: 'jackfield', organization: 'organization', site: 'site', credentials: 'credentials', trust: 'trust', plugins: 'plugins' };

/** The files of the configuration, as they stand on the host's disk. */
export function Files() {
  const files = useOperation('configurationFiles', {});
  const [chosen, setChosen] = useState<string | null>(null);
  return (
    <Answer of={files}>{(all) => {
      const file = chosen ?? all[0]?.file;
      if (file === undefined) return <Text>There is none that you may read.</Text>;
      return (
        <Stack>
          <LoadAnew />
          <NativeSelect label="File" data={all.map(({ file: name, writable }) => ({ value: name, label: writable ? name : `${name} (to look at)` }))} value={file} onChange={({ currentTarget }) => setChosen(currentTarget.value)} />
          <Open key={file} file={file} />
        </Stack>
      );
    }}</Answer>
  );
}

function Open({ file }: { readonly file: string }) {
  const content = useOperation('configurationFile', { file });
  return <Answer of={content}>{(now) => <Editor now={now} />}</Answer>;
}

function Editor({ now }: { readonly now: Content }) {
  const api = useApi();
  // What one began with: others may write the file meanwhile, and its etag tells.
  const [began, setBegan] = useState(now);
  const [typed, setTyped] = useState<string | null>(null);
  const base = typed === null ? now : began;
  const text = typed ?? now.text;
  const schemas = useOperation('schemas', {}).data?.answer;
  const known = useMemo(() => ({ devices: [], resources: new Map(), file: schemas?.[schemaNames[now.kind]] }), [schemas, now.kind]);
  const [settled] = useDebouncedValue(text, 500);
  const check = useQuery({
    queryKey: ['checkConfigurationFile', now.file, settled], enabled: typed !== null && now.writable,
    queryFn: async ({ signal }) => (await api.call('checkConfigurationFile', { file: now.file, text: settled }, { signal })).answer.errors,
  });
  const mistakes = useMemo(() => check.data ?? [], [check.data]);
  const save = useAct('writeConfigurationFile', { done: () => setTyped(null) });
  const change = (next: string): void => {
    if (typed === null) setBegan(now);
    setTyped(next === base.text ? null : next);
  };
  const conflict = typed !== null && base.etag !== now.etag;
  const write = (etag: string): void => save.mutate({ file: now.file, text, ifMatch: etag });
  const isConflict = save.error instanceof ApiProblem && save.error.problem.status === 412;
  return (
    <Stack>
      {now.masked ? <Text size="sm" c="dimmed"><Code>(kept)</Code> stands for a secret, and means the same one when it is written back.</Text> : null}
      <YamlEditor label={`Text of ${now.file}`} text={text} change={change} known={known} mistakes={mistakes} readOnly={!now.writable} />
      {mistakes.length === 0 ? null : <Notice tone="critical" title="It would not be taken over"><List size="sm">{mistakes.map(({ code, message, line }) => <List.Item key={`${line ?? 0} ${message}`}>{line === null ? '' : `Line ${line}: `}{message} <Text span size="xs">({code})</Text></List.Item>)}</List></Notice>}
      {conflict ? (
        <Notice tone="warning" title={`${now.file} was edited meanwhile`}>
          <Stack gap="sm">
            <Text size="sm">Nothing is lost: left is what is in the file now, right is what you wrote.</Text>
            <Differences of={[{ title: now.file, kind: 'changed', differences: [{ path: '', before: now.text, after: text }] }]} />
            <Group><Button size="xs" loading={save.isPending} onClick={() => { setBegan(now); write(now.etag); }}>Write mine over it</Button><Button size="xs" variant="default" onClick={() => setTyped(null)}>Take what is in the file</Button></Group>
          </Stack>
        </Notice>
      ) : null}
      {save.error === null || isConflict ? null : <Problem error={save.error} />}
      {save.isSuccess && typed === null ? <Text component="output" size="sm">Written, and taken over.{save.data.answer.atNextStart.length === 0 ? '' : ` At the next start: ${save.data.answer.atNextStart.join(', ')}.`}</Text> : null}
      {typed === null ? null : <Group><Button disabled={conflict || mistakes.length > 0} loading={save.isPending} onClick={() => write(base.etag)}>Save</Button><Button variant="default" onClick={() => setTyped(null)}>Discard</Button></Group>}
    </Stack>
  );
}
