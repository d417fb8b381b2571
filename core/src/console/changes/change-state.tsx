import { Badge } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconCircleX, IconPlayerPause, IconProgress } from '@tabler/icons-react';
import type { Schemas } from '../api/index.ts';
import { changeWords, stepWords, type StepState } from './words.ts';

const icons = { ok: IconCircleCheck, warning: IconAlertTriangle, critical: IconCircleX, unknown: IconCircleDashed };

interface MarkProps {
  readonly tone: keyof typeof icons;
  readonly icon?: typeof IconProgress;
  readonly children: string;
}

function Mark({ tone, icon, children }: MarkProps) {
  const Icon = icon ?? icons[tone];
  return <Badge variant="transparent" px={0} tt="none" fw={600} style={{ flexShrink: 0 }} c={`var(--state-${tone})`} leftSection={<Icon size={16} aria-hidden />}>{children}</Badge>;
}

/** How a change stands, by word, shape and colour. */
export function ChangeMark({ change: { state, paused, unsaved } }: { readonly change: Pick<Schemas['Change'], 'state' | 'paused' | 'unsaved'> }) {
  const { word, tone, running } = changeWords[state];
  if (paused) return <Mark tone="warning" icon={IconPlayerPause}>{`${word}, paused`}</Mark>;
  if (unsaved !== undefined && unsaved.length > 0) return <Mark tone="warning">{`${word}, not saved`}</Mark>;
  return <Mark tone={tone} {...(running ? { icon: IconProgress } : {})}>{word}</Mark>;
}

export function StepMark({ state }: { readonly state: StepState }) {
  return <Mark tone={stepWords[state].tone}>{stepWords[state].word}</Mark>;
}
