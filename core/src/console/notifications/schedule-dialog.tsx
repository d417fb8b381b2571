import { Group, NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Schemas } from '../api/index.ts';
import { cronOf, monthlyOf } from './cron-words.ts';
import { scheduleDraft, scheduleValue } from './drafts.ts';
import { EditDialog } from './edit-dialog.tsx';
import { ChecksField, ZoneField } from './fields.tsx';
import { NameField, nameFits } from './name-field.tsx';
import { entryEdits, type SaidEntry } from './said-entries.ts';
import { channelWords } from './tellings.ts';

interface ScheduleDialogProps {
  readonly now: Schemas['SettingsForm'];
  /** Null for a new one. */
  readonly entry: SaidEntry | null;
  readonly taken: readonly string[];
  readonly channels: readonly SaidEntry[];
  /** The zone in which months of the place begin. */
  readonly zone: string;
  readonly close: () => void;
}

/** To whom the report of the month before is sent, and when. */
export function ScheduleDialog({ now, entry, taken, channels, zone, close }: ScheduleDialogProps) {
  const [name, setName] = useState(entry?.name ?? '');
  const [draft, setDraft] = useState(() => scheduleDraft(entry?.value ?? null));
  const [byCron, setByCron] = useState(monthlyOf(draft.cron) === null);
  const alter = (part: Partial<typeof draft>): void => setDraft({ ...draft, ...part });
  const monthly = monthlyOf(draft.cron) ?? { day: 1, time: '07:00' };
  const fits = draft.to.length > 0 && draft.cron.trim() !== '' && (entry !== null || nameFits(name, taken));
  return (
    <EditDialog title={entry === null ? 'Send a report by itself' : `Report ${entry.name}`} now={now} close={close} edits={fits ? entryEdits(`notifications.reports.${name}`, entry?.value ?? null, scheduleValue(draft)) : null}>
      {entry === null ? <NameField value={name} change={setName} taken={taken} example="monthly, board" /> : null}
      <ChecksField label="To" value={draft.to} change={(to) => alter({ to })} choices={channels.map((one) => ({ value: one.name, label: channelWords(one.name, one.value) }))} none="Add a channel first, in the settings under Notifications." />
      <SegmentedControl aria-label="When" data={[{ value: 'monthly', label: 'Each month' }, { value: 'cron', label: 'By a cron expression' }]} value={byCron ? 'cron' : 'monthly'} onChange={(to) => { setByCron(to === 'cron'); if (to !== 'cron') alter({ cron: cronOf(monthly) }); }} />
      {byCron ? <TextInput label="Cron expression" description="Minute, hour, day of the month, month, day of the week." required value={draft.cron} onChange={({ currentTarget }) => alter({ cron: currentTarget.value })} /> : (
        <Group grow align="start">
          <NativeSelect label="Day of the month" data={Array.from({ length: 28 }, (_, before) => String(before + 1))} value={String(monthly.day)} onChange={({ currentTarget }) => alter({ cron: cronOf({ ...monthly, day: Number(currentTarget.value) }) })} />
          <TextInput type="time" label="At" required value={monthly.time} onChange={({ currentTarget }) => { if (currentTarget.value !== '') alter({ cron: cronOf({ ...monthly, time: currentTarget.value }) }); }} />
        </Group>
      )}
      <ZoneField label="In the zone" otherwise={`that of the months of the report, ${zone}`} value={draft.zone} change={(to) => alter({ zone: to })} />
    </EditDialog>
  );
}
