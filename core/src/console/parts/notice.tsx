import { Alert } from '@mantine/core';
import { IconAlertTriangle, IconCircleX, IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';

const icons = { info: IconInfoCircle, warning: IconAlertTriangle, critical: IconCircleX };
const colours = { info: 'var(--mantine-color-dimmed)', warning: 'var(--state-warning)', critical: 'var(--state-critical)' };

interface NoticeProps {
  readonly tone?: keyof typeof icons;
  readonly title: string;
  readonly children?: ReactNode;
}

/** Something that is to be known before one goes on. */
export function Notice({ tone = 'info', title, children }: NoticeProps) {
  const Icon = icons[tone];
  const color = colours[tone];
  return <Alert variant="default" icon={<Icon aria-hidden />} title={title} styles={{ root: { background: 'var(--panel)', borderColor: tone === 'info' ? 'var(--line)' : color }, icon: { color }, title: { color: tone === 'info' ? undefined : color } }}>{children}</Alert>;
}
