import { Button, Stack, Text } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useApi, type Schemas } from '../api/index.ts';
import { Notice, Problem } from '../parts/index.ts';

/** What came of sending a test to one channel: the message as it stands, or what refused it. */
interface Tested {
  readonly channel: string;
  readonly outcome: Schemas['Notification'] | Error;
}

interface TestButtonProps {
  /** What is tested, such as `the route night`. */
  readonly of: string;
  readonly channels: readonly string[];
  /** Whose settings say what the channels are; null: the organization's. */
  readonly site: string | null;
  readonly tested: (results: ReactNode) => void;
}

/** Sends a test message by the same way that real ones go, and tells what became of it. */
export function TestButton({ of, channels, site, tested }: TestButtonProps) {
  const api = useApi();
  const [busy, setBusy] = useState(false);
  const send = async (): Promise<void> => {
    setBusy(true);
    const outcomes = await Promise.all(channels.map(async (channel): Promise<Tested> => {
      try {
        const { answer } = await api.call('testNotification', site === null ? { channel } : { channel, site });
        return { channel, outcome: answer };
      } catch (error) {
        return { channel, outcome: error instanceof Error ? error : new Error(String(error)) };
      }
    }));
    setBusy(false);
    tested(<Stack gap="xs" aria-live="polite">{outcomes.map((one) => <Result key={one.channel} of={one} />)}</Stack>);
  };
  return <Button size="xs" variant="default" leftSection={<IconSend size={14} aria-hidden />} aria-label={`Send a test message to ${of}`} loading={busy} onClick={() => void send()}>Test</Button>;
}

function Result({ of: { channel, outcome } }: { readonly of: Tested }) {
  if (outcome instanceof Error) return <Problem error={outcome} />;
  const { state, reason, hint } = outcome;
  if (state === 'sent' && reason === '') return <Notice title={`${channel} took the test message`} />;
  return (
    <Notice tone={state === 'sent' ? 'warning' : 'critical'} title={state === 'sent' ? `${channel} took the test message, but not for all` : state === 'waiting' ? `${channel} did not take the test message yet: it is tried again` : `${channel} did not take the test message`}>
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>{reason}</Text>
      {hint === '' ? null : <Text size="sm">{hint}</Text>}
    </Notice>
  );
}
