import { Alert, Button, Divider } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconFingerprint, IconId } from '@tabler/icons-react';
import { ApiProblem, useAct, useApi, useOperation, type Operations } from '../api/index.ts';
import { Problem } from '../parts/index.ts';
import { hasPasskeys, showPasskey } from './passkey.ts';

interface OtherWaysProps {
  readonly done: (opened: Operations['logInByPasskey']['answer']) => void;
  /** The identity provider is to ask anew who it is. */
  readonly again?: boolean;
}

/** Ways to log in besides a password: those that the host and the browser have. */
export function OtherWays({ done, again = false }: OtherWaysProps) {
  const api = useApi();
  const ways = useOperation('loginWays', {}).data?.answer;
  const passkey = useMutation({
    mutationFn: async () => {
      const { answer } = await api.call('beginPasskeyLogin', {});
      return (await api.call('logInByPasskey', { credential: await showPasskey(answer) })).answer;
    },
    onSuccess: done,
  });
  const provider = useAct('beginProviderLogin', { done: ({ url }) => window.location.assign(url) });
  const offersPasskey = ways?.passkey === true && hasPasskeys();
  if (ways === undefined || (!offersPasskey && ways.oidc === null)) return null;
  return (
    <>
      <Divider label="or" />
      {offersPasskey ? <Button variant="default" leftSection={<IconFingerprint size={18} aria-hidden />} loading={passkey.isPending} onClick={() => passkey.mutate()}>With a passkey</Button> : null}
      {passkey.error === null ? null : <PasskeyProblem error={passkey.error} />}
      {ways.oidc === null ? null : <Button variant="default" leftSection={<IconId size={18} aria-hidden />} loading={provider.isPending} onClick={() => provider.mutate(again ? { again } : {})}>{ways.oidc.title}</Button>}
      {provider.error === null ? null : <Problem error={provider.error} />}
    </>
  );
}

/** What the host refused, or what the browser could not do. */
export function PasskeyProblem({ error }: { readonly error: Error }) {
  if (error instanceof ApiProblem) return <Problem error={error} />;
  return <Alert variant="light" color="red" role="alert" title="No passkey was used">{error.name === 'NotAllowedError' ? 'It was cancelled, took too long, or this device has none for this host.' : error.message}</Alert>;
}
