import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { ApiProblem, useAct, useOperation, type Schemas } from '../api/index.ts';
import { Answer, Conflicts, Notice, Problem } from '../parts/index.ts';
import classes from './plugins.module.css';
import { RolloutForm } from './rollout-form.tsx';
import { SettingInput } from './setting-input.tsx';
import { conflictsOf, editsOf, withText, type Draft } from './settings-draft.ts';

type Form = Schemas['SettingsForm'];

interface PlaceSettingsProps {
  readonly at: string;
  readonly plugin: string;
}

const groups = { enablement: 'Enablement', checks: 'Checks and schedules', settings: 'Settings' } as const;

/** What a place says about a plugin: enablement, version, grant, schedules and settings, each with who said it. Give it a `key` of the place. */
export function PlaceSettings({ at, plugin }: PlaceSettingsProps) {
  const form = useOperation('settingsForm', { at, plugin });
  return <Answer of={form}>{(now) => <Fields now={now} at={at} />}</Answer>;
}

function Fields({ now, at }: { readonly now: Form; readonly at: string }) {
  const [draft, setDraft] = useState<Draft>(new Map());
  // What one began with: its etag is what the host compares, so that what somebody else wrote meanwhile is seen.
  const [began, setBegan] = useState(now);
  const [inWaves, setInWaves] = useState(false);
  const base = draft.size === 0 ? now : began;
  const clear = (): void => { setDraft(new Map()); setInWaves(false); };
  const save = useAct('setConfiguration', { done: clear });
  const conflicts = conflictsOf(base, now, draft);
  const edits = editsOf(base, draft);
  const type = (key: string, text: string): void => {
    if (draft.size === 0) setBegan(now);
    setDraft(withText(draft, base, key, text));
  };
  const write = (etag: string): void => save.mutate({ at, ...edits, ifMatch: etag });
  const isConflict = save.error instanceof ApiProblem && save.error.problem.status === 412;
  return (
    <Stack>
      <Text size="sm" c="dimmed">Written to {now.file}, with its comments.{now.writable ? '' : ' You may look at it only.'}</Text>
      {Object.entries(groups).map(([group, title]) => {
        const fields = now.fields.filter((field) => field.group === group);
        return fields.length === 0 ? null : (
          <Stack key={group} gap="sm" component="section" aria-label={title}>
            <Title order={3}>{title}</Title>
            {fields.map((field) => <SettingInput key={field.key} field={field} typed={draft.get(field.key)} writable={now.writable} change={(text) => type(field.key, text)} />)}
          </Stack>
        );
      })}
      <div className={classes.save ?? ''} hidden={draft.size === 0 && save.data === undefined && save.error === null}>
        {conflicts.length === 0 ? null : <Conflicts of={conflicts} file={now.file} pending={save.isPending} mine={() => { setBegan(now); write(now.etag); }} theirs={clear} />}
        {save.error === null || isConflict ? null : <Problem error={save.error} />}
        {save.data === undefined || draft.size > 0 ? null : <Saved answer={save.data.answer} />}
        {draft.size === 0 || !now.writable ? null : (
        <Group gap="xs" mt="xs">
          <Button disabled={conflicts.length > 0} loading={save.isPending} onClick={() => write(base.etag)}>Save {draft.size === 1 ? '1 key' : `${draft.size} keys`}</Button>
          {at === 'policy' ? null : <Button variant="default" onClick={() => setInWaves(true)}>Roll out in waves…</Button>}
          <Button variant="default" onClick={clear}>Discard</Button>
        </Group>
      )}
      </div>
      {inWaves && draft.size > 0 ? <RolloutForm at={at} edits={edits} begun={clear} /> : null}
    </Stack>
  );
}

function Saved({ answer: { file, edited, against } }: { readonly answer: Schemas['KeysSet'] }) {
  return (
    <Notice title={`${edited.length === 1 ? '1 key' : `${edited.length} keys`} written to ${file}`} tone={against.length === 0 ? 'info' : 'warning'}>
      {against.map(({ key, layer, name, file: of, line }) => <Text key={`${key} ${of} ${line}`} size="sm">{layer} {name} says otherwise about {key}, and counts there: {of}:{line}</Text>)}
    </Notice>
  );
}
